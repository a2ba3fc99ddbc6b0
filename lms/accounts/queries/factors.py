"""Questions about second factors and about what is half way."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select

from lms.accounts.models import Authenticator, Ceremony, Passkey, SignIn
from lms.accounts.rules.factors import CEREMONY_TRIES
from lms.core.db import db
from lms.people.models import Person
from lms.people.queries import IS_HERE


class Factors(NamedTuple):
    """What a person can prove themselves with besides a password."""

    app: bool
    passkeys: int

    @property
    def count(self) -> int:
        """How many there are."""
        return self.app + self.passkeys


def factors(person: Any) -> Factors:
    """The person's second factors. One SELECT."""
    app = exists().where(Authenticator.person_id == person.id)
    passkeys = select(func.count(Passkey.id)).where(Passkey.person_id == person.id).scalar_subquery()
    return Factors(*db.session.execute(select(app, passkeys)).one())


def ceremony(token: str, purpose: str, *, at: datetime) -> tuple[Ceremony, Person | None] | None:
    """What is half way under a token's digest, with whom it is about, while it may still be ended."""
    row = db.session.execute(
        select(Ceremony, Person)
        .outerjoin(Person, Person.id == Ceremony.person_id)
        .where(
            Ceremony.token == token,
            Ceremony.purpose == purpose,
            Ceremony.used_at.is_(None),
            Ceremony.expires_at > at,
            Ceremony.tries < CEREMONY_TRIES,
            Person.disabled_at.is_(None),
            *IS_HERE,
        )
    ).one_or_none()
    return row and (row[0], row[1])


def authenticator(person: Any) -> Authenticator | None:
    """The person's authenticator app."""
    return db.session.get(Authenticator, person.id)


def passkeys(person: Any) -> list[Passkey]:
    """The person's passkeys, the oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.id)))


def passkey_of(person: Any, passkey_id: str) -> Passkey | None:
    """The person's own passkey with this public id."""
    return db.session.scalar(select(Passkey).where(Passkey.public_id == passkey_id, Passkey.person_id == person.id))


def passkey(credential: str) -> tuple[Passkey, Person] | None:
    """The passkey with this credential id and its owner, if they may come in."""
    row = db.session.execute(
        select(Passkey, Person)
        .join(Person, Person.id == Passkey.person_id)
        .where(Passkey.credential == credential, Person.disabled_at.is_(None), *IS_HERE)
    ).one_or_none()
    return row and (row[0], row[1])


def began_at(sign_in: Any) -> datetime | None:
    """When a sign-in was made."""
    return db.session.scalar(select(SignIn.began_at).where(SignIn.id == sign_in.id))
