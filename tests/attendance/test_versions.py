"""Versions of the rule: which is in force on a day, what a new one may say, what it is called."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.rules.versions import (
    RULE_2026_1,
    DayGone,
    LateOutside,
    NothingNew,
    PartialNotBelow,
    PercentOutside,
    Rule,
    check_new,
    in_force,
    next_version,
    rule_of,
)

TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)


def version(name="2026-2", present=60, partial=20, late=5, day=TODAY):
    return Rule(name, present, partial, timedelta(minutes=late), from_day=day)


def test_the_program_begins_with_70_30_and_10_minutes():
    assert (RULE_2026_1.present_percent, RULE_2026_1.partial_percent) == (70, 30)
    assert (RULE_2026_1.late_after, RULE_2026_1.gap) == (timedelta(minutes=10), timedelta(seconds=60))


@pytest.mark.parametrize(
    ("days", "on", "expected"),
    [
        ([], 0, "2026-1"),
        ([1], 0, "2026-1"),
        ([0], 0, "2026-2"),
        ([-5, 3], 2, "2026-2"),
        ([-5, 3], 3, "2026-3"),
        ([3, -5], 3, "2026-2"),
        ([0, 0], 0, "2026-3"),
    ],
)
def test_of_those_begun_the_latest_is_in_force_and_of_one_day_the_last_made(days, on, expected):
    rules = [version(f"2026-{number}", day=TODAY + day * DAY) for number, day in enumerate(days, 2)]
    assert in_force(rules, TODAY + on * DAY).version == expected
    assert rule_of(rules, TODAY + on * DAY, None).version == expected


@pytest.mark.parametrize(
    ("chosen", "expected"), [("2026-1", "2026-1"), ("2026-3", "2026-3"), ("gone", "2026-2"), (None, "2026-2")]
)
def test_a_version_chosen_for_a_session_goes_first(chosen, expected):
    rules = [version("2026-2"), version("2026-3", day=TODAY + 9 * DAY)]
    assert rule_of(rules, TODAY, chosen).version == expected


@given(st.lists(st.integers(-30, 30), max_size=6), st.integers(-40, 40))
def test_there_is_always_one_in_force_and_it_has_begun(days, on):
    rules = [version(f"2026-{number}", day=TODAY + day * DAY) for number, day in enumerate(days, 2)]
    assert in_force(rules, TODAY + on * DAY).from_day <= TODAY + on * DAY


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (version(present=101), PercentOutside),
        (version(present=0, partial=0), PercentOutside),
        (version(partial=0), PercentOutside),
        (version(present=30, partial=30), PartialNotBelow),
        (version(present=30, partial=31), PartialNotBelow),
        (version(late=61), LateOutside),
        (version(day=TODAY - DAY), DayGone),
        (version(present=70, partial=30, late=10), NothingNew),
        (version(present=80, partial=30, late=10, day=TODAY + 8 * DAY), NothingNew),
    ],
)
def test_what_a_new_version_may_not_say(new, refusal):
    later = version("2027-1", present=80, partial=30, late=10, day=TODAY + 7 * DAY)
    with pytest.raises(refusal):
        check_new(new, [later], TODAY)


@pytest.mark.parametrize(
    "new",
    [
        version(),
        version(present=100, partial=1, late=0),
        version(present=2, partial=1, late=60),
        # As it was before, from a later day on.
        version(present=70, partial=30, late=10, day=TODAY + 7 * DAY),
    ],
)
def test_what_it_may_say(new):
    assert check_new(new, [version("2027-1", present=80, day=TODAY + 7 * DAY)], TODAY) is None


@pytest.mark.parametrize(
    ("taken", "year", "name"),
    [
        ([], 2026, "2026-2"),
        ([], 2027, "2027-1"),
        (["2026-2", "2027-1", "2026-10", "2026-9"], 2026, "2026-11"),
        (["2027-1"], 2027, "2027-2"),
    ],
)
def test_names_go_on_within_a_year(taken, year, name):
    assert next_version(taken, year) == name
