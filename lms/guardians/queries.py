"""Questions about guardianships."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, or_, select

from lms.core.db import db
from lms.guardians import rules
from lms.guardians.models import Guardianship, WrongGuardianCode
from lms.guardians.rules import State
from lms.people import queries as people
from lms.people.models import Consent, Person
from lms.people.rules import Paused, Purpose, day_of, under_16


class Standing(NamedTuple):
    """How a child stands with the guardian: `consented` says whether one ever did, `since` when at last.

    `consents` are the child's in force, of every purpose.
    """

    state: State
    consented: bool
    has_code: bool
    since: datetime | None
    version: int
    consents: list[Consent]


def of(child: Any) -> Guardianship | None:
    """The child's guardianship; None as long as nothing was noted."""
    return db.session.scalar(select(Guardianship).where(Guardianship.child_id == child.id))


def standing(child: Any, row: Guardianship | None, *, at: datetime) -> Standing:
    """How `child` stands with the guardian in `row` (from `of`)."""
    is_child = under_16(day_of(at), child.birth_year, child.birth_date)
    consents = people.consents(child)
    ways = [consent.way for consent in consents if consent.purpose == Purpose.LEARNING]
    since = row and row.consented_at
    state = rules.state(child.paused_why, is_child, since is not None, ways)
    version = row.link_version if row else 1
    return Standing(state, since is not None, bool(row and row.code), since, version, consents)


def asks(person: Any, at: datetime) -> str | None:
    """What *Today* has to ask: "ask" a guardian, one's "own" consent at 16, or nothing. At most one SELECT.

    Whoever was 16 when they came never had a guardian here.
    """
    if person.paused_why == Paused.GUARDIAN:
        return "ask" if under_16(day_of(at), person.birth_year, person.birth_date) else "own"
    came, now = (under_16(day_of(when), person.birth_year, person.birth_date) for when in (person.created_at, at))
    if now or not came or person.paused_why:
        return None
    ways = (consent.way for consent in people.consents(person) if consent.purpose == Purpose.LEARNING)
    return "own" if "guardian" in ways else None


def wrong_codes(guardianship_id: int, *, before: int | None = None, at: datetime) -> tuple[int, datetime | None]:
    """How many wrong codes the page saw in the window (of those written down before one), and the first of them."""
    recent = [WrongGuardianCode.guardianship_id == guardianship_id, WrongGuardianCode.at > at - rules.TRIES_WINDOW]
    if before is not None:
        recent.append(WrongGuardianCode.id < before)
    count, first = db.session.execute(select(func.count(), func.min(WrongGuardianCode.at)).where(*recent)).one()
    return count, first


def unconfirmed(at: datetime, *, most: int = 500) -> list[Person]:
    """Children whose account no guardian has ever consented to and whose time is over (`rules.UNCONFIRMED_KEPT`)."""
    consented = exists().where(Guardianship.child_id == Person.id, Guardianship.consented_at.is_not(None))
    waiting = (Person.paused_why == Paused.GUARDIAN, Person.paused_at <= at - rules.UNCONFIRMED_KEPT)
    return list(
        db.session.scalars(select(Person).where(*waiting, ~consented, *people.IS_HERE).order_by(Person.id).limit(most))
    )


def to_forget(day: date, *, most: int = 500) -> list[Guardianship]:
    """Guardianships with something of a guardian left whose child is grown up by `day`, with a year to spare."""
    told = or_(Guardianship.name != "", Guardianship.phone.is_not(None), Guardianship.code.is_not(None))
    grown = Person.birth_year <= day.year - rules.FORGOTTEN_AT
    found = db.session.execute(
        select(Guardianship, Person)
        .join(Person, Person.id == Guardianship.child_id)
        .where(told, grown)
        .order_by(Person.birth_year, Guardianship.id)
        .limit(most)
    )
    return [row for row, child in found if rules.is_forgotten(day, child.birth_year, child.birth_date)]
