"""Between the questions of files and our bank; texts of other systems as Markdown."""

import pytest

from lms.core.errors import RuleBroken
from lms.core.markdown import render
from lms.quizzes import formats
from lms.quizzes.formats import bank, gift, markup
from lms.quizzes.formats.items import Item, Number, Type
from lms.quizzes.rules.grading import mark


def banked(source):
    (item,) = gift.read(source).items
    return bank.to_bank(item)


@pytest.mark.parametrize(
    ("source", "kind", "options", "key"),
    [
        ("Hỏi {=a ~b}", "single", ["a", "b"], 0),
        ("Hỏi {~%50%a =b ~c}", "single", ["a", "b", "c"], 1),
        ("Hỏi {~%50%a ~%50%b ~%-100%c}", "multi", ["a", "b", "c"], [0, 1]),
        ("Hỏi {T}", "truefalse", ["Đúng", "Sai"], 0),
        ("Hỏi {FALSE}", "truefalse", ["Đúng", "Sai"], 1),
        ("Hỏi {>2\nb\na\n}", "order", ["b", "a"], [0, 1]),
        ("Hỏi {=x->b =y->a =z->b =->c}", "match", {"left": ["x", "y", "z"], "right": ["a", "b", "c"]},
         {"0": 1, "1": 0, "2": 1}),
        ("Hỏi {#3:0.5}", "numeric", {"unit": ""}, {"value": 3, "tolerance": 0.5}),
        ("Hỏi {#1..5 ~#sai}", "numeric", {"unit": ""}, {"value": 3, "tolerance": 2}),
        ("Hỏi {=a =%50%b =%0%*}", "short", {"strict": False}, {"accepted": ["a", "b"], "rubric": ""}),
        ("Hỏi {}", "short", {"strict": False}, {"accepted": [], "rubric": ""}),
    ],
)  # fmt: skip
def test_shapes(source, kind, options, key):
    question = banked(source)
    assert (question.kind, question.options, question.key, question.text) == (kind, options, key, "Hỏi")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("Hỏi {=a =b ~c}", "SeveralRight"),
        ("Hỏi {=a ~a}", "TooFewOptions"),
        ("Hỏi {#=3 =4}", "SeveralNumbers"),
        ("Hỏi {=x->a =x->b}", "TooFewOptions"),
        ("Hỏi {=x->a =y->a}", "TooFewOptions"),
        ("Đọc đoạn này", "NotAQuestion"),
        ('[html]<img src\\="x.png"> {T}', "NoText"),
        ('[html]Hỏi {=<img src\\="x.png"> ~b}', "TooFewOptions"),
    ],
)
def test_what_the_bank_cannot_hold(source, reason):
    with pytest.raises(RuleBroken) as refused:
        banked(source)
    assert type(refused.value).__name__ == reason
    assert str(refused.value)


def test_what_is_left_outside_the_bank_is_said():
    items = gift.read("Một {=a#fb ~%50%b}\n\nHai {~%70%a ~%30%b}\n\nBa {=a ~b}").items
    lost = [(item.text, type(why).__name__) for item, why in formats.losses(items, "bank")]
    assert lost == [("Một", "WeightsLost"), ("Hai", "WeightsLost")]


def left_behind(item):
    return [why.values["seen"].names for _item, why in formats.losses([item], "bank")]


def test_feedback_of_answers_is_kept_where_one_chooses():
    assert banked("Hỏi {~a#thử lại =b#đúng ~c}").feedback == {"0": "thử lại", "1": "đúng"}
    assert banked("Hỏi {FALSE#sai rồi#giỏi}").feedback == {"0": "sai rồi", "1": "giỏi"}
    (item,) = gift.read("Hỏi {#3#đúng}").items
    assert bank.to_bank(item).feedback == {}
    assert left_behind(item) == [["feedback"]]


