"""A person's own classes and sessions."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import contains_eager

from lms.core.db import db
from lms.enrolment.models import Enrolment, Waiting
from lms.enrolment.queries.seats import HELD, WAITS
from lms.schedule import queries as schedules
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState, SessionState


class Held(NamedTuple):
    """A seat of one's own."""

    series: Series
    #: The next or running session; None in a class that is over.
    next: Session | None
    #: The waiting list brought it, and no session has begun since: it is offered to be given back.
    came: bool


def series_of(person: Any, at: datetime) -> list[Held]:
    """The seats a person holds, each with its next session: those that meet next first, then the past."""
    since = (Session.starts_at > Enrolment.enrolled_at, Session.starts_at <= at)
    begun = exists().where(Session.series_id == Series.id, *since).correlate(Series, Enrolment)
    found = (
        select(Series, Session, and_(Enrolment.way == "waiting-list", ~begun))
        .join(Enrolment, Enrolment.series_id == Series.id)
        .outerjoin(Session, Session.id == schedules.next_session_id(at))
        .where(Enrolment.person_id == person.id, HELD, Series.state != SeriesState.DRAFT)
        .order_by(Session.starts_at.is_(None), Session.starts_at, Series.first_date.desc(), Series.id)
        .limit(200)
    )
    return [Held(*row) for row in db.session.execute(found)]


def classes_ahead(person: Any, at: datetime) -> list[Series]:
    """Every class that goes on in which a person holds a seat or waits for one, by id."""
    seat = exists().where(Enrolment.series_id == Series.id, Enrolment.person_id == person.id, HELD)
    place = exists().where(Waiting.series_id == Series.id, Waiting.person_id == person.id, WAITS)
    ahead = or_(place, and_(seat, schedules.next_session_id(at).is_not(None)))
    return list(db.session.scalars(select(Series).where(ahead, Series.state != SeriesState.DRAFT).order_by(Series.id)))


def _coming(person: Any, at: datetime) -> Any:
    return (
        select(Session)
        .join(Series, Series.id == Session.series_id)
        .join(Enrolment, Enrolment.series_id == Session.series_id)
        .where(
            Enrolment.person_id == person.id,
            HELD,
            Session.state == SessionState.SCHEDULED,
            Session.ends_at > at,
            Series.state == SeriesState.PUBLISHED,
        )
        .options(contains_eager(Session.series))
        .order_by(Session.starts_at, Session.id)
    )


def next_session_of(person: Any, at: datetime) -> Session | None:
    """The session a person is in or goes to next, over all series they hold a seat in, with its series: one SELECT."""
    return db.session.scalar(_coming(person, at).limit(1))


def upcoming_of(person: Any, at: datetime, limit: int = 20) -> list[Session]:
    """The running and coming sessions of a person, soonest first, each with its series: one SELECT."""
    return list(db.session.scalars(_coming(person, at).limit(limit)))
