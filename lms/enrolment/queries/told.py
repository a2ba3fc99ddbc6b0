"""Questions about who is told of a change, and who can be."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, select

from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.enrolment.queries.seats import HELD
from lms.people.models import Contact, Person
from lms.people.queries import IS_HERE


class Audience(NamedTuple):
    """How many of a class a letter reaches, and how many nobody reaches but in the group."""

    by_letter: int
    unreached: int


def audience(series_id: int) -> Audience:
    """Who holds a seat in a series, by whether they gave an e-mail address (one SELECT)."""
    mail = exists().where(Contact.person_id == Enrolment.person_id, Contact.kind == "email")
    counts = select(func.count(), func.count().filter(mail)).select_from(Enrolment)
    of = counts.join(Person, Person.id == Enrolment.person_id)
    found, reached = db.session.execute(of.where(Enrolment.series_id == series_id, HELD, *IS_HERE)).one()
    return Audience(reached, found - reached)


def to_tell(series_id: int, since: datetime, *, after: int, limit: int) -> Sequence[Person]:
    """Who held a seat at `since` and holds it still, by id; `after` is the last one seen."""
    found = select(Person).join(Enrolment, Enrolment.person_id == Person.id)
    found = found.where(Enrolment.series_id == series_id, HELD, Enrolment.enrolled_at <= since, *IS_HERE)
    return db.session.scalars(found.where(Person.id > after).order_by(Person.id).limit(limit)).all()
