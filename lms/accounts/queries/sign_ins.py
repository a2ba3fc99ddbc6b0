"""Questions about sign-ins."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, and_, bindparam, func, or_, select

from lms.accounts.models import Credential, FailedSignIn, SignIn
from lms.accounts.rules.sign_ins import TRIES_WINDOW
from lms.core.db import db
from lms.people.models import Contact, Person, Role
from lms.people.rules import Paused

#: Whom one can be in the demonstration; a coordinator of one province beside the one of the whole country.
PARTS = ("learner", "child", "trainer", "coordinator", "provincial", "partner", "caretaker")


class Candidate(NamedTuple):
    """Somebody a sign-in may be for, with their password as it is kept."""

    person_id: int
    password: str


class Failures(NamedTuple):
    """What the throttle has to know: tries at what was typed since `first`; how much that was typed failed near by."""

    contact: int
    first: datetime | None
    network_contacts: int
    network_last: datetime | None


class Tried(NamedTuple):
    """A try that was written down: its number, and with it the tries at the same and on the same person."""

    number: int
    contact: int
    first: datetime | None
    person: int


class Here(NamedTuple):
    """A sign-in as every request needs it."""

    id: int
    public_id: str
    way: str
    began_at: datetime
    seen_at: datetime
    expires_at: datetime
    idle_seconds: int


class Held(NamedTuple):
    """A role in force as every request needs it."""

    name: str
    province_code: str


def viewer(token: str, *, at: datetime) -> tuple[Person, Here] | None:
    """The person behind a token's digest, with `roles_now` filled, if the sign-in still holds. One SELECT."""
    rows = db.session.execute(_viewer(), {"token": token}).all()
    if not rows:
        return None
    person, sign_in = rows[0][0], Here(*rows[0][3:])
    if not holds(sign_in, at=at):
        return None
    person.roles_now = [Held(*row[1:3]) for row in rows if row[1] is not None]
    return person, sign_in


@cache
def _viewer() -> Any:
    return (
        select(Person, Role.name, Role.province_code, *(getattr(SignIn, name) for name in Here._fields))
        .join(SignIn, Person.id == SignIn.person_id)
        .outerjoin(Role, and_(Role.person_id == Person.id, Role.ended_at.is_(None)))
        .where(
            SignIn.token == bindparam("token"),
            SignIn.ended_at.is_(None),
            Person.disabled_at.is_(None),
            Person.merged_at.is_(None),
            Person.erased_at.is_(None),
        )
    )


def holds(sign_in: Any, *, at: datetime) -> bool:
    """Whether a sign-in is within its absolute and its idle limit."""
    return at < sign_in.expires_at and at - sign_in.seen_at < timedelta(seconds=sign_in.idle_seconds)


def sign_ins(person: Any, *, at: datetime) -> list[SignIn]:
    """Where the person is signed in now, the latest visit first."""
    rows = db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.expires_at > at)
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return [row for row in rows if holds(row, at=at)]


def sign_in_of(person: Any, sign_in_id: str) -> SignIn | None:
    """The person's own sign-in with this public id."""
    return db.session.scalar(select(SignIn).where(SignIn.public_id == sign_in_id, SignIn.person_id == person.id))


def candidates(kind: str, value: str, birth_year: int | None, *, most: int) -> list[Candidate]:
    """Up to `most` persons with a password and this contact (and birth year): verified first, then oldest.

    Oldest, so that nobody can push a family off its phone by signing up with it.
    """
    values = {"kind": kind, "value": value, "birth_year": birth_year, "most": most}
    return [Candidate(*row) for row in db.session.execute(_candidates(), values)]


