"""By when a request is to be answered, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.rights import queries, rules
from lms.rights.rules import Kind, State

TET = {date(2027, 2, day) for day in range(5, 10)}
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("after", "days", "off", "last"),
    [
        (date(2026, 11, 23), 2, (), date(2026, 11, 25)),  # Monday: Tuesday, Wednesday
        (date(2026, 11, 26), 2, (), date(2026, 11, 30)),  # Thursday: Friday, Monday
        (date(2026, 11, 28), 1, (), date(2026, 11, 30)),  # noted on a Saturday
        (date(2026, 11, 26), 15, (), date(2026, 12, 17)),
        (date(2027, 2, 4), 2, TET, date(2027, 2, 11)),  # over Tết: Wednesday and Thursday after it
        (date(2026, 11, 26), 0, (), date(2026, 11, 26)),
    ],
)
def test_working_days(after, days, off, last):
    assert rules.working_day(after, days, off) == last


@given(DAYS, st.integers(1, 30), st.sets(DAYS, max_size=8))
def test_the_last_day_is_a_working_day_with_as_many_before_it(after, days, off):
    last = rules.working_day(after, days, off)
    between = (after + timedelta(days=n) for n in range(1, (last - after).days + 1))
    assert sum(day.weekday() < 5 and day not in off for day in between) == days
    assert last.weekday() < 5 and last not in off


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (Kind.SEE, date(2026, 12, 10)),
        (Kind.CORRECT, date(2026, 12, 10)),
        (Kind.DOWNLOAD, date(2026, 12, 10)),
        (Kind.WITHDRAW, date(2026, 12, 17)),
        (Kind.DELETE, date(2026, 12, 17)),
    ],
)
def test_time_limits_by_kind(kind, due):
    assert rules.limits(kind, date(2026, 11, 26), ()) == (date(2026, 11, 30), due)


def test_the_holidays_of_the_country_count(app):
    """Tết 2027: the days off shipped with the app lie from 5 to 9 February."""
    off = queries.days_off(date(2027, 2, 4))
    assert off >= TET and rules.limits(Kind.SEE, date(2027, 2, 4), off)[0] == date(2027, 2, 11)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 26), 24, date(2024, 11, 26)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_months_before(day, months, before):
    assert rules.months_before(day, months) == before


@pytest.mark.parametrize(
    ("received", "is_right"),
    [
        (date(2026, 11, 26), True),
        (date(2026, 11, 27), False),
        (date(2025, 11, 26), True),
        (date(2025, 11, 25), False),
    ],
)
def test_the_day_a_request_came(received, is_right):
    if is_right:
        assert rules.check_received(received, date(2026, 11, 26)) is None
    else:
        with pytest.raises(rules.NotThatDay):
            rules.check_received(received, date(2026, 11, 26))


def test_what_has_ended_or_was_extended_is_not_extended():
    with pytest.raises(rules.AlreadyEnded):
        rules.check_extendable(State.DONE, None)
    with pytest.raises(rules.AlreadyExtended):
        rules.check_extendable(State.OPEN, "much-data")
    assert rules.check_extendable(State.OPEN, None) is None
