"""Changes to sign-ins and passwords, and becoming a person with an account."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from lms.accounts.models import Ceremony, Credential, FailedSignIn, SignIn
from lms.accounts.queries import sign_ins as queries
from lms.accounts.rules.sign_ins import FAILURES_KEPT, SIGN_INS_KEPT, Limits, SignedUpAlready
from lms.audit import actions as audit
from lms.core.db import db, insert_row, upsert
from lms.people import actions as people
from lms.people.models import Person


def register(
    *,
    name: str,
    contact: tuple[str, str],
    birth_year: int,
    province_code: str,
    password: str,
    language: str = "vi",
    way: str = "sign-up",
    number: str | None = None,
    recovery: str | None = None,
    by: Any,
    at: datetime,
) -> Person:
    """A new person with a password and the learning consent. `SignUpForm.person()` gives the values.

    Under 16 the tick is the child's own agreement and no consent yet (`people.actions.agree_to_learn`).

    `number` is the public id, from `SignUpForm.number()`: the same sheet sent twice is one person.

    `recovery` is the digest of the recovery code.

    `password` comes scrambled (`passwords.scramble`), for that is too slow to do while a lock is held. A contact
    that is known already changes nothing for whoever signs up: they become another person, marked as a possible
    duplicate. Raises UnknownProvince, what `people.rules` says of names and birth years, and SignedUpAlready for a
    sheet whose account has another password or recovery code by now, or is closed.
    """
    values = {"birth_year": birth_year, "province_code": province_code, "contacts": [contact], "language": language}
    try:
        person = people.create(name, **values, number=number, by=by, at=at)
    except people.Twice as twice:
        person = queries.signed_up_as(number, recovery)
        if person is None:
            raise SignedUpAlready() from twice
        return person
    set_password(person, password, recovery=recovery, by=by, at=at)
    people.agree_to_learn(person, way=way, by=by, at=at)
    return person


def set_password(person: Any, password: str, *, recovery: str | None = None, by: Any, at: datetime) -> None:
    """Keep a scrambled password for the person, and with a new account the digest of its recovery code."""
    values = {"person_id": person.id, "password": password, "changed_at": at}
    if recovery:
        values |= {"recovery": recovery, "recovery_made_at": at}
    upsert(Credential, values, "person_id", update=["password", "changed_at"])


def change_password(person: Any, password: str, *, but: Any = None, by: Any, at: datetime) -> None:
    """Keep a new scrambled password; every sign-in except `but` ends."""
    set_password(person, password, by=by, at=at)
    end_all(person, but=but, by=by, at=at)
    audit.record("accounts.password-changed", "person", person.id, by=by, at=at)


def begin(
    person: Any, token: str, device: str, limits: Limits, *, way: str = "password", by: Any, at: datetime
) -> None:
    """Sign the person in: `token` is the digest of what the browser gets, `way` how they proved who they are."""
    db.session.add(
        SignIn(
            token=token,
            person_id=person.id,
            way=way,
            device=device[:80],
            began_at=at,
            seen_at=at,
            expires_at=at + limits.whole,
            idle_seconds=int(limits.idle.total_seconds()),
        )
    )


def touch(sign_in_id: int, *, at: datetime) -> None:
    """The person was here just now."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))


def end(sign_in: Any, *, by: Any, at: datetime) -> None:
    """End one sign-in; a second time changes nothing."""
    _end(SignIn.id == sign_in.id, at=at)


def end_token(token: str, *, by: Any, at: datetime) -> None:
    """End the sign-in with this digest, if there is one."""
    _end(SignIn.token == token, at=at)


def end_all(person: Any, *, but: Any = None, by: Any, at: datetime) -> int:
    """End every sign-in of the person (except the sign-in `but`), also those half-way; answers how many."""
    half_way = (Ceremony.person_id == person.id, Ceremony.used_at.is_(None))
    db.session.execute(update(Ceremony).where(*half_way).values(used_at=at))
    others = SignIn.id != but.id if but is not None else True
    ended = _end(SignIn.person_id == person.id, others, at=at)
    if ended:
        audit.record("accounts.sign-ins-ended", "person", person.id, by=by, at=at, count=ended)
    return ended


def _end(*which: Any, at: datetime) -> int:
    return db.session.execute(update(SignIn).where(*which, SignIn.ended_at.is_(None)).values(ended_at=at)).rowcount


def note_try(thing: str, person_id: int | None, network: str, *, at: datetime) -> int:
    """A try, written down as a failure before it is made; answers its number. All but the person are keyed hashes."""
    return insert_row(FailedSignIn, {"contact": thing, "person_id": person_id, "network": network, "at": at})


def forget_try(number: int, *, at: datetime) -> None:
    """The try with this number was no failure."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.id == number))


def forget_old(*, at: datetime) -> None:
    """Remove failures and sign-ins that are past their time."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.at < at - FAILURES_KEPT))
    db.session.execute(delete(SignIn).where(SignIn.expires_at < at - SIGN_INS_KEPT))
    db.session.execute(delete(Ceremony).where(Ceremony.expires_at < at))
