"""Whom to remind of which session, and whom no letter reaches."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, and_, cast, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import contains_eager, selectinload

from lms.core.db import db
from lms.enrolment import reminders
from lms.enrolment.models import Enrolment, RemindersOff
from lms.enrolment.queries.seats import HELD, PAGE
from lms.enrolment.reminders import Kind
from lms.notifications.models import Letter
from lms.people.models import Contact, Person
from lms.people.queries import IS_HERE
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState, SessionState


class Reminded(NamedTuple):
    """Whether letters reach a person at all, and whether they want reminders."""

    reached: bool
    on: bool


def due(at: datetime) -> Iterator[tuple[Kind, Session]]:
    """The sessions to be reminded of now, those that begin first at first, each with its series (one SELECT)."""
    soon = (
        select(Session)
        .join(Series, Series.id == Session.series_id)
        .where(
            Session.state == SessionState.SCHEDULED,
            Series.state == SeriesState.PUBLISHED,
            Session.starts_at > at,
            Session.starts_at <= at + max(reminders.BEFORE.values()),
        )
        .options(contains_eager(Session.series))
        .order_by(Session.starts_at, Session.id)
    )
    for session in db.session.scalars(soon):
        for kind in Kind:
            if reminders.is_due(kind, session.starts_at, at):
                yield kind, session


def to_remind(kind: Kind, session: Session, *, by_text: bool, most: int) -> list[Person]:
    """Learners with a seat whom a letter reaches, who want it and have not got it; `by_text`: a gateway is there."""
    key = literal(reminders.key_of(kind, session.id, session.starts_at)) + cast(Person.id, String)
    found = (
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.series_id == session.series_id, HELD, *_LEARNS, reached(by_text))
        .where(~exists().where(RemindersOff.person_id == Person.id), ~exists().where(Letter.key == key))
        .options(selectinload(Person.contacts))
        .order_by(Person.id)
        .limit(most)
    )
    if kind == Kind.TOMORROW:
        found = found.where(Enrolment.enrolled_at <= reminders.due_at(kind, session.starts_at))
    return list(db.session.scalars(found))


_LEARNS = (Person.paused_at.is_(None), Person.disabled_at.is_(None), *IS_HERE)


def reached(by_text: bool) -> Any:
    """Condition on `Person`: has an e-mail, or (`by_text`) a verified phone."""
    mail = Contact.kind == "email"
    phone = and_(Contact.kind == "phone", Contact.verified_at.is_not(None))
    return exists().where(Contact.person_id == Person.id, or_(mail, phone) if by_text else mail)


def unreached(series_id: int, *, by_text: bool, after: str | None = None, most: int = PAGE) -> list[Person]:
    """Who holds a seat and gets no letter, in class-list order; `after`: the public id of the last one seen."""
    order = (Person.name_sort, Person.id)
    found = (
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.series_id == series_id, HELD, *_LEARNS, ~reached(by_text))
        .options(selectinload(Person.contacts))
        .order_by(*order)
        .limit(most)
    )
    last = db.session.execute(select(*order).where(Person.public_id == after)).first() if after else None
    return list(db.session.scalars(found.where(tuple_(*order) > tuple_(*last)) if last else found))


def unreached_in(series_id: int, *, by_text: bool) -> Any:
    """SELECT how many `unreached` finds."""
    found = select(func.count()).select_from(Enrolment).join(Person, Person.id == Enrolment.person_id)
    return found.where(Enrolment.series_id == series_id, HELD, *_LEARNS, ~reached(by_text))


def reminded(person: Any, *, by_text: bool) -> Reminded:
    """How a person stands to reminders (one SELECT)."""
    off = exists().where(RemindersOff.person_id == Person.id)
    found = select(reached(by_text), ~off).where(Person.id == person.id)
    return Reminded(*db.session.execute(found).one())
