"""Taking a seat and giving it up. Seats move by one conditional statement, so that none is lost or given twice."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from lms.core.db import db
from lms.core.outbox import announce_all
from lms.enrolment import queries, rules
from lms.enrolment.actions.line import serve, stand_in_line
from lms.enrolment.models import Waiting
from lms.enrolment.queries import Place
from lms.enrolment.rules import Outcome, SeatsGone, WaitingState
from lms.enrolment.seating import add_taken, hold, seat, step_out, take_seat, unseat
from lms.people.models import Person
from lms.schedule.actions import calendars_changed
from lms.schedule.models import Series


def enrol(person: Person, place: Place, *, way: str, by: Any, at: datetime) -> Outcome:
    """Give a person a seat, or the next place in the line when all are taken; a second time changes nothing.

    Who gave a seat up comes back on the same row. Refused, with nothing written, when the person may not learn,
    the class is not open, or it is full and its line has ended.
    """
    if place.enrolled:
        return Outcome.UNCHANGED
    series = place.series
    rules.check_learns(person.paused_why)
    window = {"opens_at": series.enrol_from, "closes_at": series.enrol_until}
    rules.check_may_enrol(series.state, place.last_ends_at, at, **window)
    if not take_seat(series.id):
        return _wait(person, place, at)
    number = seat(series.id, person.id, way, at)
    if number is None:
        add_taken(series.id, -1)
        return Outcome.UNCHANGED
    calendars_changed([person.id], at=at)
    announce_all(("enrolment.enrolled", "enrolment.welcome"), number, at=at)
    return Outcome.SEATED


def _wait(person: Person, place: Place, at: datetime) -> Outcome:
    """Into the line, if there is one. The count is locked since `take_seat`: what is read now is how things stand."""
    series = place.series
    if queries.is_enrolled(person, series.id):
        return Outcome.UNCHANGED
    if not rules.line_open(series.state, place.last_starts_at, at):
        raise SeatsGone(seats=series.seats)
    stand_in_line(series.id, person.id, at=at)
    return Outcome.WAITING


def leave(person: Person, series: Series, *, by: Any, at: datetime) -> bool:
    """Give the seat up, or the place in the line; False if the person has neither. The seat goes to the next in line
    at once.

    In a class that is over nobody can use it: it stays, and with it what the person did there.
    """
    hold(series.id)
    over = queries.next_session(series.id, at) is None
    if over or unseat(series.id, person.id, at) is None:
        return step_out(series.id, person.id, WaitingState.LEFT, at) is not None
    add_taken(series.id, -1)
    calendars_changed([person.id, *serve(series.id, by=by, at=at)], at=at)
    return True


def decline(waiting: Waiting, *, by: Any, at: datetime) -> bool:
    """Give back the seat that the line brought; False if it is gone already, or is another one by now."""
    hold(waiting.series_id)
    found = queries.seat_that_came(waiting.public_id)
    if not found.declinable or not leave(found.person, found.series, by=by, at=at):
        return False
    db.session.execute(
        update(Waiting)
        .where(Waiting.id == waiting.id)
        .values(state=WaitingState.DECLINED)
        .execution_options(synchronize_session=False)
    )
    return True


def leave_all(person_id: int, *, by: Any, at: datetime) -> int:
    """Give up the person's seats in classes that go on, and their places in lines, if they are paused still;
    answers how many."""
    person = db.session.get_one(Person, person_id)
    if person.paused_at is None:
        return 0
    found = queries.classes_ahead(person, at)
    for series in found:
        hold(series.id)
    return sum(leave(person, series, by=by, at=at) for series in found)
