"""Small cells, and numbers as they are typed."""

from itertools import product

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


def tables(seen, total):
    """Every table that looks like this to whoever knows the total, and that the next smallest is hidden with a small
    one."""
    least = min((cell.people for cell in seen.values() if cell.people), default=40)
    hidden = {True: range(1, 5), False: range(5, least + 1)}
    spans = [[cell.people] if cell.people is not None else hidden[cell.small] for cell in seen.values()]
    return [counts for counts in product(*spans) if sum(counts) == total]


@pytest.mark.parametrize("size", [2, 3, 4])
def test_no_small_number_can_be_worked_out_while_there_is_another_to_hide_it_behind(size):
    for counts in product((0, 1, 2, 4, 5, 6, 9), repeat=size):
        seen = for_strangers(dict(enumerate(counts)))
        small = [place for place, cell in seen.items() if cell.small]
        if small and any(cell.people for cell in seen.values()):
            found = tables(seen, sum(counts))
            assert all(len({table[place] for table in found}) > 1 for place in small), (counts, seen)


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
