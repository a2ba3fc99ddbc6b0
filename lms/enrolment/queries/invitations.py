"""Who is due an invitation to a session by e-mail, and who is due its end."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, or_, select, union
from sqlalchemy.orm import contains_eager, selectinload

from lms.core.db import db
from lms.enrolment.models import Enrolment, SentInvitation
from lms.enrolment.queries.seats import HELD
from lms.people.models import Contact, Person
from lms.people.queries import IS_HERE
from lms.schedule.models import CalendarFeed, Series, SeriesTrainer, Session
from lms.schedule.rules import SeriesState, SessionState

#: How long before a session its invitation comes: a year's class would fill a mailbox at once.
AHEAD = timedelta(days=14)
#: Mails written in one round of the job.
ROUND = 200


class Invitation(NamedTuple):
    """A session and a person, and the last message sent about it."""

    session: Session
    person: Person
    sent: SentInvitation | None


def to_invite(at: datetime, limit: int = ROUND) -> list[Invitation]:
    """Sessions of the next two weeks whose learners and trainers asked for invitations and have none, or an old one."""
    own = _classes().subquery()
    stale = or_(
        SentInvitation.session_id.is_(None), SentInvitation.method == "CANCEL", SentInvitation.shows < Session.sequence
    )
    found = (
        select(Session, Person, SentInvitation)
        .join(own, own.c.series_id == Session.series_id)
        .join(Person, Person.id == own.c.person_id)
        .join(Series, Series.id == Session.series_id)
        .outerjoin(SentInvitation, _sent(Session.id, Person.id))
        .where(Session.state == SessionState.SCHEDULED, Session.starts_at > at, Session.starts_at <= at + AHEAD)
        .where(Series.state == SeriesState.PUBLISHED, stale, *_reachable())
    )
    return _round(found, limit)


def to_uninvite(at: datetime, limit: int = ROUND) -> list[Invitation]:
    """Invitations to what is still to come and was cancelled, given up, or is not wanted any more."""
    own = _classes().subquery()
    wanted = exists().where(own.c.person_id == SentInvitation.person_id, own.c.series_id == Session.series_id)
    off = or_(Session.state == SessionState.CANCELLED, Series.state != SeriesState.PUBLISHED, ~wanted)
    found = (
        select(Session, Person, SentInvitation)
        .join(SentInvitation, SentInvitation.session_id == Session.id)
        .join(Person, Person.id == SentInvitation.person_id)
        .join(Series, Series.id == Session.series_id)
        .where(SentInvitation.method == "REQUEST", Session.starts_at > at, off, *_reachable())
    )
    return _round(found, limit)


def _classes() -> Any:
    """SELECT of (person, series) of everybody who asked for invitations: as in their calendars."""
    asked = CalendarFeed.wants_invitations
    learns = select(Enrolment.person_id, Enrolment.series_id).where(HELD)
    teaches = select(SeriesTrainer.person_id, SeriesTrainer.series_id)
    return union(
        learns.join(CalendarFeed, CalendarFeed.person_id == Enrolment.person_id).where(asked),
        teaches.join(CalendarFeed, CalendarFeed.person_id == SeriesTrainer.person_id).where(asked),
    )


def _sent(session_id: Any, person_id: Any) -> Any:
    return and_(SentInvitation.session_id == session_id, SentInvitation.person_id == person_id)


def _reachable() -> tuple[Any, ...]:
    email = exists().where(Contact.person_id == Person.id, Contact.kind == "email")
    return (*IS_HERE, Person.disabled_at.is_(None), email)


def _round(found: Any, limit: int) -> list[Invitation]:
    whole = found.options(contains_eager(Session.series), selectinload(Person.contacts))
    ordered = whole.order_by(Session.starts_at, Session.id, Person.id).limit(limit)
    return [Invitation(*row) for row in db.session.execute(ordered)]
