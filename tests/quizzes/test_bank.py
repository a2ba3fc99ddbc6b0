"""What a question must hold, and the real curriculum in our shapes."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules import bank
from lms.quizzes.rules.bank import Kind, check_question, key_from_curriculum
from lms.quizzes.rules.grading import mark
from tests.quizzes.strategies import json_values

CURRICULUM = Path(__file__).parents[2] / "content" / "curriculum.json"
QUESTIONS = json.loads(CURRICULUM.read_text(encoding="utf-8"))["questions"]
ABC = ["a", "b", "c"]
SIDES = {"left": ["x", "y", "z"], "right": ["1", "2"]}


@pytest.mark.parametrize(
    ("kind", "options", "key"),
    [
        ("single", ABC, 2),
        ("truefalse", ["Đúng", "Sai"], 0),
        ("multi", ABC, [0, 2]),
        ("multi", ABC, [0, 1, 2]),
        ("order", ABC, [2, 0, 1]),
        ("match", SIDES, {"0": 0, "1": 1, "2": 0}),
        ("numeric", {"unit": "kg"}, {"value": 1.5, "tolerance": 0}),
        ("numeric", None, {"value": -3, "tolerance": 0.5}),
        ("short", {"strict": False}, {"accepted": ["Măng khô", "măng"], "rubric": ""}),
        ("short", {"strict": True}, {"accepted": ["?"], "rubric": "Chấm theo ý"}),
        ("short", {"strict": False}, {"accepted": [], "rubric": "Chấm theo ý"}),
        ("short", None, {"accepted": [], "rubric": ""}),
    ],
)
def test_complete_questions(kind, options, key):
    assert check_question(kind, options, key) is None


@pytest.mark.parametrize(
    ("kind", "options", "key", "broken"),
    [
        ("single", ["a"], 0, bank.TooFewOptions),
        ("single", ["a", "a"], 0, bank.TooFewOptions),
        ("single", ["a", " "], 0, bank.TooFewOptions),
        ("single", ["a", 1], 0, bank.TooFewOptions),
        ("single", None, 0, bank.TooFewOptions),
        ("single", ABC, 3, bank.NoRightAnswer),
        ("single", ABC, -1, bank.NoRightAnswer),
        ("single", ABC, True, bank.NoRightAnswer),
        ("single", ABC, [0], bank.NoRightAnswer),
        ("truefalse", ["Đúng", "Sai"], None, bank.NoRightAnswer),
        ("multi", ABC, [], bank.NoRightAnswer),
        ("multi", ABC, [0, 0], bank.NoRightAnswer),
        ("multi", ABC, [3], bank.NoRightAnswer),
        ("multi", ABC, 1, bank.NoRightAnswer),
        ("order", ABC, [0, 1], bank.NoRightAnswer),
        ("order", ABC, [0, 1, 1], bank.NoRightAnswer),
        ("match", None, {}, bank.TooFewOptions),
        ("match", {"left": ["x", "y"], "right": ["1"]}, {"0": 0, "1": 0}, bank.TooFewOptions),
        ("match", SIDES, {"0": 0, "1": 1}, bank.NoRightAnswer),
        ("match", SIDES, {"0": 0, "1": 1, "2": 2}, bank.NoRightAnswer),
        ("match", SIDES, {0: 0, 1: 1, 2: 0}, bank.NoRightAnswer),
        ("match", SIDES, None, bank.NoRightAnswer),
        ("numeric", {}, None, bank.NoNumber),
        ("numeric", {}, {"value": "5", "tolerance": 0}, bank.NoNumber),
        ("numeric", {}, {"value": 5}, bank.NoNumber),
        ("numeric", {}, {"value": 5, "tolerance": -1}, bank.NoNumber),
        ("numeric", {}, {"value": float("nan"), "tolerance": 0}, bank.NoNumber),
        ("numeric", {}, {"value": float("inf"), "tolerance": 0}, bank.NoNumber),
        ("short", {}, None, bank.FormsUnclear),
        ("short", {}, {"accepted": ["a"]}, bank.FormsUnclear),
        ("short", {}, {"accepted": "a", "rubric": ""}, bank.FormsUnclear),
        ("short", {}, {"accepted": [1], "rubric": ""}, bank.FormsUnclear),
        ("short", {}, {"accepted": ["a", " "], "rubric": ""}, bank.FormsUnclear),
        ("short", {"strict": True}, {"accepted": ["a"], "rubric": None}, bank.FormsUnclear),
    ],
)
def test_incomplete_questions_are_refused(kind, options, key, broken):
    with pytest.raises(broken):
        check_question(kind, options, key)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"type": "single", "options": ABC, "answer": [1]}, (Kind.SINGLE, ABC, 1)),
        ({"type": "truefalse", "options": ["Đúng", "Sai"], "answer": [0]}, (Kind.TRUEFALSE, ["Đúng", "Sai"], 0)),
        ({"type": "multi", "options": ABC, "answer": [2, 0]}, (Kind.MULTI, ABC, [0, 2])),
        ({"type": "order", "options": ABC, "answer": [0, 1, 2]}, (Kind.ORDER, ABC, [0, 1, 2])),
        (
            {"type": "match", "options": {"x": "Sau", "y": "Trước", "z": "Sau", "w": "An"}, "answer": None},
            (
                Kind.MATCH,
                {"left": ["x", "y", "z", "w"], "right": ["An", "Sau", "Trước"]},
                {"0": 1, "1": 2, "2": 1, "3": 0},
            ),
        ),
        (
            {"type": "numeric", "options": None, "answer": {"value": 35, "tolerance": 0.1, "unit": "%"}},
            (Kind.NUMERIC, {"unit": "%"}, {"value": 35, "tolerance": 0.1}),
        ),
        (
            {"type": "numeric", "options": None, "answer": {"value": 4}},
            (Kind.NUMERIC, {"unit": ""}, {"value": 4, "tolerance": 0}),
        ),
        (
            {"type": "short", "options": None, "answer": ["Gợi ý chấm: có", "không quá dài"]},
            (Kind.SHORT, {"strict": False}, {"accepted": [], "rubric": "Gợi ý chấm: có\nkhông quá dài"}),
        ),
    ],
)
def test_shapes_of_the_curriculum(question, expected):
    assert key_from_curriculum(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"type": "essay"},
        {"type": "single", "options": ABC, "answer": [0, 1]},
        {"type": "single", "options": ABC, "answer": []},
        {"type": "multi", "options": ABC, "answer": None},
        {"type": "match", "options": ABC, "answer": None},
        {"type": "numeric", "options": None, "answer": [5]},
    ],
)
def test_other_shapes_are_refused(question):
    with pytest.raises(bank.QuestionIncomplete):
        key_from_curriculum(question)


def test_every_question_of_the_curriculum_can_be_marked():
    kinds = Counter()
    for question in QUESTIONS:
        kind, options, key = key_from_curriculum(question)
        kinds[kind.value] += 1
        assert json.loads(json.dumps([options, key])) == [options, key]
        if kind == Kind.SHORT:
            assert key["rubric"] and mark(kind, options, key, "Măng khô Sìn Hồ") is None, "a person looks at it"
            continue
        right = f"{key['value']} {options['unit']}" if kind == Kind.NUMERIC else key
        assert mark(kind, options, key, right, 2.0) == 2.0, question["id"]
    assert kinds.total() == len(QUESTIONS) and set(kinds) == set(map(str, Kind))


def test_matching_does_not_give_its_answers_away_by_order():
    orders = []
    for question in QUESTIONS:
        if question["type"] == "match":
            _, options, key = key_from_curriculum(question)
            assert len(set(options["right"])) == len(options["right"])
            orders.append(list(key.values()))
    assert sum(order == sorted(order) for order in orders) < len(orders) / 2


@given(st.sampled_from(list(Kind)), json_values, json_values)
def test_no_json_breaks_the_check(kind, options, key):
    try:
        check_question(kind, options, key)
    except bank.QuestionIncomplete as refusal:
        assert str(refusal)
    else:
        assert 0 <= mark(kind, options, key, None) <= 1
