"""What enrolment keeps of a person: their classes, and the version of their calendar address."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.core.clock import now
from lms.core.db import db, insert_once
from lms.core.moving import exchange, give
from lms.enrolment.models import Enrolment, SeatCount
from lms.enrolment.rules import EnrolmentState
from lms.schedule.actions import calendars_changed
from lms.schedule.models import CalendarFeed, Series


def export(person: Any) -> dict[str, Any]:
    """The classes, when they were joined and left, and how."""
    found = db.session.execute(
        select(Series.title, Enrolment)
        .join(Series, Series.id == Enrolment.series_id)
        .where(Enrolment.person_id == person.id)
        .order_by(Enrolment.enrolled_at, Enrolment.id)
    )
    return {
        "classes": [
            {
                "class": title,
                "state": row.state,
                "joined": row.enrolled_at.isoformat(),
                "left": row.withdrawn_at and row.withdrawn_at.isoformat(),
                "way": row.way,
            }
            for title, row in found
        ]
    }


def erase(person: Any) -> None:
    """The seats stay, for they are counted and tell no name; the calendar address stops."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the classes of `source` to `target`; answers what `move_back` needs.

    Both were in a class: `target` gets the better row of the two (a seat before none, then who came first), and
    of two seats that of `source` is freed. The calendar of `source` stays: its address belongs to an account
    that nobody uses any more.
    """
    theirs = {row.series_id: row for row in _rows(target)}
    undo: dict[str, Any] = {"enrolments": [], "exchanged": [], "freed": []}
    for row in _rows(source):
        other = theirs.get(row.series_id)
        if other is None:
            undo["enrolments"].append(row.id)
            continue
        stays = row
        if _rank(row) < _rank(other):
            undo["exchanged"].append([row.id, other.id])
            stays = other
        if row.state == other.state == EnrolmentState.ENROLLED:
            undo["freed"].append([stays.id, row.series_id])
    at = now()
    for row_id, series_id in undo["freed"]:
        _set_state(row_id, EnrolmentState.WITHDRAWN, at)
        _count_seats(series_id, -1)
    _give(undo, target)
    calendars_changed([source.id, target.id], at)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`. A seat that was freed is taken again, even in a class that is full by now."""
    _give(undo, source)
    for row_id, series_id in undo["freed"]:
        _set_state(row_id, EnrolmentState.ENROLLED, None)
        _count_seats(series_id, 1)
    calendars_changed([source.id, target.id], now())


def _rows(person: Any) -> list[Any]:
    columns = (Enrolment.id, Enrolment.series_id, Enrolment.state, Enrolment.enrolled_at)
    return list(db.session.execute(select(*columns).where(Enrolment.person_id == person.id).order_by(Enrolment.id)))


def _rank(row: Any) -> Any:
    return row.state != EnrolmentState.ENROLLED, row.enrolled_at


def _set_state(row_id: int, state: str, withdrawn_at: Any) -> None:
    row = update(Enrolment.__table__).where(Enrolment.id == row_id)
    db.session.execute(row.values(state=state, withdrawn_at=withdrawn_at))


def _count_seats(series_id: int, more: int) -> None:
    """So many seats more are taken, whatever the limit."""
    insert_once(SeatCount, {"series_id": series_id, "taken": 0}, "series_id")
    seats = update(SeatCount.__table__).where(SeatCount.series_id == series_id)
    db.session.execute(seats.values(taken=SeatCount.taken + more))


def _give(undo: dict[str, Any], taker: Any) -> None:
    give(Enrolment, undo["enrolments"], taker)
    for one, other in undo["exchanged"]:
        exchange(Enrolment, one, other)
