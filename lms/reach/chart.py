"""The geometry of the pace chart: from days and a target to points in a drawing of 340 × 220 units. Pure.

Actual is a solid line, expected a dotted one, the forecast a dashed line in a band, the target a hollow
diamond (looks.md §6). The vertical axis starts at 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, log10

from lms.reach.rules.pace import Forecast

LEFT, RIGHT, TOP, BOTTOM = 34.0, 292.0, 12.0, 196.0
#: From this height of the axis on, it counts in thousands.
THOUSANDS = 20_000
#: Least distance of two labels above each other.
APART = 13.0
#: Days before the present that are always drawn.
PAST = 60

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines as SVG `points`, marks and labels with their places; numbers are people."""

    first: date
    thousands: bool
    grid: list[tuple[float, int]]
    months: list[tuple[float, int]]
    did: str
    want: str
    middle: str
    band: str
    now: Point
    now_label: Point
    aim: Point | None
    #: (y, people) at the right edge: the ends of the forecast.
    ends: list[tuple[float, int]]


def draw(
    days: Sequence[tuple[date, int]],
    last: date,
    on: date,
    target: int | None = None,
    forecast: Forecast | None = None,
) -> Chart:
    """The year up to `last` as it stands on `on`. `days`: (day, people first counted on it), in order."""
    year = date(last.year, 1, 1)
    first = max(year, min([on - timedelta(days=PAST), *(day for day, _people in days[:1])]).replace(day=1))
    actual = sum(people for _day, people in days)
    step = _step(max(target or 0, forecast.high if forecast else 0, actual, 1))
    top = step * ceil(max(target or 0, forecast.high if forecast else 0, actual, 1) / step)

    def at(day: date, people: float) -> Point:
        across = (day - first).days / max((last - first).days, 1)
        return round(LEFT + (RIGHT - LEFT) * across, 1), round(BOTTOM - (BOTTOM - TOP) * people / top, 1)

    def expected(day: date) -> Point:
        return at(day, (target or 0) * ((day - year).days + 1) / ((last - year).days + 1))

    now = at(on, actual)
    return Chart(
        first=first,
        thousands=top >= THOUSANDS,
        grid=[(at(first, people)[1], people) for people in range(0, top + 1, step)],
        months=_months(first, last, at),
        did=_points([at(day, people) for day, people in _risen(days, first, on)]),
        want=_points([expected(first), expected(last)]) if target else "",
        middle=_points([now, at(last, forecast.middle)]) if forecast else "",
        band=_points([now, at(last, forecast.low), at(last, forecast.high)]) if forecast else "",
        now=now,
        now_label=(now[0] - 2, now[1] - 10) if now[1] > BOTTOM - 24 else (now[0] + 2, now[1] + 19),
        aim=at(last, target) if target else None,
        ends=_apart([(at(last, people)[1], people) for people in (forecast.high, forecast.low)]) if forecast else [],
    )


def _step(most: int) -> int:
    """A round distance of the grid that makes three to six lines."""
    unit = 10 ** max(int(log10(most)) - 1, 0)
    return next(round(unit * size) for size in (1, 2, 5, 10, 20, 50) if most / (unit * size) <= 6)


def _risen(days: Sequence[tuple[date, int]], first: date, on: date) -> list[tuple[date, int]]:
    """People so far at the start, after every week, and now."""
    ends = [first + timedelta(days=week) for week in range(0, (on - first).days, 7)] + [on]
    found, so_far, place = [], 0, 0
    for end in ends:
        while place < len(days) and days[place][0] <= end:
            so_far += days[place][1]
            place += 1
        found.append((end, so_far))
    return found


def _months(first: date, last: date, at: Callable[[date, float], Point]) -> list[tuple[float, int]]:
    """The middle of each month shown, every other one where there are many."""
    shown = [date(first.year, month, 15) for month in range(first.month, last.month + 1)]
    return [(at(day, 0)[0], day.month) for day in shown[:: 2 if len(shown) > 8 else 1]]


def _apart(labels: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """The upper and the lower label, moved until both can be read."""
    (high, upper), (low, lower) = labels
    missing = max(APART - (low - high), 0) / 2
    return [(round(high - missing, 1), upper), (round(low + missing, 1), lower)]


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
