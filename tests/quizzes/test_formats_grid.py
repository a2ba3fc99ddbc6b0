"""Questions in tables: the columns, the key, what is told from it, and the table to fill in."""

from dataclasses import replace

import pytest

from lms.quizzes import formats
from lms.quizzes.formats import grid, grid_writing, refusals
from lms.quizzes.formats.items import Choice, Number, Type

HEADINGS = "Câu hỏi;Loại;Lựa chọn A;Lựa chọn B;Lựa chọn C;Đáp án đúng;Sai số;Đơn vị;Thẻ;Độ khó"


def read(*rows, headings=HEADINGS):
    return grid.read("\n".join([headings, *rows]).encode(), "csv")


def only(row, **said):
    found = read(row, **said)
    assert found.refused == []
    (item,) = found.items
    return item


def why(row):
    (refused,) = read("Một;;a;b;;A", row).refused
    return refused.line, type(refused.why).__name__


@pytest.mark.parametrize(
    ("row", "kind", "fractions"),
    [
        ("Hỏi;;a;b;;B", Type.SINGLE, [0, 100]),
        ("Hỏi;một đáp án;a;b;c;b", Type.SINGLE, [0, 100, 0]),
        ("Hỏi;;a;b;c;A, C", Type.MULTI, [50, -100, 50]),
        ("Hỏi;;a;b;c;AC", Type.MULTI, [50, -100, 50]),
        ("Hỏi;nhiều đáp án;a;b;c;A", Type.MULTI, [100, -50, -50]),
        ("Hỏi;Nhieu dap an;a;b;c;A B C", Type.MULTI, [33.33333, 33.33333, 33.33333]),
        ("Hỏi;;;;;Đúng", Type.TRUEFALSE, [100, 0]),
        ("Hỏi;đúng/sai;;;;F", Type.TRUEFALSE, [0, 100]),
        ("Hỏi;true/false;Đúng;Sai;;B", Type.TRUEFALSE, [0, 100]),
        ("Hỏi;short;OCOP;ocop", Type.SHORT, [100, 100]),
        ("Hỏi;;;;;OCOP | ocop", Type.SHORT, [100, 100]),
        ("Hỏi;;;;;", Type.ESSAY, []),
        ("Hỏi;Sắp xếp;a;b;c", Type.ORDER, [0, 0, 0]),
    ],
)
def test_the_key_tells_the_type(row, kind, fractions):
    item = only(row)
    assert (item.type, [choice.fraction for choice in item.choices]) == (kind, fractions)


def test_letters_come_before_the_words_of_an_option():
    assert [choice.fraction for choice in only("Hỏi;;B;A;;A").choices] == [100, 0]


def test_an_order_may_be_given_by_letters():
    assert only("Hỏi;ordering;hai;ba;một;C, A, B").choices == (Choice("một"), Choice("hai"), Choice("ba"))


@pytest.mark.parametrize("arrow", ["->", "→", "=>"])
def test_pairs(arrow):
    item = only(f"Hỏi;;sữa{arrow}Mộc Châu;cam {arrow} Cao Phong;{arrow} thanh long")
    assert (item.type, item.pairs) == (
        Type.MATCH, (("sữa", "Mộc Châu"), ("cam", "Cao Phong"), ("", "thanh long")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "off", "number"),
    [
        ("1350", "", Number(1350)),
        ("1,5", "0,1", Number(1.5, 0.1)),
        ("-3", "1", Number(-3, 1)),
        ("3..5", "", Number(4, 1)),
        ("1.350.000", "", Number(1350000)),
    ],
)
def test_numbers_as_people_type_them(answer, off, number):
    item = only(f"Hỏi;số;;;;{answer};{off};đồng")
    assert (item.numeric, item.unit) == ((number,), "đồng")


def test_tags_difficulty_and_line_ends():
    item = only("Dòng một⏎dòng hai;;a;b;;A;;;giá, OCOP;Khó")
    assert (item.text, item.tags, item.difficulty, item.line) == ("Dòng một\ndòng hai", ("giá", "OCOP"), 3, 2)


