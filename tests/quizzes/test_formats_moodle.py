"""Reading Moodle XML as Moodle writes it."""

import pytest

from lms.quizzes.formats import moodle_xml, refusals
from lms.quizzes.formats.items import Choice, Item, Number, Type

HEAD = (
    '<question type="{kind}"><name><text>Tên</text></name><questiontext format="html"><text>Hỏi?</text></questiontext>'
)


def quiz(*questions):
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>\n"


def question(kind, inside=""):
    return HEAD.format(kind=kind) + inside + "</question>"


def only(kind, inside=""):
    found = moodle_xml.read(quiz(question(kind, inside)))
    assert found.refused == []
    (item,) = found.items
    return item


def why(kind, inside=""):
    (refused,) = moodle_xml.read(quiz(question(kind, inside))).refused
    return refused.line, type(refused.why).__name__, refused.text


def answer(text, fraction, feedback="", more=""):
    said = f'<feedback format="html"><text>{feedback}</text></feedback>' if feedback else ""
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}{said}</answer>'


def test_one_and_several_right_answers():
    inside = answer("<![CDATA[<b>a</b>]]>", 100, "Đúng") + answer("b", 0)
    assert only("multichoice", f"<single>true</single>{inside}") == Item(
        Type.SINGLE, "Hỏi?", name="Tên", text_format="html", line=3,
        choices=(Choice("<b>a</b>", 100, "Đúng"), Choice("b", 0)),
    )  # fmt: skip
    several = only("multichoice", "<single>false</single>" + answer("a", 33.33333) + answer("b", -100))
    assert (several.type, several.choices) == (Type.MULTI, (Choice("a", 33.33333), Choice("b", -100)))


def test_true_and_false_in_either_order_and_in_other_languages():
    right, wrong = (answer("false", 100, "Ừ"), answer("true", 0, "Không"))
    wanted = (Choice("true", 0, "Không"), Choice("false", 100, "Ừ"))
    assert only("truefalse", right + wrong).choices == only("truefalse", wrong + right).choices == wanted
    assert only("truefalse", answer("Đúng", 100) + answer("Sai", 0)).choices[0] == Choice("true", 100)


def test_matching_with_a_right_side_too_many():
    parts = [("Mộc Châu", "sữa"), ("Cao Phong", "cam"), ("", "thanh long")]
    inside = "".join(
        f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer></subquestion>'
        for left, right in parts
    )
    assert only("matching", inside).pairs == tuple(parts)


def test_numbers_with_a_unit():
    inside = answer("3.14", 100, "", "<tolerance>0.01</tolerance>") + answer("*", 0, "Tính lại")
    inside += "<units><unit><multiplier>1</multiplier><unit_name>kg</unit_name></unit></units>"
    item = only("numerical", inside)
    assert (item.numeric, item.unit) == ((Number(3.14, 0.01), Number(None, 0, 0, "Tính lại")), "kg")


def test_short_answers_essays_descriptions_and_orders():
    short = only("shortanswer", "<usecase>1</usecase>" + answer("OCOP", 100) + answer("ocop", 50))
    assert (short.type, short.strict, short.choices) == (Type.SHORT, True, (Choice("OCOP", 100), Choice("ocop", 50)))
    essay = only("essay", '<graderinfo format="html"><text>Có nêu giá</text></graderinfo>')
    assert (essay.type, essay.rubric) == (Type.ESSAY, "Có nêu giá")
    assert only("description").type == Type.DESCRIPTION
    order = only("ordering", answer("một", "1.0000000") + answer("hai", "2.0000000"))
    assert (order.type, order.choices) == (Type.ORDER, (Choice("một"), Choice("hai")))


