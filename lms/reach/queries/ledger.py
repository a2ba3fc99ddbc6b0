"""Questions put to the ledger: what stands, and whether ledger, facts and cube agree."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import String, cast, func, select, text, union_all

from lms.core.db import db
from lms.people.models import Person
from lms.reach.models import CubeCell, CubeDay, Milestone
from lms.reach.queries import facts
from lms.reach.rules.ledger import Row, Why, differences, firsts

#: What places a ledger row in the cube.
CELL = ("indicator", "scope", "day", "province_code", "gender", "age_band", "self_reported")
#: Persons compared in one go.
BATCH = 200


class Difference(NamedTuple):
    """A place where the ledger does not say what the facts say."""

    person_id: int
    indicator: str
    scope: str
    #: `missing` from the ledger, or why its row should not stand.
    what: str


def in_force(person_ids: Sequence[int]) -> dict[tuple[int, str], dict[str, Row]]:
    """(person, indicator) → scope → its row, not withdrawn."""
    found: dict[tuple[int, str], dict[str, Any]] = defaultdict(dict)
    columns = ("id", "person_id", "proof_kind", "proof_id", *CELL)
    rows = db.session.execute(
        select(*(getattr(Milestone, name) for name in columns)).where(
            Milestone.person_id.in_(person_ids), Milestone.withdrawn_at.is_(None)
        )
    )
    for row in rows:
        found[row.person_id, row.indicator][row.scope] = row
    return found


def people_after(person_id: int) -> list[int]:
    """The next persons by id."""
    return list(db.session.scalars(select(Person.id).where(Person.id > person_id).order_by(Person.id).limit(BATCH)))


def against_facts(person_ids: Sequence[int]) -> list[Difference]:
    """Where the ledger of these persons is not what the facts make of it. Empty when exact."""
    numbers = [person.id for person in facts.people(person_ids)]
    due, standing = facts.facts_of(numbers), in_force(numbers)
    found = []
    for person_id, indicator in sorted({*due, *standing}):
        rows, first = standing.get((person_id, indicator), {}), firsts(due.get((person_id, indicator), ()))
        wrong: dict[str, Why | str] = {scope: "missing" for scope in first if scope not in rows}
        wrong.update(differences(first, rows))
        found += [Difference(person_id, indicator, scope, str(what)) for scope, what in sorted(wrong.items())]
    return found


def cube_against_ledger() -> list[tuple[Any, ...]]:
    """Cells whose figure is not the number of ledger rows in force: (cell …, how many too many). Empty when exact.

    One statement for each table, so that each sees one moment; reads the whole ledger.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL statement_timeout = 0"))
    everybody = select(Milestone).where(Milestone.withdrawn_at.is_(None))
    by_month = (func.substr(cast(Milestone.day, String), 1, 7).label("period"), *_named(Milestone, CELL[3:]))
    cells = (func.substr(cast(CubeCell.month, String), 1, 7).label("period"), *_named(CubeCell, CELL[3:]))
    days = (cast(CubeDay.day, String).label("period"), CubeDay.province_code)
    by_day = (cast(Milestone.day, String).label("period"), Milestone.province_code)
    of_years = everybody.where(Milestone.scope.like("year:%"))
    return _unequal(CubeCell, cells, everybody, by_month) + _unequal(CubeDay, days, of_years, by_day)


def _named(model: Any, names: Sequence[str]) -> list[Any]:
    return [getattr(model, name) for name in names]


def _unequal(cube: Any, cells: Sequence[Any], rows: Any, by: Sequence[Any]) -> list[tuple[Any, ...]]:
    kept = select(cube.indicator, cube.scope, *cells, cube.people.label("n"))
    whole = (Milestone.indicator, Milestone.scope, *by)
    counted = rows.with_only_columns(*whole, (-func.count()).label("n")).group_by(*whole)
    both = union_all(kept, counted).subquery()
    *keys, number = both.c
    unequal = select(*keys, func.sum(number)).group_by(*keys).having(func.sum(number) != 0).order_by(*keys)
    return [(*row[:-1], int(row[-1])) for row in db.session.execute(unequal)]
