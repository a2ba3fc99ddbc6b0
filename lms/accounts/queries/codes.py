"""Questions about one-time codes, recovery codes, and the people behind a contact."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from lms.accounts.models import Credential, OneTimeCode
from lms.accounts.rules.codes import ASKS_WINDOW, CODE_TRIES, Purpose
from lms.core.db import db
from lms.people.models import Contact, Person, Role
from lms.people.queries import IS_HERE

CAN_ENTER = (*IS_HERE, Person.disabled_at.is_(None))
IS_STAFF = exists().where(Role.person_id == Person.id, Role.ended_at.is_(None))


class Asked(NamedTuple):
    """Codes sent in the window: to the contact, since `first`; different contacts in the network, the `last` at."""

    contact: int
    first: datetime | None
    contacts: int
    last: datetime | None


def asked(contact: str, network: str, *, before: int | None = None, at: datetime) -> Asked:
    """What was asked for lately under these keyed hashes, of those written `before` one. One SELECT."""
    values = {"contact": contact, "network": network, "since": at - ASKS_WINDOW, "before": before}
    return Asked(*db.session.execute(_asked(), values).one())


@cache
def _asked() -> Any:
    before = bindparam("before", type_=Integer)
    sent = (OneTimeCode.made_at > bindparam("since")) & OneTimeCode.purpose.in_((Purpose.SIGN_IN, Purpose.CONTACT))
    sent &= before.is_(None) | (OneTimeCode.id < before)
    mine, near = OneTimeCode.contact == bindparam("contact"), OneTimeCode.network == bindparam("network")
    parts = (
        select(func.count(OneTimeCode.id)).where(mine, sent),
        select(func.min(OneTimeCode.made_at)).where(mine, sent),
        select(func.count(OneTimeCode.contact.distinct())).where(near, sent),
        select(func.max(OneTimeCode.made_at)).where(near, sent),
    )
    return select(*(part.scalar_subquery() for part in parts))


def lives(*, at: datetime) -> tuple[Any, ...]:
    """The condition on a code that may still be used."""
    return (OneTimeCode.used_at.is_(None), OneTimeCode.expires_at > at, OneTimeCode.tries < CODE_TRIES)


def of_browser(purpose: Purpose, browser: str, *, at: datetime) -> OneTimeCode | None:
    """The living code that the browser with this digest asked for."""
    mine = (OneTimeCode.purpose == purpose, OneTimeCode.browser == browser)
    return db.session.scalar(select(OneTimeCode).where(*mine, *lives(at=at)).order_by(OneTimeCode.id.desc()).limit(1))


def of_link(link: str, *, at: datetime) -> OneTimeCode | None:
    """The living code for signing in whose link has this digest."""
    return db.session.scalar(
        select(OneTimeCode).where(OneTimeCode.link == link, OneTimeCode.purpose == Purpose.SIGN_IN, *lives(at=at))
    )


def by_id(number: int) -> OneTimeCode | None:
    """A code by its row."""
    return db.session.get(OneTimeCode, number)


def person(number: int | None) -> Person | None:
    """Somebody who may sign in, by their row."""
    return db.session.scalar(select(Person).where(Person.id == number, *CAN_ENTER))


def people_with(kind: str, value: str, *, most: int) -> list[Person]:
    """Up to `most` persons who may sign in under a contact: verified first, then oldest."""
    return list(
        db.session.scalars(
            select(Person)
            .join(Contact, Contact.person_id == Person.id)
            .where(Contact.kind == kind, Contact.value == value, *CAN_ENTER)
            .order_by(Contact.verified_at.is_(None), Person.id)
            .limit(most)
        )
    )


def contacts_of(person_id: int | None) -> list[Contact]:
    """A person's contacts, oldest first."""
    return list(db.session.scalars(select(Contact).where(Contact.person_id == person_id).order_by(Contact.id)))


def is_shared(kind: str, value: str, *, but: Any) -> Any:
    """The condition that somebody else is reached under a contact."""
    other = aliased(Person)
    held = select(Contact.id).join(other, other.id == Contact.person_id)
    here = (other.erased_at.is_(None), other.merged_at.is_(None))
    return held.where(Contact.kind == kind, Contact.value == value, other.id != but.id, *here).exists()


def recovering(kind: str, value: str, digest: str) -> Person | None:
    """The learner with this contact and recovery code; never staff."""
    return db.session.scalar(
        _learner_with(kind, value)
        .join(Credential, Credential.person_id == Person.id)
        .where(Credential.recovery == digest)
    )


def handed(kind: str, value: str, code: str, *, at: datetime) -> tuple[Person, OneTimeCode] | None:
    """The learner with this contact and code handed out, and the code; never staff."""
    living = (OneTimeCode.purpose == Purpose.PASSWORD, OneTimeCode.code == code, *lives(at=at))
    found = db.session.execute(
        _learner_with(kind, value)
        .add_columns(OneTimeCode)
        .join(OneTimeCode, OneTimeCode.person_id == Person.id)
        .where(*living)
    ).first()
    return (found[0], found[1]) if found else None


def _learner_with(kind: str, value: str) -> Any:
    mine = (Contact.kind == kind, Contact.value == value)
    return select(Person).join(Contact, Contact.person_id == Person.id).where(*mine, *CAN_ENTER, ~IS_STAFF)


def to_be_helped(person_id: str, *, by: Any) -> Person | None:
    """The learner of an address to whom a code may be handed out: never staff, never oneself."""
    return db.session.scalar(
        select(Person).where(Person.public_id == person_id, Person.id != by.id, *CAN_ENTER, ~IS_STAFF)
    )


def has_recovery(person: Any) -> bool:
    """Whether a recovery code of the person lies somewhere unused."""
    return db.session.scalar(select(Credential.recovery).where(Credential.person_id == person.id)) is not None
