"""Marks, as decision tables and as what must always hold."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules.bank import Kind
from lms.quizzes.rules.grading import mark, score
from tests.quizzes.strategies import json_values

FIVE = ["a", "b", "c", "d", "e"]
FOUR = FIVE[:4]
SIDES = {"left": ["x", "y", "z", "w"], "right": ["1", "2"]}
PAIRS = {"0": 0, "1": 1, "2": 0, "3": 1}


@pytest.mark.parametrize(
    ("kind", "options", "key", "answer", "share"),
    [
        ("single", FOUR, 2, 2, 1),
        ("single", FOUR, 2, 1, 0),
        ("single", FOUR, 0, None, 0),
        ("single", FOUR, 0, 7, 0),
        ("truefalse", ["Đúng", "Sai"], 1, 1, 1),
        ("truefalse", ["Đúng", "Sai"], 0, 1, 0),
        ("multi", FIVE, [0, 2, 4], [0, 2, 4], 1),
        ("multi", FIVE, [0, 2, 4], [4, 2, 0], 1),
        ("multi", FIVE, [0, 2, 4], [0, 2], 2 / 3),
        ("multi", FIVE, [0, 2, 4], [0], 1 / 3),
        ("multi", FIVE, [0, 2, 4], [0, 2, 4, 1], 1 / 2),
        ("multi", FIVE, [0, 2, 4], [0, 2, 1], 1 / 6),
        ("multi", FIVE, [0, 2, 4], [0, 1], 0),
        ("multi", FIVE, [0, 2, 4], [1, 3], 0),
        ("multi", FIVE, [0, 2, 4], [0, 1, 2, 3, 4], 0),
        ("multi", FOUR, [0, 1, 2, 3], [0, 1, 2, 3], 1),
        ("multi", FOUR, [0, 1, 2, 3], [0, 1], 1 / 2),
        ("match", SIDES, PAIRS, PAIRS, 1),
        ("match", SIDES, PAIRS, {"0": 0, "1": 1}, 1 / 2),
        ("match", SIDES, PAIRS, {"0": 0, "1": 0, "2": 0, "3": 0}, 1 / 2),
        ("match", SIDES, PAIRS, {"0": 1, "1": 0, "2": 1, "3": 0}, 0),
        ("match", SIDES, PAIRS, {}, 0),
        ("order", FOUR, [0, 1, 2, 3], [0, 1, 2, 3], 1),
        ("order", FOUR, [0, 1, 2, 3], [1, 0, 2, 3], 2 / 3),
        ("order", FOUR, [0, 1, 2, 3], [3, 0, 1, 2], 0),
        ("order", FOUR, [0, 1, 2, 3], [3, 2, 1, 0], 0),
        ("order", FOUR, [2, 0, 3, 1], [2, 0, 3, 1], 1),
        ("order", FOUR, [0, 1, 2, 3], [0, 1, 2], 0),
        ("numeric", {"unit": "MB"}, {"value": 1350, "tolerance": 1}, "1.350", 1),
        ("numeric", {"unit": "MB"}, {"value": 1350, "tolerance": 1}, "1350 MB", 1),
        ("numeric", {"unit": "MB"}, {"value": 1350, "tolerance": 1}, "1.351", 1),
        ("numeric", {"unit": "MB"}, {"value": 1350, "tolerance": 1}, "1.352", 0),
        ("numeric", {"unit": "%"}, {"value": 1.5, "tolerance": 0.05}, "1,5", 1),
        ("numeric", {"unit": "%"}, {"value": 1.5, "tolerance": 0.05}, "1.55 %", 1),
        ("numeric", {"unit": "%"}, {"value": 1.5, "tolerance": 0.05}, "1.56", 0),
        ("numeric", {"unit": "%"}, {"value": 0.3, "tolerance": 0}, "0,3", 1),
        ("numeric", {"unit": "đồng"}, {"value": 32000000, "tolerance": 0}, "32 triệu", 1),
        ("numeric", {"unit": "kg"}, {"value": 5, "tolerance": 0.01}, "5 g", 0),
        ("numeric", {"unit": "kg"}, {"value": 5, "tolerance": 0.01}, "năm", 0),
        ("numeric", {"unit": "kg"}, {"value": 5, "tolerance": 0.01}, None, 0),
        ("numeric", None, {"value": -5, "tolerance": 0}, "−5", 1),
    ],
)
def test_marks(kind, options, key, answer, share):
    assert isclose(mark(kind, options, key, answer), share, abs_tol=1e-12)
    assert isclose(mark(kind, options, key, answer, 3.0), 3 * share, abs_tol=1e-12)


SOFT, STRICT = {"strict": False}, {"strict": True}


@pytest.mark.parametrize(
    ("options", "accepted", "rubric", "answer", "marks"),
    [
        (SOFT, ["Măng khô", "măng"], "", "  MANG  KHO ", 3.0),
        (SOFT, ["Măng khô", "măng"], "", "măngkhô", 3.0),
        (SOFT, ["Đường"], "", "duong", 3.0),
        (SOFT, ["Măng khô"], "", "măng tươi", 0.0),
        (SOFT, ["Măng khô"], "Nêu được một món", "măng tươi", None),
        (SOFT, ["Măng khô"], "Nêu được một món", "măng khô", 3.0),
        (SOFT, [], "Nêu được một món", "chè", None),
        (SOFT, [], "", "chè", None),
        (SOFT, [], "Nêu được một món", None, 0.0),
        (SOFT, [], "Nêu được một món", "  ", 0.0),
        (STRICT, ["SHOPEE"], "", " SHOPEE ", 3.0),
        (STRICT, ["SHOPEE"], "", "Shopee", 0.0),
        (STRICT, ["Chè"], "", "Che\u0300", 3.0),
        (STRICT, ["Chè  xanh"], "", "Chè xanh", 0.0),
    ],
)
def test_marks_of_short_answers(options, accepted, rubric, answer, marks):
    assert mark("short", options, {"accepted": accepted, "rubric": rubric}, answer, 3.0) == marks


@st.composite
def questions(draw):
    """(kind, options, key, another answer) of a complete question."""
    kind = draw(st.sampled_from(list(Kind)))
    count = draw(st.integers(2, 7))
    texts = [f"t{number}" for number in range(count)]
    index = st.integers(0, count - 1)
    if kind == Kind.MATCH:
        pairs = st.fixed_dictionaries({str(place): index for place in range(count)})
        return kind, {"left": texts, "right": texts}, draw(pairs), draw(pairs)
    if kind == Kind.SHORT:
        return kind, {"strict": draw(st.booleans())}, {"accepted": texts, "rubric": ""}, draw(st.sampled_from(texts))
    if kind == Kind.NUMERIC:
        key = {"value": draw(st.integers(-999, 999)), "tolerance": draw(st.integers(0, 9))}
        return kind, {"unit": "kg"}, key, str(draw(st.integers(-999, 999)))
    answers = {
        Kind.MULTI: st.sets(index, min_size=1).map(sorted),
        Kind.ORDER: st.permutations(list(range(count))),
    }.get(kind, index)
    return kind, texts, draw(answers), draw(answers)


@given(questions(), json_values, st.floats(0, 100))
def test_marks_stay_between_nothing_and_all(question, garbage, marks):
    kind, options, key, other = question
    for answer in (other, garbage, key):
        assert 0 <= mark(kind, options, key, answer, marks) <= marks


@given(questions())
def test_the_key_itself_earns_all(question):
    kind, options, key, _ = question
    right = {Kind.NUMERIC: lambda: str(key["value"]), Kind.SHORT: lambda: key["accepted"][-1]}.get(kind, lambda: key)()
    assert mark(kind, options, key, right, 2.5) == 2.5


@given(st.integers(2, 9), st.data())
def test_ticking_everything_earns_nothing(count, data):
    texts = [f"t{number}" for number in range(count)]
    key = sorted(data.draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=count - 1)))
    assert mark("multi", texts, key, list(range(count))) == 0


@given(st.integers(2, 7), st.data())
def test_one_more_right_tick_never_costs(count, data):
    texts = [f"t{number}" for number in range(count)]
    key = sorted(data.draw(st.sets(st.integers(0, count - 1), min_size=1)))
    chosen = data.draw(st.sets(st.integers(0, count - 1)))
    more = data.draw(st.sampled_from(key))
    assert mark("multi", texts, key, sorted(chosen | {more})) >= mark("multi", texts, key, sorted(chosen))


@pytest.mark.parametrize(
    ("marks", "total"), [([], 0.0), ([1.0, None, 0.5], 1.5), ([1 / 3] * 3, 1.0), ([0.1] * 10, 1.0), ([2 / 3], 0.666667)]
)
def test_marks_are_added_without_dust(marks, total):
    assert score(marks) == total
