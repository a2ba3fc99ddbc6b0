"""Small cells, and numbers as they are typed."""

import pytest

from lms.reach.rules.cells import Cell, for_strangers
from lms.reach.rules.targets import TargetUnlikely, read_people


@pytest.mark.parametrize(
    ("cells", "seen"),
    [
        ({}, {}),
        ({"01": 90, "12": 5}, {"01": Cell(90), "12": Cell(5)}),
        ({"01": 90, "12": 0}, {"01": Cell(90), "12": Cell(0)}),
        ({"01": 4, "12": 3, "14": 9}, {"01": Cell(None, True), "12": Cell(None, True), "14": Cell(9)}),
        ({"01": 90, "12": 4, "14": 9}, {"01": Cell(90), "12": Cell(None, True), "14": Cell(None)}),
        ({"": 4}, {"": Cell(None, True)}),
        ({"01": 4, "12": 0}, {"01": Cell(None, True), "12": Cell(0)}),
    ],
)
def test_what_a_stranger_sees(cells, seen):
    assert for_strangers(cells) == seen


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("0", 0),
        ("98000", 98_000),
        ("98.000", 98_000),
        ("20,000,000", 20_000_000),
        ("1 284 310", 1_284_310),
        ("100000000", 100_000_000),
    ],
)
def test_numbers_as_they_are_typed(typed, people):
    assert read_people(typed) == people


@pytest.mark.parametrize(
    "typed", ["", "-5", "abc", "1.5", "98.00", "1e9", "100000001", "9" * 40, "٣٤", "12 nghìn", "1..000", "0x10"]
)
def test_what_is_no_number_of_people(typed):
    with pytest.raises(TargetUnlikely):
        read_people(typed)
