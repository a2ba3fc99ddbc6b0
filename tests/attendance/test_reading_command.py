"""`attendance read-report`: what the importer sees in a file, as JSON lines."""

import json
from pathlib import Path

import pytest
from sqlalchemy import event

from lms.core.db import db

REPORTS = Path(__file__).parent / "reports"
KEYS = ["platform", "form", "name", "original_name", "email", "joined", "left", "seconds", "waiting_room", "role"]
HEAD = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n"


@pytest.fixture
def read_report(app, tmp_path):
    def run(file, *options):
        if isinstance(file, str):
            path = tmp_path / "report.csv"
            path.write_text(file, "utf-8")
            file = path
        return app.test_cli_runner().invoke(args=["attendance", "read-report", str(file), *options])

    return run


def test_a_line_for_each_visit(read_report):
    result = read_report(REPORTS / "zoom_g.csv")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [list(row) for row in rows] == [KEYS] * 3
    assert [list(row.values()) for row in rows] == [
        ["zoom", "G", "Phùng Tả Mẩy", None, "may.phung@thu.vn",
         "2026-03-04T19:20:10+07:00", "2026-03-04T19:29:00+07:00", 530, True, "attendee"],
        ["zoom", "G", "Phùng Tả Mẩy", None, "may.phung@thu.vn",
         "2026-03-04T19:29:00+07:00", "2026-03-04T21:00:07+07:00", 5467, False, "attendee"],
        ["zoom", "G", "Galaxy A12", None, None,
         "2026-03-04T19:50:00+07:00", "2026-03-04T20:10:00+07:00", 1200, False, "attendee"],
    ]  # fmt: skip
    assert "Phùng Tả Mẩy" in result.stdout


def test_what_the_file_does_not_say_is_null(read_report):
    rows = [json.loads(line) for line in read_report(REPORTS / "zoom_d.csv").stdout.splitlines()]
    assert [list(row.values()) for row in rows[:2]] == [
        ["zoom", "D", "Bàn Thị Mụi", None, "mui.ban@thu.vn", None, None, 4380, False, "attendee"],
        ["zoom", "D", "Lý Mùi Sênh", "sênh (nhóm 2)", None, None, None, 720, False, "attendee"],
    ]


def test_refused_lines_go_to_the_standard_error(read_report):
    text = f"{HEAD}Chở,,2026-03-04 19:30,2026-03-04 20:30,60,Yes,No\nMẩy,,2026-03-04 20:30,2026-03-04 20:00,1,Yes,No\n"
    result = read_report(text)
    assert (result.exit_code, result.stderr) == (0, "line 3: By this line somebody left before they joined.\n")
    assert [json.loads(line)["name"] for line in result.stdout.splitlines()] == ["Chở"]


def test_a_file_of_refused_lines_is_not_understood(read_report):
    result = read_report(f"{HEAD}Mẩy,,soon,later,1,Yes,No\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "line 2: The time in this line cannot be understood.\nNo line of this file could be read.\n"


def test_the_day_tells_day_from_month(read_report):
    text = f"{HEAD}Chở,,03/04/2026 19:30,03/04/2026 20:30,60,Yes,No\n"
    asked = read_report(text)
    assert (asked.exit_code, asked.stdout, asked.stderr) == (
        1, "", "Day and month cannot be told apart in this file. Say when the session was: --date YYYY-MM-DD.\n",
    )  # fmt: skip
    for day, joined in (("2026-03-04", "2026-03-04T19:30:00+07:00"), ("2026-04-02", "2026-04-03T19:30:00+07:00")):
        answered = read_report(text, "--date", day)
        assert (answered.exit_code, json.loads(answered.stdout)["joined"]) == (0, joined)


def test_clock_times_are_on_the_day_that_is_given(read_report):
    rows = read_report(REPORTS / "meet.csv", "--date", "2026-03-04").stdout.splitlines()
    assert json.loads(rows[0])["joined"] == "2026-03-04T19:28:00+07:00"
    assert json.loads(read_report(REPORTS / "meet.csv").stdout.splitlines()[0])["joined"] is None


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("", "There is nothing in this file. Choose the file with your list.\n"),
        (HEAD, "There are headings but no people in this file. Export the report again after the meeting.\n"),
        (
            "Nombre,Correo,Hora\nChở,,19:30\n",
            "These headings are not known from a report of Zoom, Teams or Meet: “Nombre”, “Correo”, “Hora”. "
            "Export the participants again and choose that file.\n",
        ),
    ],
)
def test_a_file_that_is_not_understood_says_why(read_report, file, sentence):
    result = read_report(file)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", sentence)


def test_a_file_that_is_not_there(read_report, tmp_path):
    result = read_report(tmp_path / "none.csv")
    assert (result.exit_code, result.stderr) == (1, f"{tmp_path}/none.csv cannot be read: No such file or directory.\n")


def test_nothing_is_asked_of_the_database(read_report):
    said = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    assert read_report(REPORTS / "zoom_k.csv").exit_code == 0
    assert said == []
