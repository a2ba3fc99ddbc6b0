"""What the pages read: the cube and the targets, never persons. The cost does not grow with learners."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, select, true, union_all

from lms.core.db import db
from lms.people.models import Person
from lms.people.queries import IS_HERE
from lms.places.models import Province
from lms.reach.models import CubeCell, CubeDay, Merged, Target
from lms.reach.queries.scopes import UNKNOWN, Scope
from lms.reach.rules.indicators import Indicator
from lms.reach.rules.period import PROGRAMME, Period
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState, SessionState

#: How many weeks back the usual size of a class is looked for.
WEEKS = 12


class Cells(NamedTuple):
    """People of a scope and a period, summed from the cube."""

    #: indicator → people; the other sums are of one indicator.
    rungs: dict[str, int]
    provinces: dict[str, int]
    #: first day of a month → people first counted in it.
    months: dict[date, int]
    genders: dict[str, int]
    bands: dict[str, int]
    #: Known by their own word alone.
    own_word: int
    #: Persons who turned out to be another who lives here now, and count no more.
    merged: int
    #: Persons living here who look like somebody else, which nobody has decided.
    suspected: int


class Aims(NamedTuple):
    """The provinces, and the targets of an indicator and a period."""

    provinces: list[Province]
    #: province code, or "" for the whole country → people.
    targets: dict[str, int]

    def of(self, scope: Scope) -> int | None:
        """The target of a scope: the country's own, or those of its provinces together; None where one is missing."""
        if scope.provinces is None:
            return self.targets.get("")
        if scope.code == UNKNOWN or not self.targets.keys() >= set(scope.provinces):
            return None
        return sum(self.targets[code] for code in scope.provinces)


def _here(table: Any, scope: Scope, name: str) -> ColumnElement[bool]:
    inside = [table.scope == name]
    if scope.provinces is not None:
        inside.append(table.province_code.in_(scope.provinces))
    return and_(*inside)


def _living(scope: Scope) -> ColumnElement[bool]:
    """The condition on a person that they live in a scope now."""
    if scope.provinces is None:
        return true()
    return func.coalesce(Person.province_code, "").in_(scope.provinces)


def cells(indicator: Indicator, period: Period, scope: Scope) -> Cells:
    """The cube's sums, in one SELECT."""
    here, own = _here(CubeCell, scope, period.scope), CubeCell.indicator == indicator
    living = _living(scope)

    def part(name: str, column: Any, *more: Any) -> Any:
        words, people = cast(column, String).label("value"), func.sum(CubeCell.people).label("people")
        return select(literal(name).label("part"), words, people).where(here, *more).group_by(column)

    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = union_all(
        part("rung", CubeCell.indicator, CubeCell.indicator.in_(list(Indicator))),
        part("province", CubeCell.province_code, own),
        part("month", CubeCell.month, own),
        part("gender", CubeCell.gender, own),
        part("band", CubeCell.age_band, own),
        part("word", CubeCell.indicator, own, CubeCell.self_reported.is_(True)),
        select(literal("merged"), literal(""), func.count())
        .join_from(Merged, Person, Merged.into_id == Person.id)
        .where(living),
        select(literal("suspected"), literal(""), func.count())
        .select_from(Person)
        .where(Person.maybe_duplicate, *IS_HERE, living),
    )
    for name, value, people in db.session.execute(rows):
        if people:
            found[name][value] = int(people)
    months = {date.fromisoformat(value): people for value, people in sorted(found["month"].items())}
    return Cells(
        found["rung"],
        found["province"],
        months,
        found["gender"],
        found["band"],
        found["word"].get(indicator, 0),
        found["merged"].get("", 0),
        found["suspected"].get("", 0),
    )


def days(indicator: Indicator, period: Period, scope: Scope) -> list[tuple[date, int]]:
    """(day, people first counted on it) of a year, in order, without empty days. One SELECT."""
    found = (
        select(CubeDay.day, func.sum(CubeDay.people))
        .where(_here(CubeDay, scope, period.scope), CubeDay.indicator == indicator)
        .group_by(CubeDay.day)
        .order_by(CubeDay.day)
    )
    return [(day, int(people)) for day, people in db.session.execute(found) if people]


def aims(indicator: Indicator, year: int) -> Aims:
    """Every province of today in Vietnamese order, with the targets of a year (0: the programme). One SELECT."""
    of_year = and_(Target.indicator == indicator, Target.year == year)
    nation = select(Target.people).where(of_year, Target.province_code == "").scalar_subquery()
    rows = db.session.execute(
        select(Province, Target.people, nation)
        .outerjoin(Target, and_(of_year, Target.province_code == Province.code))
        .where(Province.valid_to.is_(None))
        .order_by(Province.name_sort)
    ).all()
    targets = {province.code: people for province, people, _nation in rows if people is not None}
    if rows and rows[0][2] is not None:
        targets[""] = rows[0][2]
    return Aims([row[0] for row in rows], targets)


def classes_by_day(on: date) -> dict[date, int]:
    """How many classes met on each day of the last WEEKS weeks before `on`. One SELECT."""
    open_to_all = (SeriesState.PUBLISHED, SeriesState.FINISHED, SeriesState.ARCHIVED)
    found = (
        select(Session.date_local, func.count())
        .join(Series, Series.id == Session.series_id)
        .where(Session.date_local >= on - timedelta(weeks=WEEKS), Session.date_local < on)
        .where(Session.state != SessionState.CANCELLED)
        .where(Series.state.in_(open_to_all))
        .group_by(Session.date_local)
    )
    return dict(db.session.execute(found).all())


class PublicFigures(NamedTuple):
    """What the home page tells: people since the programme began, and how many it means to reach; None without one."""

    attended: int
    completed: int
    target: int | None


def public_figures() -> PublicFigures:
    """One SELECT. A page shows a number below `THRESHOLDS.least_shown` as such (`rules.indicators.shown`)."""

    def people(indicator: Indicator) -> Any:
        counted = select(func.coalesce(func.sum(CubeCell.people), 0))
        return counted.where(CubeCell.indicator == indicator, CubeCell.scope == "programme").scalar_subquery()

    aim = select(Target.people).where(
        Target.indicator == Indicator.ATTENDED, Target.year == PROGRAMME, Target.province_code == ""
    )
    row = db.session.execute(
        select(people(Indicator.ATTENDED), people(Indicator.COMPLETED), aim.scalar_subquery())
    ).one()
    return PublicFigures(int(row[0]), int(row[1]), row[2])