def test_names_tags_and_difficulty_come_into_the_bank():
    item = Item(Type.NUMERIC, "Hỏi", name="Price", numeric=(Number(1),), tags=("giá", "Giá", "x" * 41), difficulty=3)
    question = bank.to_bank(item)
    assert (question.title_en, question.tags, question.difficulty) == ("Price", ("giá",), 3)
    assert left_behind(item) == [["tags"]]


def test_a_long_code_is_no_code_of_ours():
    item = Item(Type.NUMERIC, "Hỏi", numeric=(Number(1),), code="T1.1-Q" + "1" * 20)
    assert bank.to_bank(item).code == ""
    assert left_behind(item) == [["code"]]


def test_ticking_everything_is_worth_nothing_there_and_here():
    question = bank.Question("multi", ["a", "b", "c"], [0, 2], "Hỏi", "")
    item = bank.from_bank(question)
    assert [choice.fraction for choice in item.choices] == [50, -100, 50]
    for ticked in ([0], [0, 2], [0, 1], [0, 1, 2], [1]):
        there = max(0, sum(item.choices[place].fraction for place in ticked)) / 100
        assert mark(question.kind, question.options, question.key, ticked) == there


def test_a_statement_with_answers_of_its_own_is_written_as_a_choice():
    item = bank.from_bank(bank.Question("truefalse", ["Nên", "Không nên"], 1, "Ghi giá?", ""))
    assert bank.to_bank(item).options == ["Nên", "Không nên"]
    assert [type(why).__name__ for _item, why in formats.losses([item], "gift")] == ["MadeSingle"]
    (again,) = formats.read(formats.write([item], "gift")).items
    assert (again.type, [choice.fraction for choice in again.choices]) == (Type.SINGLE, [0, 100])


@pytest.mark.parametrize(
    ("text", "text_format", "wanted"),
    [
        ("**đậm**", "markdown", "**đậm**"),
        ("**đậm**", "plain", r"\*\*đậm\*\*"),
        ("# 1", "moodle", r"\# 1"),
        ("1. Chọn", "plain", r"1\. Chọn"),
        ("2 * 3 - 1 = ? [a]", "plain", "2 * 3 - 1 = ? [a]"),
        ("Chè _____ tuyết", "plain", "Chè _____ tuyết"),
        ("một\nhai\n\nba", "plain", "một\\\nhai\n\nba"),
        ("<p>Một <b>hai</b></p><p>ba<br>bốn</p>", "html", "Một **hai**\n\nba\\\nbốn"),
        ("<ul><li>a</li><li>b</li></ul>", "html", "- a\n- b"),
        ("<ol><li>a</li><li>b</li></ol>", "html", "1. a\n2. b"),
        ("<b>hai</b>", "moodle", "**hai**"),
        ("2 < 3", "moodle", "2 < 3"),
        ('<a href="https://cunghoc.vn">đây</a>', "html", "[đây](https://cunghoc.vn)"),
        ('<a href="javascript:alert(1)">đây</a>', "html", "đây"),
        ('<img src="x.png" alt="Đồi chè">', "html", "Đồi chè"),
        ("a<script>alert(1)</script>b<style>p{}</style>", "html", "ab"),
        ("&lt;script&gt; 5 * 6", "html", r"\<script\> 5 \* 6"),
    ],
)
def test_texts_as_markdown(text, text_format, wanted):
    assert markup.as_markdown(text, text_format) == wanted


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "*a* _b_ `c` [d](https://e.vn) ![f](/g)", "---", "- a", "+ b", "> c", "    d", "a|b",
     "===", "1) x", "&amp; &lt;", "\\*", "<b>", "https://x.vn", "~~a~~", "|a|b|"],
)  # fmt: skip
def test_plain_text_reads_as_it_stood(text):
    shown = render(markup.as_markdown(text, "plain"))
    wanted = text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert shown.strip() == f"<p>{wanted}</p>"


def test_options_are_plain():
    item = Item(Type.NUMERIC, "<p>Hỏi</p>", text_format="html", numeric=(Number(1),))
    assert bank.to_bank(item).text == "Hỏi"
    assert markup.as_plain("<p>Chè <b>shan</b></p>", "html") == "Chè shan"
