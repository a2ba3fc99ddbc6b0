"""What accounts keeps of a person: a password, and where they were signed in."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.accounts.models import Credential, FailedSignIn, SignIn
from lms.core.db import db


def export(person: Any) -> dict[str, Any]:
    """Devices and times; a password is kept in a form that says nothing."""
    rows = db.session.scalars(select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.id))
    return {
        "sign_ins": [
            {
                "device": row.device,
                "began": row.began_at.isoformat(),
                "seen": row.seen_at.isoformat(),
                "ended": row.ended_at and row.ended_at.isoformat(),
            }
            for row in rows
        ]
    }


def erase(person: Any) -> None:
    """Nothing of it counts, so all of it goes, and the person is signed out everywhere."""
    for table in (Credential, SignIn, FailedSignIn):
        db.session.execute(delete(table).where(table.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Sign-ins stay with `source`, whom nobody can be any more; `target` keeps their password.

    Only when `target` has none does the password of `source` go over.
    """
    has_one = db.session.scalar(select(Credential.person_id).where(Credential.person_id == target.id))
    if has_one is not None:
        return {"password": False}
    return {"password": _give(source, target)}


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    if undo["password"]:
        _give(target, source)


def _give(giver: Any, taker: Any) -> bool:
    mine = update(Credential).where(Credential.person_id == giver.id).values(person_id=taker.id)
    return bool(db.session.execute(mine.execution_options(synchronize_session=False)).rowcount)