@cache
def _candidates() -> Any:
    birth_year = bindparam("birth_year", type_=Integer)
    return (
        select(Person.id, Credential.password)
        .join(Contact, Contact.person_id == Person.id)
        .join(Credential, Credential.person_id == Person.id)
        .where(Contact.kind == bindparam("kind"), Contact.value == bindparam("value"))
        .where(Person.disabled_at.is_(None), Person.merged_at.is_(None), Person.erased_at.is_(None))
        .where(or_(birth_year.is_(None), Person.birth_year == birth_year))
        .order_by(Contact.verified_at.is_(None), Person.id)
        .limit(bindparam("most"))
    )


def failures(thing: str, network: str, *, at: datetime) -> Failures:
    """What failed lately under these keyed hashes. One SELECT."""
    values = {"contact": thing, "network": network, "since": at - TRIES_WINDOW}
    return Failures(*db.session.execute(_failures(), values).one())


@cache
def _failures() -> Any:
    since = FailedSignIn.at > bindparam("since")
    typed, near = FailedSignIn.contact == bindparam("contact"), FailedSignIn.network == bindparam("network")
    tries = select(func.count()).where(typed, since)
    first = select(func.min(FailedSignIn.at)).where(typed, since)
    things = select(func.count(FailedSignIn.contact.distinct())).where(near, since)
    last = select(func.max(FailedSignIn.at)).where(near, since)
    return select(*(part.scalar_subquery() for part in (tries, first, things, last)))


def tried(number: int, thing: str, person_id: int | None, *, at: datetime) -> Tried:
    """The try with this number, counted with the others. One SELECT."""
    values = {"contact": thing, "person": person_id, "since": at - TRIES_WINDOW}
    return Tried(number, *db.session.execute(_tried(), values).one())


@cache
def _tried() -> Any:
    since = FailedSignIn.at > bindparam("since")
    typed = FailedSignIn.contact == bindparam("contact")
    on_person = FailedSignIn.person_id == bindparam("person", type_=Integer)
    tries = select(func.count()).where(typed, since)
    first = select(func.min(FailedSignIn.at)).where(typed, since)
    person = select(func.count()).where(on_person, since)
    return select(*(part.scalar_subquery() for part in (tries, first, person)))


def here(person_id: int) -> Person:
    """The person whom a sign-in has just found."""
    return db.session.get_one(Person, person_id)


def signed_up_as(number: str, recovery: str | None) -> Person | None:
    """Whom a sheet made, by their public id and the digest of the recovery code.

    Nobody once they are gone, or have another password or code: who finds a sheet later gets nowhere with it.
    """
    made = (Person.public_id == number, Credential.changed_at == Person.created_at, Credential.recovery == recovery)
    here = (Person.disabled_at.is_(None), Person.merged_at.is_(None), Person.erased_at.is_(None))
    return db.session.scalar(select(Person).join(Credential, Credential.person_id == Person.id).where(*made, *here))


def password_of(person: Any) -> str | None:
    """The person's password as it is kept."""
    return db.session.scalar(select(Credential.password).where(Credential.person_id == person.id))


def demo_people() -> dict[str, Person]:
    """One invented person for each part of PARTS that can be played."""
    rows = db.session.execute(
        select(Person, Role.name)
        .outerjoin(Role, and_(Role.person_id == Person.id, Role.ended_at.is_(None)))
        .where(Person.demo, Person.disabled_at.is_(None), Person.erased_at.is_(None), _can_be_played())
        .order_by(Person.id, Role.id)
    )
    found: dict[str, Person] = {}
    for person, role in rows:
        part = role or ("child" if person.paused_why == Paused.GUARDIAN else "learner")
        found.setdefault("provincial" if part == "coordinator" and part in found else part, person)
    return {part: found[part] for part in PARTS if part in found}


def _can_be_played() -> Any:
    """Staff, the one learner who was invented first, and children who wait for a guardian: not the crowd."""
    staff = select(Role.person_id).where(Role.ended_at.is_(None))
    first = select(func.min(Person.id)).where(Person.demo, Person.id.not_in(staff))
    return Person.id.in_(staff) | (Person.id == first.scalar_subquery()) | (Person.paused_why == Paused.GUARDIAN)
