"""The coordinator's overview: the cube's sums, put against the targets."""

from datetime import date, timedelta
from typing import NamedTuple

from lms.places.models import Province
from lms.reach.chart import Chart, draw
from lms.reach.queries import cube
from lms.reach.queries.cube import Aims, Cells
from lms.reach.queries.scopes import Scope
from lms.reach.rules.indicators import Indicator
from lms.reach.rules.pace import Closing, Forecast, Pace, PaceState, closing, forecast, pace, usual_size
from lms.reach.rules.period import Period

#: How many provinces are named as those that miss most.
WORST = 3


class Line(NamedTuple):
    """A province in the table and on the map; `province` None for the people whose province is not known."""

    province: Province | None
    people: int
    #: None without a target.
    pace: Pace | None

    @property
    def missing(self) -> int:
        """People short of the expected; below 0 where there are more."""
        return self.pace.expected - self.people if self.pace else 0


class Overview(NamedTuple):
    """Everything the page says."""

    period: Period
    scope: Scope
    cells: Cells
    aims: Aims
    #: The day it is about: today, or the end of a period that is over.
    on: date
    over: bool
    people: int
    pace: Pace | None
    forecast: Forecast | None
    #: People short of the expected today, and the classes that would bring them.
    missing: int
    gap: Closing | None
    class_size: int | None
    #: Provinces that miss most first, then those without a target.
    lines: list[Line]
    chart: Chart | None

    def count(self, state: PaceState) -> int:
        """How many provinces are in this state."""
        return sum(1 for line in self.lines if line.pace and line.pace.state == state)

    @property
    def worst(self) -> list[Line]:
        """The provinces that miss most."""
        return [line for line in self.lines[:WORST] if line.province and line.missing > 0]

    @property
    def unknown(self) -> int:
        """People whose province is not known."""
        return self.cells.provinces.get("", 0)

    @property
    def months(self) -> list[tuple[date, int, int]]:
        """(month, people first counted in it, so far)."""
        so_far, found = 0, []
        for month, people in self.cells.months.items():
            so_far += people
            found.append((month, people, so_far))
        return found


def overview(period: Period, scope: Scope, today: date, indicator: Indicator = Indicator.ATTENDED) -> Overview:
    """How `indicator` stands in a scope. Four SELECTs, for one province and for all."""
    cells, aims = cube.cells(indicator, period, scope), cube.aims(indicator, period.year)
    days = cube.days(indicator, period, scope) if period.year else []
    on = min(today, period.last or today)
    people, target = cells.rungs.get(indicator, 0), aims.of(scope)
    stands = _pace(people, target, period, on)
    lasting = period.last if period.last and period.first and period.first <= today < period.last else None
    ahead = forecast(people, _weeks(days, on), on, lasting) if lasting else None
    size = usual_size(_sizes(dict(days), cube.classes_by_day(on)))
    missing = max(stands.expected - people, 0) if stands and lasting else 0
    return Overview(
        period,
        scope,
        cells,
        aims,
        on,
        bool(period.last and today > period.last),
        people,
        stands,
        ahead,
        missing,
        closing(missing, size, on, lasting) if lasting else None,
        size,
        _lines(cells, aims, scope, period, on),
        draw(days, period.last, on, target, ahead) if period.first and period.first <= today else None,
    )


def _pace(people: int, target: int | None, period: Period, on: date) -> Pace | None:
    """Against what was due by `on`; the programme has no end to measure by, so there the whole target counts."""
    if not target:
        return None
    if period.first and period.last:
        return pace(people, target, period.first, period.last, on)
    return Pace(people, target, target, people * 100 // target, None)


def _lines(cells: Cells, aims: Aims, scope: Scope, period: Period, on: date) -> list[Line]:
    shown = [one for one in aims.provinces if scope.provinces is None or one.code in scope.provinces]
    found = [
        Line(one, people, _pace(people, aims.targets.get(one.code), period, on))
        for one, people in ((one, cells.provinces.get(one.code, 0)) for one in shown)
    ]
    found.sort(key=lambda line: (line.pace is None, -line.missing))
    unknown = cells.provinces.get("", 0)
    return found + ([Line(None, unknown, None)] if unknown else [])


def _weeks(days: list[tuple[date, int]], on: date) -> list[int]:
    """People newly counted in each whole week before `on`, from the first counted day of the year."""
    if not days:
        return []
    count = (on - days[0][0]).days // 7
    weeks = [0] * count
    for day, people in days:
        week = count - 1 - (on - timedelta(days=1) - day).days // 7
        if 0 <= week < count and day < on:
            weeks[week] += people
    return weeks


def _sizes(days: dict[date, int], classes: dict[date, int]) -> list[int]:
    """People newly counted by one class, for each class that met."""
    return [days.get(day, 0) // count for day, count in classes.items() for _class in range(count)]
