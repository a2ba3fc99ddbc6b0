"""Changes to passkeys, authenticator apps, and what is half way."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, update

from lms.accounts import letters
from lms.accounts.actions import sign_ins
from lms.accounts.models import Authenticator, Ceremony, Passkey
from lms.accounts.queries import factors as queries
from lms.accounts.rules import factors as rules
from lms.audit import actions as audit
from lms.core.db import db, insert_once, lock
from lms.core.ids import public_id


def begin(
    token: str, purpose: str, *, person: Any, challenge: str | None, onwards: str | None, by: Any, at: datetime
) -> None:
    """Something is half way: `token` is the digest of what the browser gets."""
    values = {"person_id": person and person.id, "challenge": challenge, "onwards": onwards}
    db.session.add(
        Ceremony(token=token, purpose=purpose, made_at=at, expires_at=at + rules.CEREMONY_LASTS, tries=0, **values)
    )


def challenge(ceremony_id: int, value: str, *, by: Any, at: datetime) -> None:
    """What the device has to sign next; the challenge before it is worth nothing any more."""
    db.session.execute(update(Ceremony).where(Ceremony.id == ceremony_id).values(challenge=value))


def count_try(ceremony_id: int, *, by: Any, at: datetime) -> bool:
    """Reserve one try of what is half way; answers whether there was one left."""
    mine = (Ceremony.id == ceremony_id, Ceremony.used_at.is_(None), Ceremony.tries < rules.CEREMONY_TRIES)
    return _changed(update(Ceremony).where(*mine).values(tries=Ceremony.tries + 1))


def take_challenge(ceremony_id: int, value: str, *, by: Any, at: datetime) -> bool:
    """Use a challenge up, whatever comes of it; answers whether it was still there."""
    mine = (Ceremony.id == ceremony_id, Ceremony.challenge == value, Ceremony.used_at.is_(None))
    return _changed(update(Ceremony).where(*mine).values(challenge=None, tries=Ceremony.tries + 1))


def finish(ceremony_id: int, *, by: Any, at: datetime) -> bool:
    """What was half way is done; answers False when it was done before."""
    mine = (Ceremony.id == ceremony_id, Ceremony.used_at.is_(None))
    return _changed(update(Ceremony).where(*mine).values(used_at=at))


def use_step(person: Any, step: int, *, by: Any, at: datetime) -> bool:
    """Use the app's code of a time step; answers False when it, or a later one, was used before."""
    mine = (Authenticator.person_id == person.id, Authenticator.last_step < step)
    return _changed(update(Authenticator).where(*mine).values(last_step=step))


def use_passkey(passkey: Any, count: int, *, by: Any, at: datetime) -> bool:
    """Note that a passkey was used; answers False when its counter did not go on (a copy was used meanwhile)."""
    goes_on = or_(Passkey.sign_count < count, (Passkey.sign_count == 0) & (count == 0))
    mine = update(Passkey).where(Passkey.id == passkey.id, goes_on)
    return _changed(mine.values(sign_count=count, used_at=at))


def add_app(person: Any, sealed: str, step: int, *, first: bool = False, by: Any, at: datetime) -> bool:
    """Keep the sealed secret of the person's authenticator app, in place of the one before.

    `step`: of the code that proved it, which opens nothing again. `first`: only if they have no factor yet;
    answers whether it was kept.
    """
    lock(person)
    if first and queries.factors(person).count:
        return False
    db.session.execute(delete(Authenticator).where(Authenticator.person_id == person.id))
    db.session.add(Authenticator(person_id=person.id, secret=sealed, last_step=step, added_at=at))
    _tell(person, "added", "app", by=by, at=at)
    return True


def add_passkey(
    person: Any, credential: str, key: str, count: int, *, name: str, first: bool = False, by: Any, at: datetime
) -> bool:
    """Keep a passkey: credential id and public key in base64url. `first` as with the app.

    Answers False when it is known already, to whomever. Raises TooManyPasskeys.
    """
    lock(person)
    present = queries.factors(person)
    rules.check_room(present.passkeys)
    if first and present.count:
        return False
    values = {"public_id": public_id(), "person_id": person.id, "credential": credential, "public_key": key}
    values |= {"sign_count": count, "name": name[:80], "added_at": at}
    if not insert_once(Passkey, values, "credential"):
        return False
    _tell(person, "added", "passkey", by=by, at=at)
    return True


def remove_app(person: Any, *, is_staff: bool, by: Any, at: datetime) -> None:
    """Forget the authenticator app. Raises LastFactor."""
    lock(person)
    rules.check_removal(queries.factors(person).passkeys, is_staff=is_staff)
    if _changed(delete(Authenticator).where(Authenticator.person_id == person.id)):
        _tell(person, "removed", "app", by=by, at=at)


def remove_passkey(passkey: Any, person: Any, *, is_staff: bool, by: Any, at: datetime) -> None:
    """Forget one passkey of the person. Raises LastFactor."""
    lock(person)
    rules.check_removal(queries.factors(person).count - 1, is_staff=is_staff)
    if _changed(delete(Passkey).where(Passkey.id == passkey.id)):
        _tell(person, "removed", "passkey", by=by, at=at)


def forget(person: Any, *, by: Any, at: datetime) -> int:
    """Forget every factor of somebody who lost them, and end their sign-ins; answers how many there were.

    The next sign-in of staff sets a new one up.
    """
    lock(person)
    count = queries.factors(person).count
    for table in (Passkey, Authenticator):
        db.session.execute(delete(table).where(table.person_id == person.id))
    sign_ins.end_all(person, by=by, at=at)
    if count:
        audit.record("accounts.factors-forgotten", "person", person.id, by=by, at=at, count=count)
        letters.tell(person, "factor", change="forgotten", factor="", at=at)
    return count


def _tell(person: Any, change: str, factor: str, *, by: Any, at: datetime) -> None:
    """The record, and a letter to the owner, who may not have been the one."""
    audit.record(f"accounts.factor-{change}", "person", person.id, by=by, at=at, factor=factor)
    letters.tell(person, "factor", change=change, factor=factor, at=at)


def _changed(statement: Any) -> bool:
    return db.session.execute(statement.execution_options(synchronize_session=False)).rowcount == 1