@pytest.mark.parametrize(
    "headings",
    [
        "Question,Option A,Option B,Answer",
        "CÂU HỎI,a,b,Đáp án",
        "Cau hoi,Dap an A,Dap an B,Dap an dung",
        "Câu hỏi (Question),Lựa chọn A (Option A),Lựa chọn B (Option B),Đáp án đúng (Answer)",
        "Nội dung câu hỏi,Phương án A,Phương án B,Key",
    ],
)
def test_headings_in_both_languages(headings):
    assert only("Hỏi,a,b,B", headings=headings).choices == (Choice("a", 0), Choice("b", 100))


def test_lines_above_the_headings_and_columns_we_do_not_know():
    found = grid.read("Bảng câu hỏi;;;;\n\nCâu hỏi;A;B;Đáp án;Người soạn\nHỏi;a;b;A;Mẩy\n;;;;\n".encode(), "csv")
    assert [(item.text, item.line) for item in found.items] == [("Hỏi", 4)]
    assert [(one.line, one.what.values) for one in found.warnings] == [(3, {"seen": "Người soạn"})]


def test_of_two_columns_for_one_thing_the_first_counts():
    found = grid.read("Câu hỏi;A;B;Đáp án;Nội dung\nHỏi;a;b;A;Khác\n".encode(), "csv")
    assert [item.text for item in found.items] == ["Hỏi"]
    assert [one.what.values for one in found.warnings] == [{"seen": "Nội dung"}]


def test_a_table_of_something_else():
    with pytest.raises(refusals.HeadingMissing) as refused:
        grid.read("Họ và tên;Năm sinh\nMẩy;2003\n".encode(), "csv")
    assert refused.value.values == {"seen": "Họ và tên, Năm sinh"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";;a;b;;A", "NoText"),
        ("Hỏi;;a;b;;D", "AnswerUnknown"),
        ("Hỏi;;a;b;;", "NothingRight"),
        ("Hỏi;một đáp án;a;b;;A, B", "OnlyOneAnswer"),
        ("Hỏi;;a;;;A", "TooFewAnswers"),
        ("Hỏi;kéo thả;a;b;;A", "TypeUnknown"),
        ("Hỏi;đúng/sai;;;;có lẽ", "TrueOrFalse"),
        ("Hỏi;ghép đôi;a -> b;c;;", "PairWithoutArrow"),
        ("Hỏi;ghép đôi;a -> b;;;", "TooFewPairs"),
        ("Hỏi;sắp xếp;a;b;c;A, B", "AnswerUnknown"),
        ("Hỏi;số;;;;ba", "NotANumber"),
        ("Hỏi;số;;;;1.350", "TwoReadings"),
        ("Hỏi;số;;;;", "NoNumberGiven"),
        ("Hỏi;số;;;;3;-1", "ToleranceNegative"),
        ("Hỏi;số;;;;5..3", "RangeBackwards"),
        ("Hỏi;;a;b;;A;;;;rất khó", "DifficultyUnknown"),
    ],
)
def test_a_row_that_is_no_question(row, reason):
    assert why(row) == (3, reason)


@pytest.mark.parametrize("named", ["csv", "xlsx"])
def test_the_table_to_fill_in_has_a_question_of_each_type(named):
    found = formats.read(grid_writing.template(named))
    assert (found.format, found.refused, found.warnings) == (named, [], [])
    assert tuple(replace(item, line=0) for item in found.items) == grid_writing.EXAMPLES
    assert {item.type for item in found.items} == set(Type) - {Type.DESCRIPTION}


def test_no_cell_is_a_formula_and_it_comes_back_without_the_mark():
    item = replace(grid_writing.EXAMPLES[0], text="=1+1", general_feedback="+84; -x")
    made = formats.write([item], "csv").decode()
    assert "'=1+1" in made and "'+84" in made
    assert formats.read(made.encode()).items[0].text == "=1+1"
