"""Reading and writing Aiken."""

import pytest

from lms.quizzes.formats import aiken
from lms.quizzes.formats.items import Choice, Item, Type

GOOD = """Chè shan tuyết mọc ở đâu?
A) Suối Giàng
B) Cần Thơ
ANSWER: A

Nên live lúc mấy giờ?
A. 6 giờ
B. 12 giờ
C. 20 giờ
ANSWER: C
"""


def refusals(text):
    return [(one.line, type(one.why).__name__, one.text) for one in aiken.read(text).refused]


def test_two_questions():
    found = aiken.read(GOOD)
    assert found.items == [
        Item(Type.SINGLE, "Chè shan tuyết mọc ở đâu?", text_format="plain", line=1,
             choices=(Choice("Suối Giàng", 100), Choice("Cần Thơ", 0))),
        Item(Type.SINGLE, "Nên live lúc mấy giờ?", text_format="plain", line=6,
             choices=(Choice("6 giờ", 0), Choice("12 giờ", 0), Choice("20 giờ", 100))),
    ]  # fmt: skip
    assert (found.format, found.refused, found.warnings) == ("aiken", [], [])


def test_written_again_it_is_the_same():
    assert aiken.write(aiken.read(GOOD).items) == GOOD.replace("A. ", "A) ").replace("B. ", "B) ").replace("C. ", "C) ")


@pytest.mark.parametrize("answer", ["ANSWER: B", "ANSWER:B", "answer: b", "ANSWER: B)", "Đáp án: B"])
def test_ways_to_say_the_answer(answer):
    (item,) = aiken.read(f"Hỏi\nA) a\nB) b\n{answer}").items
    assert [choice.fraction for choice in item.choices] == [0, 100]


def test_a_text_of_several_lines_and_blank_lines_between_options():
    (item,) = aiken.read("Đọc:\nCâu hai\n\nA) a\n\nB) b\n\nANSWER: A\n").items
    assert (item.text, item.line) == ("Đọc:\nCâu hai", 1)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Một\nA) a\nB) b\n\nHai\nA) a\nB) b\nANSWER: A\n", [(1, "AnswerLineMissing", "Một")]),
        ("Một\nA) a\nB) b\nHai\nA) a\nB) b\nANSWER: A\n", [(1, "AnswerLineMissing", "Một")]),
        ("Một\nA) a\nB) b\n", [(1, "AnswerLineMissing", "Một")]),
        ("Một\n\nHai\nA) a\nB) b\nANSWER: A\n", [(1, "OptionsMissing", "Một")]),
        ("Một\nANSWER: A\n", [(1, "OptionsMissing", "Một")]),
        ("Một\na) a\nb) b\nANSWER: A\n", [(1, "OptionsMissing", "Một a) a b) b")]),
        ("Một\nA) a\nC) c\nANSWER: A\n", [(1, "OptionOutOfOrder", "Một")]),
        ("Một\nA) a\nA) b\nANSWER: A\n", [(1, "OptionOutOfOrder", "Một")]),
        ("\n\nMột\nA) a\nB) b\nANSWER: C\n", [(3, "AnswerUnknown", "Một")]),
        ("Một\nA) a\nB) b\nANSWER:\n", [(1, "AnswerUnknown", "Một")]),
        ("Một\nA) a\nB) b\nANSWER: A, B\n", [(1, "OnlyOneAnswer", "Một")]),
        ("Một\nA) a\nANSWER: A\n", [(1, "TooFewAnswers", "Một")]),
        ("A) a\nB) b\nANSWER: A\n", [(1, "NoText", "")]),
    ],
)
def test_what_is_missing_is_named_and_swallows_nothing(text, refused):
    assert refusals(text) == refused
    assert len(aiken.read(text).items) == text.count("Hai")