def test_category_tags_code_and_explanation():
    inside = '<generalfeedback format="html"><text>Vì thế</text></generalfeedback><idnumber>Q7</idnumber>'
    inside += "<tags><tag><text>giá</text></tag><tag><text>OCOP</text></tag></tags>"
    category = '<question type="category"><category><text>$course$/top/T1</text></category></question>'
    (first, second) = moodle_xml.read(quiz(question("essay"), category, question("essay", inside))).items
    assert (first.category, first.line) == ("", 3)
    assert (second.category, second.line) == ("$course$/top/T1", 5)
    assert (second.general_feedback, second.code, second.tags) == ("Vì thế", "Q7", ("giá", "OCOP"))


@pytest.mark.parametrize("kind", ["cloze", "multianswer", "ddwtos", "calculated", "gapselect", "ddimageortext", ""])
def test_other_types_are_refused_by_name(kind):
    (refused,) = moodle_xml.read(quiz(question(kind))).refused
    assert (refused.line, type(refused.why), refused.why.values) == (3, refusals.TypeUnknown, {"seen": kind})


@pytest.mark.parametrize(
    ("kind", "inside", "refused"),
    [
        ("multichoice", answer("a", 100), (3, "TooFewAnswers", "Tên")),
        ("multichoice", "\n" + answer("a", "nhiều") + answer("b", 0), (4, "WeightUnclear", "Tên")),
        ("multichoice", answer("a", 0) + answer("b", 0), (3, "NothingRight", "Tên")),
        ("multichoice", answer("a", 100) + "\n\n" + answer("<b>b</b>", 0), (5, "TagsInText", "Tên")),
        ("truefalse", answer("true", 100) + answer("false", 100), (3, "NothingRight", "Tên")),
        ("truefalse", answer("true", 100), (3, "TooFewAnswers", "Tên")),
        ("numerical", "\n" + answer("ba", 100), (4, "NotANumber", "Tên")),
        ("numerical", answer("3", 100, "", "<tolerance>-1</tolerance>"), (3, "ToleranceNegative", "Tên")),
        ("shortanswer", "", (3, "TooFewForms", "Tên")),
        ("matching", "", (3, "TooFewPairs", "Tên")),
        ("ordering", answer("a", 1), (3, "TooFewAnswers", "Tên")),
    ],
)
def test_what_no_question_can_be(kind, inside, refused):
    assert why(kind, inside) == refused


def test_what_stays_behind_is_named():
    inside = '<defaultgrade>2.0000000</defaultgrade><hint format="html"><text>Nhớ bài 3</text></hint>'
    inside += "<correctfeedback><text>Your answer is correct.</text></correctfeedback>"
    inside += "<units><unit><multiplier>1</multiplier><unit_name>kg</unit_name></unit>"
    inside += "<unit><multiplier>0.001</multiplier><unit_name>g</unit_name></unit></units>"
    inside += answer("3", 100) + '\n<file name="che.png" encoding="base64">iVBOR</file>'
    found = moodle_xml.read(quiz(question("numerical", inside)))
    assert [(one.line, type(one.what).__name__, one.what.values) for one in found.warnings] == [
        (3, "UnitsLeft", {"seen": "g"}),
        (3, "LeftBehind", {"seen": "hint, defaultgrade 2.0000000"}),
        (4, "FileLeft", {"seen": "che.png"}),
    ]
    assert found.items[0].unit == "kg"


def test_what_is_broken_further_down_leaves_the_rest_whole():
    found = moodle_xml.read("<quiz>\n" + question("essay") + "\n<question>\n<name>& </name>\n")
    assert [item.line for item in found.items] == [2]
    assert [(one.line, type(one.why)) for one in found.refused] == [(4, refusals.XmlBroken)]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("<html></html>", refusals.NotMoodle),
        ("<quiz", refusals.XmlBroken),
        ("<quiz>&nbsp;</quiz>", refusals.XmlBroken),
        ("", refusals.XmlBroken),
        ('<!DOCTYPE quiz SYSTEM "http://x.vn/x.dtd"><quiz></quiz>', refusals.Entities),
        ('<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', refusals.Entities),
        ("<quiz>" + "<a>" * 100, refusals.TooDeep),
    ],
)
def test_what_is_no_file_of_questions(text, refusal):
    with pytest.raises(refusal):
        moodle_xml.read(text)
