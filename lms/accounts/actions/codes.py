"""Changes to one-time codes and recovery codes."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update

from lms.accounts.models import Credential, OneTimeCode
from lms.accounts.rules.codes import CODE_TRIES, CODES_KEPT, Purpose
from lms.audit import actions as audit
from lms.core.db import db, insert_once_id
from lms.core.outbox import announce

#: A code waits to be written into a letter.
ASKED = "accounts.code_asked"


def make(
    purpose: Purpose, number: str, *, contact: str, code: str, lasts: timedelta, by: Any, at: datetime, **columns: Any
) -> int | None:
    """A new code, its public id `number`; answers its row, None if it is there already. It ends those before it.

    `contact`, `code` and what `columns` may hold (`person_id`, `contact_kind`, `contact_value`, `link`, `browser`,
    `network`, `issued_by_id`) are as the table keeps them: hashes, never the code.
    """
    values = {
        "public_id": number,
        "purpose": purpose,
        "contact": contact,
        "code": code,
        "made_at": at,
        "expires_at": at + lasts,
        "tries": 0,
        **columns,
    }
    made = insert_once_id(OneTimeCode, values, "public_id")
    if made is not None:
        same = (OneTimeCode.contact == contact, OneTimeCode.purpose == purpose, OneTimeCode.id != made)
        db.session.execute(update(OneTimeCode).where(*same, OneTimeCode.used_at.is_(None)).values(used_at=at))
    return made


def take_back(made: int, *, at: datetime) -> None:
    """A code that was one too many: it was never made."""
    db.session.execute(delete(OneTimeCode).where(OneTimeCode.id == made))


def send(made: int, *, by: Any, at: datetime) -> None:
    """Let a job write the letter, so that the request does the same work whether or not there is one to write."""
    announce(ASKED, made, at=at)


def note_try(number: int, *, at: datetime) -> bool:
    """One try on a code, before it is made; answers False once there were rules.CODE_TRIES."""
    left = (OneTimeCode.id == number, OneTimeCode.tries < CODE_TRIES)
    return bool(db.session.execute(update(OneTimeCode).where(*left).values(tries=OneTimeCode.tries + 1)).rowcount)


def spend(code: Any, *, by: Any, at: datetime) -> bool:
    """Use a code; answers whether it could still be used, so that two at once are one."""
    living = (OneTimeCode.id == code.id, OneTimeCode.used_at.is_(None), OneTimeCode.expires_at > at)
    return bool(db.session.execute(update(OneTimeCode).where(*living).values(used_at=at)).rowcount)


def hand_out(person: Any, number: str, *, contact: str, code: str, lasts: timedelta, by: Any, at: datetime) -> bool:
    """Staff made a code that sets a new password; answers False when the same page was sent before."""
    made = make(
        Purpose.PASSWORD, number, contact=contact, code=code, lasts=lasts, person_id=person.id, issued_by_id=by.id,
        by=by, at=at,
    )  # fmt: skip
    if made is not None:
        audit.record("accounts.code-handed-out", "person", person.id, by=by, at=at)
    return made is not None


def keep_recovery(person: Any, digest: str, *, by: Any, at: datetime) -> None:
    """The person has a new recovery code; the one before is worth nothing."""
    mine = update(Credential).where(Credential.person_id == person.id)
    db.session.execute(mine.values(recovery=digest, recovery_made_at=at))
    audit.record("accounts.recovery-made", "person", person.id, by=by, at=at)


def spend_recovery(person: Any, digest: str, *, by: Any, at: datetime) -> bool:
    """Use a recovery code; answers whether it could still be used."""
    mine = (Credential.person_id == person.id, Credential.recovery == digest)
    spent = db.session.execute(update(Credential).where(*mine).values(recovery=None, recovery_made_at=None)).rowcount
    if spent:
        audit.record("accounts.recovered", "person", person.id, by=by, at=at)
    return bool(spent)


def forget_old(*, at: datetime) -> None:
    """Remove codes past their time."""
    db.session.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < at - CODES_KEPT))
