"""Pace, forecast and gap, as decision tables."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reach.rules import pace as rules
from lms.reach.rules.indicators import Thresholds
from lms.reach.rules.pace import Closing, Forecast, PaceState, closing, days_in, forecast, pace, state_of, usual_size

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("on", "gone"),
    [
        (date(2025, 12, 31), 0),
        (FIRST, 1),
        (date(2026, 7, 1), 182),
        (date(2026, 12, 30), 364),
        (LAST, 365),
        (date(2027, 5, 1), 365),
    ],
)
def test_days_gone_by(on, gone):
    assert days_in(FIRST, LAST, on) == (gone, 365)


@pytest.mark.parametrize(
    ("percent", "state"),
    [
        (None, None),
        (0, PaceState.NEEDS_HELP),
        (79, PaceState.NEEDS_HELP),
        (80, PaceState.BEHIND),
        (94, PaceState.BEHIND),
        (95, PaceState.ON_PACE),
        (104, PaceState.ON_PACE),
        (105, PaceState.AHEAD),
        (400, PaceState.AHEAD),
    ],
)
def test_states(percent, state):
    assert state_of(percent) is state


@pytest.mark.parametrize(
    ("actual", "target", "on", "expected", "percent", "state"),
    [
        (3650, 3650, LAST, 3650, 100, PaceState.ON_PACE),
        (10, 3650, FIRST, 10, 100, PaceState.ON_PACE),
        (0, 3650, FIRST, 10, 0, PaceState.NEEDS_HELP),
        (797, 1000, LAST, 1000, 79, PaceState.NEEDS_HELP),
        (949, 1000, LAST, 1000, 94, PaceState.BEHIND),
        (1049, 1000, LAST, 1000, 104, PaceState.ON_PACE),
        (1050, 1000, LAST, 1000, 105, PaceState.AHEAD),
        (1000, 1000, date(2027, 3, 1), 1000, 100, PaceState.ON_PACE),
        # The expected is rounded up to be shown, so that a state never contradicts the difference.
        (1, 365, date(2026, 1, 1), 1, 100, PaceState.ON_PACE),
        (1, 547, date(2026, 1, 1), 2, 66, PaceState.NEEDS_HELP),
        # Nothing is expected before the period, or without a target.
        (5, 3650, date(2025, 12, 1), 0, None, None),
        (5, 0, LAST, 0, None, None),
    ],
)
def test_pace(actual, target, on, expected, percent, state):
    found = pace(actual, target, FIRST, LAST, on)
    assert (found.expected, found.percent, found.state) == (expected, percent, state)
    assert (found.actual, found.target) == (actual, target)


def test_thresholds_are_settings():
    strict = Thresholds("2027-1", ahead=110, on_pace=100, behind=90)
    assert pace(1050, 1000, FIRST, LAST, LAST, strict).state is PaceState.ON_PACE
    assert pace(890, 1000, FIRST, LAST, LAST, strict).state is PaceState.NEEDS_HELP


@given(st.integers(0, 10**8), st.integers(1, 10**8), st.integers(0, 400))
def test_rounding_down_never_changes_the_state(actual, target, days):
    found = pace(actual, target, FIRST, LAST, FIRST + timedelta(days=days))
    gone, whole = days_in(FIRST, LAST, FIRST + timedelta(days=days))
    exact = actual * 100 * whole / (target * gone)
    assert found.percent is not None and found.percent <= exact * (1 + 1e-9)
    for least, states in {105: {PaceState.AHEAD}, 95: {PaceState.AHEAD, PaceState.ON_PACE}}.items():
        if abs(exact - least) > 1e-6:
            assert (exact >= least) == (found.state in states)


ON = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("weeks", "last", "expected"),
    [
        ([], LAST, None),
        ([100, 100], LAST, None),
        ([100, 100, 100], ON + timedelta(days=28), Forecast(1400, 1400, 1400)),
        ([0, 0, 0, 0], ON + timedelta(days=28), Forecast(1000, 1000, 1000)),
        # Only the last twelve weeks are looked at.
        ([9000] * 10 + [100] * 12, ON + timedelta(days=7), Forecast(1100, 1100, 1100)),
        # Over: nothing is to come.
        ([50, 100, 150], ON, Forecast(1000, 1000, 1000)),
        ([50, 100, 150], ON - timedelta(days=30), Forecast(1000, 1000, 1000)),
        # t(2) = 1.886, s = 50, one week ahead: 1.886 × 50 × √(1 + 1/3) = 108.9
        ([50, 100, 150], ON + timedelta(days=7), Forecast(1000, 1100, 1209)),
        # four weeks ahead: 1.886 × 50 × √(4 + 16/3) = 288.1
        ([50, 100, 150], ON + timedelta(days=28), Forecast(1111, 1400, 1689)),
        # t(3) = 1.638, s = 11.547: 1.638 × 11.547 × √(1 + 1/4) = 21.1
        ([90, 110, 110, 90], ON + timedelta(days=7), Forecast(1078, 1100, 1122)),
        # Corrections that took more away than came are no rate.
        ([-50, 0, 0], ON + timedelta(days=7), Forecast(1000, 1000, 1000)),
    ],
)
def test_forecast(weeks, last, expected):
    assert forecast(1000, weeks, ON, last) == expected


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**5), max_size=20), st.integers(-10, 400))
def test_a_forecast_never_falls_below_what_is(actual, weeks, days):
    found = forecast(actual, weeks, ON, ON + timedelta(days=days))
    assert (found is None) == (len(weeks) < rules.LEAST_WEEKS)
    if found:
        assert actual <= found.low <= found.middle <= found.high


@pytest.mark.parametrize(
    ("sizes", "usual"), [([], None), ([0, 0], None), ([80], 80), ([10, 500, 90], 90), ([80, 90], 80)]
)
def test_the_usual_size_of_a_class(sizes, usual):
    assert usual_size(sizes) == usual


@pytest.mark.parametrize(
    ("missing", "size", "days", "expected"),
    [
        (800, 80, 28, Closing(800, 10, 3)),
        (801, 80, 28, Closing(801, 11, 3)),
        (80, 80, 28, Closing(80, 1, 1)),
        (800, 80, 7, Closing(800, 10, 10)),
        (800, 80, 10, Closing(800, 10, 7)),
        (800, 80, 3, Closing(800, 10, 10)),
        (0, 80, 28, None),
        (-5, 80, 28, None),
        (800, None, 28, None),
        (800, 0, 28, None),
        (800, 80, 0, None),
    ],
)
def test_what_would_close_a_gap(missing, size, days, expected):
    assert closing(missing, size, ON, ON + timedelta(days=days)) == expected


def test_the_band_has_a_factor_for_every_number_of_weeks():
    assert len(rules.STUDENT_80) == rules.MOST_WEEKS - rules.LEAST_WEEKS + 1
    assert list(rules.STUDENT_80) == sorted(rules.STUDENT_80, reverse=True)
