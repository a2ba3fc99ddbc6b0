"""Choices told back in the question's own order; what makes one look at a question again, and how long it took."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules import choices, suspicion
from lms.quizzes.rules.guessing import guess
from lms.quizzes.rules.pace import Moment, seconds
from lms.quizzes.rules.statistics import Given, Item
from lms.quizzes.rules.suspicion import Asked, Flag
from lms.quizzes.shuffle import shuffled
from tests.factories.quizzes import SHAPES

OPTIONS = ["a", "b", "c", "d"]
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


@given(st.sampled_from(["single", "multi", "order", "match", "truefalse"]), st.integers(0, 10_000))
def test_the_right_answer_is_the_same_in_every_order(kind, seed):
    options, key = SHAPES[kind]
    frozen, frozen_key = shuffled(kind, options, key, str(seed))
    assert frozenset(choices.picks(kind, frozen, options, key, frozen_key)) == choices.right(kind, options, key)
    assert choices.right(kind, options, key) <= set(choices.offered(kind, options))


@pytest.mark.parametrize(
    ("typed", "value", "told"),
    [
        ("1.350", 1350, "1350"),
        ("1.350", 1.35, "1.35"),
        ("1350 MB", 1350, "1350"),
        ("190k", 190000, "190000"),
        ("khoảng ba", 3, "=khoảng ba"),
    ],
)
def test_numbers_are_told_as_they_were_meant(typed, value, told):
    key = {"value": value, "tolerance": 0}
    assert choices.picks("numeric", {"unit": "MB"}, {"unit": "MB"}, key, typed) == ((("", told),) if told else ())
    right = choices.right("numeric", {"unit": "MB"}, key, [("", told)])
    assert bool(right) == (not told.startswith("="))


def test_choices_are_said_in_words():
    match = {"left": ["Đăng video", "Ghi vị trí"], "right": ["Chủ động", "Thụ động"]}
    assert choices.said("single", OPTIONS, ("", "2")) == ("", "c")
    assert choices.said("single", OPTIONS, ("", "=xưa")) == ("", "xưa")
    assert choices.said("match", match, ("0", "1")) == ("Đăng video", "Thụ động")
    assert choices.said("order", OPTIONS, ("1", "3")) == ("2", "d")


def item(*rows):
    """Rows of (option or None, marks, rest, how many)."""
    made = Item()
    for pick, marks, rest, many in rows:
        for _number in range(many):
            made.add(Given(1, marks, 1.0, () if pick is None else (("", pick),)), rest)
    return made


def asked(key="0", kind="single"):
    offered = choices.offered(kind, OPTIONS)
    return Asked(kind, guess(kind, OPTIONS, 0 if kind == "single" else [0]), offered, frozenset({("", key)}))


#: name → (rows, flags)
TABLES = {
    "sound": ([("0", 1.0, 3.0, 10), ("1", 0.0, 1.0, 5), ("2", 0.0, 1.0, 4), ("3", 0.0, 1.0, 1)], []),
    "of nine nothing is said": ([("1", 0.0, 3.0, 6), ("0", 1.0, 0.0, 3)], []),
    "the best choose another": ([("1", 0.0, 3.0, 6), ("0", 1.0, 0.0, 6)], [Flag.KEY]),
    "the key the wrong way round": (
        [("1", 0.0, 3.0, 12), ("0", 1.0, 0.0, 12), ("2", 0.0, 0.0, 1), ("3", 0.0, 0.0, 1)],
        [Flag.KEY, Flag.NEGATIVE],
    ),
    "worse than guessing": ([("1", 0.0, 0.0, 9), ("2", 0.0, 0.0, 2), ("0", 1.0, 3.0, 2)], [Flag.KEY, Flag.GUESS]),
    "below guessing, the best know": ([("1", 0.0, 0.0, 9), ("0", 1.0, 3.0, 2), ("0", 0.0, 2.0, 3)], [Flag.GUESS]),
    "nobody chose d": ([("0", 1.0, 3.0, 12), ("1", 0.0, 1.0, 5), ("2", 0.0, 1.0, 5)], [Flag.UNTAKEN]),
    "blanks are no lure": ([(None, 0.0, 3.0, 12), ("0", 1.0, 1.0, 5)], []),
    "all did alike elsewhere": ([("1", 0.0, 2.0, 7), ("0", 1.0, 2.0, 5)], []),
}


@pytest.mark.parametrize("name", TABLES)
def test_reasons_to_look(name):
    rows, flags = TABLES[name]
    found = suspicion.flags(item(*rows), asked())
    assert found == flags
    assert suspicion.need(found) == sum(suspicion.WEIGHT[flag] for flag in flags)


def test_of_several_right_ones_the_least_chosen_is_compared():
    made = Item()
    for picks, many in (((("", "0"), ("", "3")), 6), ((("", "0"), ("", "1")), 2)):
        for _number in range(many):
            made.add(Given(1, 0.5, 1.0, picks), 3.0)
    for _number in range(8):
        made.add(Given(1, 0.0, 1.0, (("", "2"),)), 0.0)
    wanted = Asked("multi", 0.1, choices.offered("multi", OPTIONS), frozenset({("", "0"), ("", "1")}))
    assert suspicion.lures(made, wanted) == {"": ("", "3")}


def moment(position, minute, phone=None, device="0a0a0a0a"):
    told = None if phone is None else AT + timedelta(minutes=phone)
    return Moment(position, AT + timedelta(minutes=minute), told, device)


def test_time_is_told_to_the_first_answer():
    steps = [moment(None, 0), moment(1, 1), moment(2, 3), moment(1, 4), moment(3, 60), moment(4, 60)]
    assert seconds(steps) == {1: 60, 2: 120}, "changed later; after a pause; sent together"


def test_answers_that_waited_on_a_phone_are_told_apart_by_its_clock():
    steps = [moment(None, 0, 0), moment(1, 30, 1), moment(2, 30, 3), moment(3, 30, 4, device="0b0b0b0b")]
    assert seconds(steps) == {1: 60, 2: 120}
