"""Who stands behind the signed link of one session."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import contains_eager

from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.people.models import Person
from lms.people.queries import IS_HERE
from lms.schedule.models import Notice, Series, Session
from lms.schedule.queries import SHOWN

HAS_SEAT = "enrolled"
#: So long before a session begins, a move is still news.
RECENT = timedelta(days=7)


class Ticket(NamedTuple):
    """A session, the person the link is for, and whether they hold a seat in its series now."""

    session: Session
    person: Person
    enrolled: bool


def ticket(person_id: str, session_id: str) -> Ticket | None:
    """Of a person and a session (public ids), in one SELECT; None once one of them is not there any more."""
    found = db.session.execute(_ticket(), {"person_id": person_id, "session_id": session_id}).first()
    return Ticket(found[0], found[1], found[2] == HAS_SEAT) if found else None


@cache
def _ticket() -> Any:
    return (
        select(Session, Person, Enrolment.state)
        .join(Series, Series.id == Session.series_id)
        .join(Person, Person.public_id == bindparam("person_id"))
        .join(Enrolment, and_(Enrolment.series_id == Series.id, Enrolment.person_id == Person.id))
        .where(
            Session.public_id == bindparam("session_id"),
            Series.state.in_(SHOWN),
            Person.disabled_at.is_(None),
            *IS_HERE,
        )
        .options(contains_eager(Session.series))
    )


def moved_from(session: Session) -> datetime | None:
    """When a session was to begin before it was moved within the last days; None if it stands where it stood."""
    news = (
        select(Notice.before)
        .where(Notice.series_id == session.series_id, Notice.at > session.starts_at - RECENT)
        .where(Notice.replaced_at.is_(None))
        .order_by(Notice.at.desc(), Notice.id.desc())
    )
    for before in db.session.scalars(news):
        began = before.get(str(session.id), {}).get("starts_at")
        if began and (stood := datetime.fromisoformat(began)) != session.starts_at:
            return stood
    return None
