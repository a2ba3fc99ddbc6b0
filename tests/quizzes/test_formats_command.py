"""`quizzes read-questions`: what the importer sees in a file, as JSON lines."""

import json

import pytest

from lms.quizzes import formats
from lms.quizzes.formats import grid_writing
from tests.statements import statements

KEYS = [
    "type", "name", "text", "text_format", "choices", "pairs", "numeric", "unit", "general_feedback", "rubric",
    "strict", "category", "tags", "difficulty", "code", "line",
]  # fmt: skip
GIFT = """$CATEGORY: T1

::Câu 1::Chè {=shan#Đúng ~đen} tuyết####

// [id:Q2] [tag:giá]
Bao nhiêu? {#=3:0.5#Đúng =%50%1..5 ~#Sai ####2 cộng 1}

Ghép {=a->b =c->d}
"""


@pytest.fixture
def read_questions(app, tmp_path):
    def run(data, *options, name="questions.txt"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        with statements() as seen:
            result = app.test_cli_runner().invoke(args=["quizzes", "read-questions", str(path), *options])
        assert list(seen) == []
        return result

    return run


def test_a_line_for_each_question(read_questions):
    result = read_questions(GIFT)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [list(row) for row in rows] == [KEYS] * 3
    assert [(row["type"], row["line"], row["category"]) for row in rows] == [
        ("single", 3, "T1"), ("numeric", 6, "T1"), ("match", 8, "T1"),
    ]  # fmt: skip
    assert (rows[0]["name"], rows[0]["text"]) == ("Câu 1", "Chè _____ tuyết####")
    assert rows[0]["choices"] == [
        {"text": "shan", "fraction": 100, "feedback": "Đúng"},
        {"text": "đen", "fraction": 0, "feedback": ""},
    ]
    assert rows[1]["numeric"] == [
        {"value": 3, "tolerance": 0.5, "low": 2.5, "high": 3.5, "fraction": 100, "feedback": "Đúng"},
        {"value": 3, "tolerance": 2, "low": 1, "high": 5, "fraction": 50, "feedback": ""},
        {"value": None, "tolerance": 0, "low": None, "high": None, "fraction": 0, "feedback": "Sai"},
    ]
    assert (rows[1]["code"], rows[1]["tags"], rows[1]["general_feedback"]) == ("Q2", ["giá"], "2 cộng 1")
    assert rows[2]["pairs"] == [["a", "b"], ["c", "d"]]
    assert "Câu 1" in result.stdout


def test_refusals_and_warnings_go_to_the_standard_error(read_questions):
    result = read_questions("Một {T}\n\nHai {=a\n\nBa {true}")
    assert result.exit_code == 0
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["Một", "Ba"]
    assert [json.loads(line) for line in result.stderr.splitlines()] == [
        {
            "line": 3,
            "refused": "The answers begin with { but no } ends them. "
            "A blank line ends a question, so leave none inside.",
            "text": "Hai {=a",
        },
        {
            "line": 5,
            "warning": "“true” is read as a short answer. Write {TRUE} or {FALSE} for a statement.",
        },
    ]


def test_a_file_of_refused_questions_is_not_understood(read_questions):
    result = read_questions("Hai {=a", "--format", "gift")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1] == "No question of this file could be read."
    assert json.loads(result.stderr.splitlines()[0])["line"] == 1


@pytest.mark.parametrize("named", formats.FORMATS)
def test_every_format(read_questions, named):
    data = formats.write(grid_writing.EXAMPLES[:1], named)
    for options in ((), ("--format", named)):
        result = read_questions(data, *options)
        assert (result.exit_code, result.stderr) == (0, "")
        assert json.loads(result.stdout)["choices"][2] == {"text": "20 giờ", "fraction": 100, "feedback": ""}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "There is nothing in this file. Choose the file with your questions."),
        ("Xin chào", "This is no file of questions we know. We read GIFT, Aiken, Moodle XML, CSV and XLSX."),
        ("<quiz></quiz>", "There are no questions in this file."),
        ("<quiz><question></quiz>", "The XML is broken in line 1: a tag is not closed, or a sign like & or < "
         "stands alone."),
    ],
)  # fmt: skip
def test_a_file_of_something_else(read_questions, data, sentence):
    result = read_questions(data)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{sentence}\n")


def test_a_file_that_is_not_there(app, tmp_path):
    result = app.test_cli_runner().invoke(args=["quizzes", "read-questions", str(tmp_path / "no.gift")])
    assert (result.exit_code, result.stderr) == (
        1, f"{tmp_path / 'no.gift'} cannot be read: No such file or directory.\n",
    )  # fmt: skip


def test_an_unknown_format_is_refused(read_questions):
    assert read_questions(GIFT, "--format", "hot-potatoes").exit_code == 2
