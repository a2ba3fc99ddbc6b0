"""What is kept of a person's places in lines: told, ended, and given to another person and back."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from lms.core.db import db
from lms.core.moving import give, ids
from lms.enrolment.models import Enrolment, Waiting
from lms.enrolment.rules import EnrolmentState, WaitingState
from lms.schedule.models import Series


def told(person: Any) -> list[dict[str, Any]]:
    """Every place, as the person may read it."""
    found = (
        select(Series.title, Waiting)
        .join(Series, Series.id == Waiting.series_id)
        .where(Waiting.person_id == person.id)
        .order_by(Waiting.asked_at, Waiting.id)
    )
    return [
        {
            "class": title,
            "state": row.state,
            "asked": row.asked_at.isoformat(),
            "ended": row.ended_at and row.ended_at.isoformat(),
        }
        for title, row in db.session.execute(found)
    ]


def step_out(person: Any, at: datetime) -> None:
    """Leave every line."""
    waits = (Waiting.person_id == person.id, Waiting.state == WaitingState.WAITING)
    db.session.execute(update(Waiting.__table__).where(*waits).values(state=WaitingState.LEFT, ended_at=at))


def move(source: Any, target: Any, at: datetime) -> dict[str, list[int]]:
    """Give the places of `source` to `target`, whose seats are moved already; answers what `put_back` needs.

    One person stands in a line once, and only without a seat: of two places the one further ahead stays, and a
    seat ends both.
    """
    given, ended, first = ids(Waiting, source), [], {}
    seats = set(_series(Enrolment, target.id, EnrolmentState.ENROLLED))
    for row in _standing(source, target):
        if row.series_id in seats or first.setdefault(row.series_id, row.id) != row.id:
            ended.append(row.id)
    _set(ended, WaitingState.LEFT, at)
    give(Waiting, given, target)
    return {"given": given, "ended": ended}


def put_back(undo: dict[str, list[int]], source: Any) -> None:
    """Undo `move`, after the seats: who stood in a line stands there again where they did, unless they hold a seat
    or another place there by now."""
    give(Waiting, undo.get("given", ()), source)
    for number in undo.get("ended", ()):
        person_id, series_id = db.session.execute(_of(number)).one()
        seats = _series(Enrolment, person_id, EnrolmentState.ENROLLED)
        if series_id not in {*seats, *_series(Waiting, person_id, WaitingState.WAITING)}:
            _set([number], WaitingState.WAITING, None)


def _of(number: int) -> Any:
    return select(Waiting.person_id, Waiting.series_id).where(Waiting.id == number)


def _standing(*persons: Any) -> list[Any]:
    waits = (Waiting.person_id.in_([person.id for person in persons]), Waiting.state == WaitingState.WAITING)
    return list(db.session.execute(select(Waiting.id, Waiting.series_id).where(*waits).order_by(Waiting.id)))


def _series(model: Any, person_id: int, state: str) -> list[int]:
    return list(db.session.scalars(select(model.series_id).where(model.person_id == person_id, model.state == state)))


def _set(numbers: list[int], state: WaitingState, at: datetime | None) -> None:
    rows = update(Waiting.__table__).where(Waiting.id.in_(numbers))
    db.session.execute(rows.values(state=state, ended_at=at))
