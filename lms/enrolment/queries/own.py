"""A person's own classes and sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.enrolment.queries.seats import HELD
from lms.schedule import queries as schedules
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState, SessionState


def series_of(person: Any, at: datetime) -> list[tuple[Series, Session | None]]:
    """The series a person holds a seat in, each with its next session: those that meet next first, then the past."""
    found = (
        select(Series, Session)
        .join(Enrolment, Enrolment.series_id == Series.id)
        .outerjoin(Session, Session.id == schedules.next_session_id(at))
        .where(Enrolment.person_id == person.id, HELD, Series.state != SeriesState.DRAFT)
        .order_by(Session.starts_at.is_(None), Session.starts_at, Series.first_date.desc(), Series.id)
        .limit(200)
    )
    return [(series, session) for series, session in db.session.execute(found)]


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
