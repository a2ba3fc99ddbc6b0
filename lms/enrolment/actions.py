"""Changes to who is in a class. Seats move by one conditional statement, so that none is lost or given twice."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lms.audit import actions as audit
from lms.core.db import db, insert_once_id, upsert
from lms.core.outbox import announce_all
from lms.enrolment import queries, rules
from lms.enrolment.models import CalendarFeed, Enrolment, SeatCount
from lms.enrolment.queries import Place
from lms.enrolment.rules import EnrolmentState, SeatsGone
from lms.people.models import Person
from lms.schedule.models import Series


def enrol(person: Person, place: Place, *, way: str, by: Any, at: datetime) -> bool:
    """Give a person a seat; False if they hold one already. Who gave one up comes back on the same row.

    Refused, with nothing written, when the person may not learn, or the series is not open or full. Fullness is
    read first, so that a rush on a full class writes nothing; the conditional statement has the last word.
    """
    if place.enrolled:
        return False
    series = place.series
    rules.check_learns(person.paused_why)
    rules.check_may_enrol(series.state, place.last_ends_at, at)
    if rules.seats_left(series.seats, place.taken or 0) == 0 or not _take_seat(series.id):
        raise SeatsGone(seats=series.seats)
    number = _write(person, series, way, at)
    if number is None:
        _free_seat(series.id)
        return False
    _calendar_changed(person, at)
    announce_all(("enrolment.enrolled", "enrolment.welcome"), number, at=at)
    return True


def leave(person: Person, series: Series, *, by: Any, at: datetime) -> bool:
    """Give the seat up; False if the person holds none."""
    number = db.session.scalar(
        update(Enrolment)
        .where(Enrolment.series_id == series.id, Enrolment.person_id == person.id, queries.HELD)
        .values(state=EnrolmentState.WITHDRAWN, withdrawn_at=at)
        .returning(Enrolment.id)
        .execution_options(synchronize_session=False)
    )
    if number is None:
        return False
    _free_seat(series.id)
    _calendar_changed(person, at)
    return True


def leave_all(person_id: int, *, by: Any, at: datetime) -> int:
    """Give up the person's seats in classes that go on, if they are paused still; answers how many."""
    person = db.session.get_one(Person, person_id)
    if person.paused_at is None:
        return 0
    return sum(leave(person, series, by=by, at=at) for series, ahead in queries.series_of(person, at) if ahead)


def renew_calendar(person: Person, *, by: Any, at: datetime) -> None:
    """Give a person's calendar a new address; the old one stops."""
    _calendar_changed(person, at)
    db.session.execute(
        update(CalendarFeed).where(CalendarFeed.person_id == person.id).values(version=CalendarFeed.version + 1)
    )
    audit.record("enrolment.calendar-renewed", "person", person.id, by=by, at=at)


def _take_seat(series_id: int) -> bool:
    """One more seat taken, unless all are: decided and written in one statement."""
    taken = db.session.scalar(_seat(db.engine.dialect.name), {"series_id": series_id, "taken": 1, "which": series_id})
    return taken is not None


@cache
def _seat(dialect: str) -> Any:
    count = SeatCount.__table__
    statement = (sqlite if dialect == "sqlite" else postgresql).insert(count)
    # By its own name: a column of `count` would bring the whole table into the subquery.
    seats = select(Series.seats).where(Series.id == bindparam("which")).scalar_subquery()
    return statement.on_conflict_do_update(
        index_elements=["series_id"], set_={"taken": count.c.taken + 1}, where=count.c.taken < seats
    ).returning(count.c.taken)


def _free_seat(series_id: int) -> None:
    db.session.execute(
        update(SeatCount)
        .where(SeatCount.series_id == series_id, SeatCount.taken > 0)
        .values(taken=SeatCount.taken - 1)
        .execution_options(synchronize_session=False)
    )


def _write(person: Person, series: Series, way: str, at: datetime) -> int | None:
    """The row of an enrolment: new, or one given up taken up again; None if another request was first."""
    held = {"state": EnrolmentState.ENROLLED, "enrolled_at": at, "withdrawn_at": None, "way": way}
    values = {"series_id": series.id, "person_id": person.id, **held}
    number = insert_once_id(Enrolment, values, "series_id", "person_id")
    if number is not None:
        return number
    return db.session.scalar(
        update(Enrolment)
        .where(
            Enrolment.series_id == series.id,
            Enrolment.person_id == person.id,
            Enrolment.state == EnrolmentState.WITHDRAWN,
        )
        .values(**held)
        .returning(Enrolment.id)
        .execution_options(synchronize_session=False)
    )


def _calendar_changed(person: Person, at: datetime) -> None:
    values = {"person_id": person.id, "version": 1, "changed_at": at}
    upsert(CalendarFeed, values, "person_id", update=["changed_at"])
