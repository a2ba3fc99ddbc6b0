"""What accounts keeps of a person: a password, passkeys and an app, and where they were signed in."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.accounts.models import Authenticator, Ceremony, Credential, FailedSignIn, OneTimeCode, Passkey, SignIn
from lms.core.clock import now
from lms.core.db import db
from lms.core.moving import give, ids

#: What opens an account, one a person.
KEYS = (Credential, Authenticator)


def export(person: Any) -> dict[str, Any]:
    """Devices and times; passwords, keys and secrets open something and are nobody's to read."""
    rows = db.session.scalars(select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.id))
    return {
        "sign_ins": [
            {
                "device": row.device,
                "way": row.way,
                "began": row.began_at.isoformat(),
                "seen": row.seen_at.isoformat(),
                "ended": row.ended_at and row.ended_at.isoformat(),
            }
            for row in rows
        ],
        **_factors(person),
    }


def _factors(person: Any) -> dict[str, Any]:
    passkeys = db.session.scalars(select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.id))
    app = db.session.get(Authenticator, person.id)
    made = db.session.scalar(select(Credential.recovery_made_at).where(Credential.person_id == person.id))
    return {
        "passkeys": [
            {"name": row.name, "added": row.added_at.isoformat(), "used": row.used_at and row.used_at.isoformat()}
            for row in passkeys
        ],
        "authenticator_app": app and {"added": app.added_at.isoformat()},
        "recovery_code": made and {"made": made.isoformat()},
        "codes": [
            {
                "purpose": row.purpose,
                "to": row.contact_value,
                "made": row.made_at.isoformat(),
                "used": row.used_at and row.used_at.isoformat(),
            }
            for row in db.session.scalars(select(OneTimeCode).where(OneTimeCode.person_id == person.id))
        ],
        "wrong_passwords": [
            {"at": row.at.isoformat()}
            for row in db.session.scalars(select(FailedSignIn).where(FailedSignIn.person_id == person.id))
        ],
    }


def erase(person: Any) -> None:
    """Nothing of it counts, so all of it goes, and the person is signed out everywhere."""
    for table in (Credential, SignIn, FailedSignIn, OneTimeCode, Passkey, Authenticator, Ceremony):
        db.session.execute(delete(table).where(table.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Sign-ins of `source` end; what opens `target` stays what opens `target`.

    Password, passkeys and authenticator of `source` go over only when `target` has neither password nor passkey:
    or whoever made the second account could open the first. Codes, throttles and half-way sign-ins stay.
    """
    undo: dict[str, Any] = {"ended": _open_sign_ins(source), "passkeys": [], "keys": []}
    _end(undo["ended"], now())
    if not any(_has(table, target) for table in (Credential, Passkey)):
        undo["passkeys"] = ids(Passkey, source)
        undo["keys"] = [table.__tablename__ for table in KEYS if _has(table, source) and not _has(table, target)]
        _give_keys(undo, source, target)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`. Who was signed in is so again, within the limits of the sign-in."""
    _end(undo["ended"], None)
    _give_keys(undo, target, source)


def _open_sign_ins(person: Any) -> list[int]:
    return list(db.session.scalars(select(SignIn.id).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))))


def _end(numbers: list[int], at: Any) -> None:
    db.session.execute(update(SignIn.__table__).where(SignIn.id.in_(numbers)).values(ended_at=at))


def _has(table: Any, person: Any) -> bool:
    return db.session.scalar(select(table.person_id).where(table.person_id == person.id).limit(1)) is not None


def _give_keys(undo: dict[str, Any], giver: Any, taker: Any) -> None:
    give(Passkey, undo["passkeys"], taker)
    for table in KEYS:
        if table.__tablename__ in undo["keys"]:
            mine = update(table.__table__).where(table.person_id == giver.id)
            db.session.execute(mine.values(person_id=taker.id))
