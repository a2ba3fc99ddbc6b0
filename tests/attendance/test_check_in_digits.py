"""The digits on the wall: those that stay, those that change by themselves, and how long each is taken."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.rules.digits import (
    EASY_CODES,
    RHYTHMS,
    UnknownRhythm,
    code_valid,
    last_shown,
    new_code,
    of_slot,
    read_rhythm,
    wall,
)

START = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
SEED = "5e" * 32


@dataclass
class Shown:
    code: str = "4827"
    every: int | None = None
    seed: str | None = None
    valid_from: datetime = START
    valid_until: datetime | None = None


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def run(every: int, until: float | None = None) -> Shown:
    return Shown(of_slot(SEED, 0), every, SEED, START, None if until is None else after(until))


@pytest.mark.parametrize(
    ("typed", "until", "at", "valid"),
    [
        ("4827", None, 0, True),
        ("4827", None, 9000, True),
        ("4827", None, -1, False),
        ("4828", None, 0, False),
        ("4827", 100, 100, True),
        ("4827", 100, 160, True),
        ("4827", 100, 160.1, False),
    ],
)
def test_a_code_counts_while_shown_and_a_minute_longer(typed, until, at, valid):
    shown = Shown(valid_until=None if until is None else after(until))
    assert code_valid(typed, shown, after(at)) is valid


@pytest.mark.parametrize(
    ("every", "slot", "at", "valid"),
    [
        # Shown from 90 to 120, taken for a minute more.
        (30, 3, 89.9, False),
        (30, 3, 90, True),
        (30, 3, 180, True),
        (30, 3, 180.1, False),
        (60, 1, 180, True),
        (60, 1, 180.1, False),
        # A slow rhythm: one slot more.
        (180, 0, 360, True),
        (180, 0, 360.1, False),
    ],
)
def test_digits_of_a_run_count_in_their_slot_and_for_the_grace(every, slot, at, valid):
    assert code_valid(of_slot(SEED, slot), run(every), after(at)) is valid


def test_a_run_that_was_taken_down_ends_with_the_digits_it_had():
    taken_down = run(60, until=70)
    last, never = of_slot(SEED, 1), of_slot(SEED, 2)
    assert code_valid(last, taken_down, after(130)) and not code_valid(last, taken_down, after(130.1))
    assert not code_valid(never, taken_down, after(125))


@given(every=st.sampled_from(RHYTHMS), at=st.floats(0, 7200, allow_nan=False), wait=st.floats(0, 60, allow_nan=False))
def test_what_is_on_the_wall_is_taken_for_a_minute_at_least(every, at, wait):
    seen = wall(run(every), after(at))
    assert code_valid(seen.digits, run(every), after(at + wait))
    assert seen.since <= after(at) < seen.since + timedelta(seconds=every)


def test_the_wall_says_since_when_and_how_often():
    assert wall(Shown(), after(500)) == ("4827", START, None)
    assert wall(run(90), after(100)) == (of_slot(SEED, 1), after(90), 90)


def test_the_digits_of_a_slot_are_the_same_for_ever():
    """Written down: another process, or a later version, must not show others in the middle of a class."""
    assert [of_slot("00" * 32, number) for number in range(4)] == ["8077", "0735", "2920", "1311"]


@given(seed=st.binary(min_size=32, max_size=32), number=st.integers(0, 200))
def test_digits_are_four_and_never_easy(seed, number):
    digits = of_slot(seed.hex(), number)
    assert len(digits) == 4 and digits.isdecimal() and digits not in EASY_CODES


def test_easy_digits_are_passed_over_deterministically():
    """Of so many slots some would be easy; each has digits all the same, twice the same."""
    many = [of_slot(SEED, number) for number in range(3000)]
    assert not set(many) & EASY_CODES
    assert many[::500] == [of_slot(SEED, number) for number in range(0, 3000, 500)]


def test_until_when_digits_were_shown():
    earlier = Shown("1357", valid_from=after(-600), valid_until=START)
    codes = [run(60), earlier]
    assert last_shown("1357", codes, after(900)) == START
    assert last_shown(of_slot(SEED, 2), codes, after(900)) == after(180)
    assert last_shown(of_slot(SEED, 15), codes, after(905)) == after(905)
    assert last_shown("1358", codes, after(900)) is None


@pytest.mark.parametrize(("typed", "every"), [("", None), ("30", 30), ("180", 180)])
def test_the_rhythm_that_was_chosen(typed, every):
    assert read_rhythm(typed) == every


@pytest.mark.parametrize("typed", ["0", "31", "-30", "3600", "often", "３０"])
def test_another_rhythm_is_refused(typed):
    with pytest.raises(UnknownRhythm):
        read_rhythm(typed)


def test_new_codes_are_four_digits_and_never_easy():
    codes = {new_code(Random(seed)) for seed in range(200)}
    assert len(codes) > 150
    assert all(len(code) == 4 and code.isdecimal() for code in codes)
    assert not codes & EASY_CODES


def test_a_code_is_not_shown_twice_in_a_session():
    first = new_code(Random(7))
    assert new_code(Random(7), {first}) != first


def test_every_code_that_is_not_easy_can_come_up():
    class Highest:
        def randrange(self, stop: int, /) -> int:
            return stop - 1

    used = {f"{number:04d}" for number in range(10_000)} - {"0042"}
    assert new_code(Highest(), used) == "0042"
    assert new_code(Highest()) == "9998"
