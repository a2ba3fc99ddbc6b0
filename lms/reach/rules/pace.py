"""Pace: actual against what was to be expected by a day, where it leads, and what would close the gap.

Expected grows evenly over the days of a period. Percentages are rounded down, so that 79.7 never reads 80
beside *needs help* (looks.md §6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil, floor, sqrt
from statistics import mean, median_low, stdev

from lms.reach.rules.indicators import THRESHOLDS, Thresholds

#: Whole weeks a forecast looks back at, most and least (facts: the rate of the last three months).
MOST_WEEKS, LEAST_WEEKS = 12, 3
#: Student's t for an 80 % band (10 % on either side), by degrees of freedom from LEAST_WEEKS - 1 on.
STUDENT_80 = (1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363)


class PaceState(StrEnum):
    """Ahead from 105 %, on pace from 95 %, behind from 80 %, below that a province needs help."""

    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    NEEDS_HELP = "needs_help"


@dataclass(frozen=True, slots=True)
class Pace:
    """`expected` people by the day, rounded up: whoever needs help is short of somebody. `percent` of what was exactly
    to be expected, rounded down; None where nothing was."""

    actual: int
    target: int
    expected: int
    percent: int | None
    state: PaceState | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """People at the end of the period if the last weeks go on; 8 times in 10 between `low` and `high`."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class Closing:
    """What would close a gap: `people` more, in `classes` of the usual size, `per_week` until the end."""

    people: int
    classes: int
    per_week: int


def days_in(first: date, last: date, on: date) -> tuple[int, int]:
    """(days gone by the end of `on`, days in all) of the period from `first` to `last`, both inside."""
    whole = (last - first).days + 1
    return min(max((on - first).days + 1, 0), whole), whole


def state_of(percent: int | None, thresholds: Thresholds = THRESHOLDS) -> PaceState | None:
    """The state at `percent` of the expected; rounding down first changes nothing, thresholds are whole."""
    if percent is None:
        return None
    if percent >= thresholds.ahead:
        return PaceState.AHEAD
    if percent >= thresholds.on_pace:
        return PaceState.ON_PACE
    return PaceState.BEHIND if percent >= thresholds.behind else PaceState.NEEDS_HELP


def pace(actual: int, target: int, first: date, last: date, on: date, thresholds: Thresholds = THRESHOLDS) -> Pace:
    """How `actual` people stand on the day `on` against `target` for the period from `first` to `last`."""
    gone, whole = days_in(first, last, on)
    due = target * gone
    percent = actual * 100 * whole // due if due > 0 else None
    return Pace(actual, target, ceil(due / whole), percent, state_of(percent, thresholds))


def forecast(actual: int, weeks: Sequence[int], on: date, last: date) -> Forecast | None:
    """Where `actual` leads by `last`, or None while there are fewer than LEAST_WEEKS whole weeks to go by.

    `weeks`: people newly counted in each whole week before `on`, oldest first. The range holds both how
    much weeks differ and how little a few weeks tell about the rate. People counted are never lost.
    """
    recent = [max(0, people) for people in weeks][-MOST_WEEKS:]
    if len(recent) < LEAST_WEEKS:
        return None
    ahead = max((last - on).days, 0) / 7
    middle = actual + mean(recent) * ahead
    band = STUDENT_80[len(recent) - LEAST_WEEKS] * stdev(recent) * sqrt(ahead + ahead * ahead / len(recent))
    return Forecast(max(actual, floor(middle - band)), round(middle), ceil(middle + band))


def usual_size(sizes: Sequence[int]) -> int | None:
    """People one class newly counts, usually: the median of recent classes; None without any."""
    return median_low(sizes) or None if sizes else None


def closing(missing: int, size: int | None, on: date, last: date) -> Closing | None:
    """What would bring `missing` people by `last` in classes of `size`; None if nothing is missing or it is over."""
    days = (last - on).days
    if missing <= 0 or not size or size < 0 or days <= 0:
        return None
    classes = ceil(missing / size)
    return Closing(missing, classes, ceil(classes * 7 / days) if days >= 7 else classes)
