"""Keeping the ledger and the cube equal to the facts.

Whoever recounts a person holds them until the commit, and reads the facts after that: a fact seen too late has
left a change of its own, so nothing is missed. A row enters the cube with the statement that wrote it, and
leaves it with the statement that withdrew it, so nothing is counted twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, text, update

from lms.core.db import add_to_each, db, insert_once, insert_once_each, take_write_lock
from lms.core.outbox import announce_each, claim
from lms.core.revisions import Revision, put, touch
from lms.reach.models import CubeCell, CubeDay, Merged, Milestone
from lms.reach.queries import changes, facts, ledger
from lms.reach.queries.ledger import CELL, Difference
from lms.reach.rules.indicators import Indicator
from lms.reach.rules.ledger import RULE, Fact, Traits, Why, differences, firsts, noted, now_known, traits
from lms.reach.rules.people import described

#: Changes taken in one transaction; each concerns one person, so that nobody is held for long.
BATCH = 200
#: How far the rolling check has come: the last person's id.
CHECKED = "reach.checked"
#: What a ledger row in force is the only one of.
_KEY = (Milestone.person_id, Milestone.indicator, Milestone.scope)
_PAST_MAPPER = {"synchronize_session": False}


def count_new(*, at: datetime) -> int:
    """Recount those whom the oldest waiting changes concern; answers how many changes there were."""
    waiting = claim(*changes.KINDS, most=BATCH)
    for change in waiting:
        if change.kind == changes.PLANNED:
            announce_each(changes.AGAIN, changes.there_in(change.subject), at=at)
        elif change.kind == changes.ASKED:
            announce_each(changes.AGAIN, changes.in_track_of(change.subject), at=at)
    recount(changes.people_behind(waiting), at=at)
    return len(waiting)


def recount(person_ids: Sequence[int], *, at: datetime) -> int:
    """Make the ledger of these persons, and the cube with it, equal to the facts; answers how many rows changed.

    Safe at any time, any number of times, and by several workers at once. Some twenty statements for a batch.
    """
    if not person_ids:
        return 0
    take_write_lock(db.session.connection())
    people = facts.people(person_ids, hold=True)
    numbers = [person.id for person in people]
    due, standing = facts.facts_of(numbers), ledger.in_force(numbers)
    withdraw: dict[Why, list[int]] = defaultdict(list)
    record: list[dict[str, Any]] = []
    for person in people:
        for indicator in Indicator:
            rows = standing.get((person.id, indicator), {})
            first = firsts(due.get((person.id, indicator), ()))
            gone = _outdated(person, first, rows)
            for scope, why in gone.items():
                withdraw[why].append(rows[scope].id)
            missing = [scope for scope in first if scope in gone or scope not in rows]
            record += [_row(person, indicator, scope, first[scope], rows, at) for scope in missing]
    return _change(withdraw, record, at)


def check_next(*, at: datetime) -> list[Difference]:
    """Compare the next persons with the facts and mend what differs; goes round and round, a batch a time.

    Finds what no change below announced. Empty when all was well.
    """
    come = db.session.scalar(select(Revision.value).where(Revision.name == CHECKED))
    people = ledger.people_after(int(come or 0))
    found = ledger.against_facts(people)
    recount(sorted({difference.person_id for difference in found}), at=at)
    put(CHECKED, str(people[-1]) if len(people) == ledger.BATCH else "0")
    return found


def merge(source: Any, target: Any, *, at: datetime) -> dict[str, list[int]]:
    """Count `source` as `target` from now on; answers the rows withdrawn and recorded for it.

    The facts are already where they belong.
    """
    take_write_lock(db.session.connection())
    facts.people([source.id, target.id], hold=True)
    insert_once(Merged, {"person_id": source.id, "into_id": target.id}, "person_id")
    before = _standing(source, target)
    _change({Why.MERGED: _standing(source)}, [], at)
    recount([target.id], at=at)
    after = _standing(target)
    return {"withdrawn": sorted({*before} - {*after}), "recorded": sorted({*after} - {*before})}


def part(source: Any, target: Any, undo: dict[str, list[int]], *, at: datetime) -> None:
    """Undo `merge`: the ledger is as if it had never been, but for what happened since.

    The rows recorded for it go, for they proved nothing; that there was a merge stays written elsewhere.
    """
    take_write_lock(db.session.connection())
    db.session.execute(delete(Merged).where(Merged.person_id == source.id))
    facts.people([source.id, target.id], hold=True)
    written = (Milestone.id.in_(undo["recorded"]), Milestone.withdrawn_at.is_(None))
    cells = [getattr(Milestone, name) for name in CELL]
    gone = db.session.execute(delete(Milestone).where(*written).returning(*cells), execution_options=_PAST_MAPPER).all()
    held = {tuple(row) for row in db.session.execute(select(*_KEY).where(Milestone.id.in_(_standing(source, target))))}
    before = db.session.execute(select(Milestone.id, *_KEY).where(Milestone.id.in_(undo["withdrawn"]))).all()
    again = Milestone.id.in_([row.id for row in before if tuple(row[1:]) not in held])
    stand = update(Milestone).where(again).values(withdrawn_at=None, withdrawn_why=None).returning(*cells)
    _move(gone, db.session.execute(stand, execution_options=_PAST_MAPPER).all())
    touch("reach")
    recount([source.id, target.id], at=at)


def _standing(*people: Any) -> list[int]:
    numbers = [person.id for person in people]
    rows = select(Milestone.id).where(Milestone.person_id.in_(numbers), Milestone.withdrawn_at.is_(None))
    return list(db.session.scalars(rows))


def _outdated(person: Any, due: dict[str, Fact], rows: dict[str, Any]) -> dict[str, Why]:
    gone = differences(due, rows)
    for scope, row in rows.items():
        if scope not in gone and now_known(row, _traits(person, row.day)[0]):
            gone[scope] = Why.NOW_KNOWN
    return gone


def _traits(person: Any, day: Any) -> tuple[Traits, Any]:
    """What is known of a person now, aged as on `day`."""
    then = described(day, person.birth_year, person.birth_date)
    return Traits(person.province_code or "", person.gender or "", then.band.value), then


def _row(person: Any, indicator: str, scope: str, fact: Fact, rows: dict[str, Any], at: datetime) -> dict[str, Any]:
    now, then = _traits(person, fact.day)
    said = traits(noted(scope, fact, rows), now)
    return {
        "person_id": person.id,
        "indicator": indicator,
        "scope": scope,
        "day": fact.day,
        **said._asdict(),
        "youth": then.youth,
        "by_year": then.by_year_only,
        "self_reported": fact.self_reported,
        "proof_kind": fact.proof_kind,
        "proof_id": fact.proof_id,
        "rule": RULE,
        "recorded_at": at,
    }


def _change(withdraw: dict[Why, list[int]], record: list[dict[str, Any]], at: datetime) -> int:
    """Withdraw and record ledger rows, and move the cube by what was written."""
    gone: list[Any] = []
    for why, numbers in sorted(withdraw.items()):
        statement = (
            update(Milestone)
            .where(Milestone.id.in_(numbers), Milestone.withdrawn_at.is_(None))
            .values(withdrawn_at=at, withdrawn_why=why.value)
            .returning(*(getattr(Milestone, name) for name in CELL))
        )
        gone += db.session.execute(statement.execution_options(synchronize_session=False))
    new = insert_once_each(
        Milestone,
        record,
        "person_id",
        "indicator",
        "scope",
        where=text("withdrawn_at IS NULL"),
        returning=list(CELL),
    )
    if gone or new:
        _move(gone, new)
        touch("reach")
    return len(gone) + len(new)


def _move(gone: Iterable[Any], new: Iterable[Any]) -> None:
    """Move the cells; always in one order, so that two workers never wait for each other in a ring."""
    cells: Counter[tuple[Any, ...]] = Counter()
    days: Counter[tuple[Any, ...]] = Counter()
    for rows, by in ((gone, -1), (new, 1)):
        for row in rows:
            cells[row.indicator, row.scope, row.day.replace(day=1), *row[3:]] += by
            if row.scope.startswith("year:"):
                days[row.indicator, row.scope, row.day, row.province_code] += by
    cell = ("indicator", "scope", "month", *CELL[3:])
    add_to_each(CubeCell, _rows(cell, cells), "people")
    add_to_each(CubeDay, _rows(CELL[:4], days), "people")


def _rows(names: Sequence[str], counts: Counter[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [{**dict(zip(names, key, strict=True)), "people": by} for key, by in sorted(counts.items()) if by]
