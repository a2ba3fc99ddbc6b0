"""Reading answers from forms and phones, and numbers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules import answers
from lms.quizzes.rules.answers import parse
from lms.quizzes.rules.bank import Kind
from lms.quizzes.rules.numbers import readings
from tests.quizzes.strategies import json_values

ABC = ["a", "b", "c"]
SIDES = {"left": ["x", "y", "z"], "right": ["1", "2"]}
KG = {"unit": "kg"}


@pytest.mark.parametrize(
    ("kind", "options", "raw", "answer"),
    [
        ("single", ABC, 1, 1),
        ("single", ABC, "1", 1),
        ("single", ABC, ["0"], 0),
        ("single", ABC, ["0", " 2 "], 2),
        ("single", ABC, None, None),
        ("single", ABC, "", None),
        ("single", ABC, [], None),
        ("single", ABC, "3", None),
        ("single", ABC, -1, None),
        ("single", ABC, "x", None),
        ("single", ABC, "²", None),
        ("single", ABC, "9" * 5000, None),
        ("single", ABC, True, None),
        ("single", ABC, 1.0, None),
        ("single", ABC, {"a": 1}, None),
        ("single", None, 0, None),
        ("truefalse", ["Đúng", "Sai"], "1", 1),
        ("multi", ABC, ["2", "0"], [0, 2]),
        ("multi", ABC, [2, 2, 0], [0, 2]),
        ("multi", ABC, "1", [1]),
        ("multi", ABC, ["7", "x", None], None),
        ("multi", ABC, [], None),
        ("multi", ABC, None, None),
        ("match", SIDES, {"0": 1, "2": 0}, {"0": 1, "2": 0}),
        ("match", SIDES, {"2": ["0"], "0": ["1"]}, {"0": 1, "2": 0}),
        ("match", SIDES, ["1", "", "0"], {"0": 1, "2": 0}),
        ("match", SIDES, {0: 1}, {"0": 1}),
        ("match", SIDES, {"0": "2", "3": "0", "x": "0"}, None),
        ("match", SIDES, "0", None),
        ("match", SIDES, None, None),
        ("match", None, {"0": 0}, None),
        ("order", ABC, [2, 0, 1], [2, 0, 1]),
        ("order", ABC, ["2", "0", "1"], [2, 0, 1]),
        ("order", ABC, {"0": "2", "1": "3", "2": "1"}, [2, 0, 1]),
        ("order", ABC, {"0": ["1"], "1": ["2"], "2": ["3"]}, [0, 1, 2]),
        ("order", ABC, {"0": "", "1": "", "2": ""}, None),
        ("order", ABC, [0, 1], None),
        ("order", ABC, [0, 1, 1], None),
        ("order", ABC, [0, 1, 2, 2], None),
        ("order", ABC, None, None),
        ("order", [], [], None),
        ("numeric", KG, "1,5", "1,5"),
        ("numeric", KG, [" 1,5 kg "], "1,5 kg"),
        ("numeric", KG, 12, "12"),
        ("numeric", KG, 1.5, "1.5"),
        ("numeric", KG, "", None),
        ("numeric", KG, "   ", None),
        ("numeric", KG, None, None),
        ("numeric", KG, True, None),
        ("numeric", KG, {"a": 1}, None),
        ("numeric", None, "12", "12"),
        ("short", {"strict": True}, ["  Măng khô \r\n Sìn Hồ\x00 "], "Măng khô \n Sìn Hồ"),
        ("short", {}, "Ma\u0306ng", "Măng"),
        ("short", None, "x" * 5000, "x" * 1000),
        ("short", {}, " \n\x07 ", None),
        ("short", {}, ["a", "b"], "b"),
        ("short", {}, 12, None),
        ("short", {}, {"a": "b"}, None),
        ("essay", None, "text", None),
    ],
)
def test_what_is_read(kind, options, raw, answer):
    assert parse(kind, options, raw) == answer


@pytest.mark.parametrize(
    ("kind", "options", "raw", "broken"),
    [
        ("numeric", KG, "năm", answers.NumberUnclear),
        ("numeric", KG, "5 g", answers.NumberUnclear),
        ("numeric", KG, "1.2.3", answers.NumberUnclear),
        ("numeric", KG, "1" * 41, answers.NumberUnclear),
        ("order", ABC, {"0": "1", "1": "1", "2": "2"}, answers.PlacesUnclear),
        ("order", ABC, {"0": "1", "1": "2"}, answers.PlacesUnclear),
        ("order", ABC, {"0": "1", "1": "2", "2": "9"}, answers.PlacesUnclear),
    ],
)
def test_what_a_person_can_mend_is_said(kind, options, raw, broken):
    with pytest.raises(broken):
        parse(kind, options, raw)


@given(st.sampled_from(list(Kind)), json_values, json_values)
def test_no_json_breaks_the_reading(kind, options, raw):
    try:
        answer = parse(kind, options, raw)
    except answers.AnswerUnclear as refusal:
        assert str(refusal)
    else:
        assert answer is None or parse(kind, options, answer) == answer


@pytest.mark.parametrize(
    ("typed", "unit", "found"),
    [
        ("1350", "MB", {"1350"}),
        ("1.350", "MB", {"1350", "1.350"}),
        ("1,350", "MB", {"1350", "1.350"}),
        ("1 350", "MB", {"1350"}),
        ("1\u202f350\u00a0MB", "MB", {"1350"}),
        ("1'350", "MB", {"1350"}),
        ("1,5", "%", {"1.5"}),
        ("1.5", "%", {"1.5"}),
        ("0,350", "kg", {"0.350"}),
        ("01.350", "kg", {"1.350"}),
        ("1.350.000", "đồng", {"1350000"}),
        ("1.350.000,5", "đồng", {"1350000.5"}),
        ("1,350,000.5", "đồng", {"1350000.5"}),
        ("1,350.5", "", {"1350.5"}),
        ("-5", "", {"-5"}),
        ("−5", "", {"-5"}),
        ("+ 5", "", {"5"}),
        ("１２", "bài", {"12"}),
        ("12bài", "bài", {"12"}),
        ("12 BÀI viết", "bài", {"12"}),
        ("12.", "bài", {"12"}),
        ("35 phần trăm", "%", {"35"}),
        ("20 mb", "MB", {"20"}),
        ("180s", "giây", {"180"}),
        ("190.000đ", "đồng", {"190000", "190.000"}),
        ("190 nghìn", "đồng", {"190000"}),
        ("190k", "đồng", {"190000"}),
        ("190kđ", "đồng", {"190000"}),
        ("32 triệu đồng", "đồng", {"32000000"}),
        ("1,5tr", "đồng", {"1500000"}),
        ("2 tỷ VND", "đồng", {"2000000000"}),
        ("385", "nghìn đồng", {"385"}),
        ("385 nghìn đồng", "nghìn đồng", {"385"}),
        ("385.", "nghìn đồng", {"385"}),
        ("385k", "nghìn đồng", {"385"}),
        ("385000 đồng", "nghìn đồng", {"385"}),
        ("3 trang", "trang", {"3"}),
        ("5 kg", "kg", {"5"}),
        ("5 ký", "kg", {"5"}),
        ("5 g", "kg", set()),
        ("5 kg", "", set()),
        ("5", "", {"5"}),
        ("", "kg", set()),
        ("kg", "kg", set()),
        ("khoảng 5", "kg", set()),
        ("1/2", "", set()),
        ("1½", "", set()),
        ("1e5", "", set()),
        ("1,2,3", "", set()),
        ("1.35.0", "", set()),
        ("1" * 41, "", set()),
    ],
)
def test_numbers_as_people_type_them(typed, unit, found):
    assert readings(typed, unit) == {Decimal(number) for number in found}


@given(st.integers(-(10**12), 10**12), st.sampled_from(["{}", "{:,}", " {} ", "{} kg"]))
def test_whole_numbers_are_read_however_they_are_grouped(number, shape):
    english = shape.format(number)
    assert Decimal(number) in readings(english, "kg")
    assert Decimal(number) in readings(english.replace(",", "."), "kg")


@given(st.text(max_size=45), st.text(max_size=10))
def test_no_text_breaks_the_reading_of_a_number(typed, unit):
    assert all(number.is_finite() for number in readings(typed, unit))
