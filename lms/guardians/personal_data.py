"""What guardians keeps of a child: who consents for them, and what both agreed to."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete

from lms.core import moving
from lms.core.db import db
from lms.guardians import queries
from lms.guardians.models import Guardianship, WrongGuardianCode


def export(person: Any) -> dict[str, Any]:
    """The guardian and both agreements; instants in ISO 8601, UTC. A code is kept in a form that says nothing."""
    row = queries.of(person)
    if row is None:
        return {}
    return {
        "guardian": {"name": row.name, "relation": row.relation, "phone": row.phone},
        "own_agreement": _when(row.child_agreed_at),
        "guardian_consented": _when(row.consented_at),
        "guardian_withdrew": _when(row.withdrawn_at),
        "version": row.version,
        "asked": _when(row.asked_at),
    }


def erase(person: Any) -> None:
    """Nothing of it counts, so all of it goes: the guardian is nobody's any more."""
    row = queries.of(person)
    if row is not None:
        db.session.execute(delete(WrongGuardianCode).where(WrongGuardianCode.guardianship_id == row.id))
        db.session.execute(delete(Guardianship).where(Guardianship.id == row.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the guardianship of `source` to `target`; answers what `move_back` needs.

    Both have one: `target` keeps theirs, unless only the one of `source` holds a consent in force. With such a
    consent `target` may learn. The link is made of the child's id, so the guardian needs a new one.
    """
    mine, theirs = (queries.of(person) for person in (source, target))
    undo: dict[str, Any] = {"guardianships": [], "exchanged": [], "paused": None}
    if mine is None or (theirs is not None and not (_stands(mine) and not _stands(theirs))):
        return undo
    if theirs is None:
        undo["guardianships"] = [mine.id]
    else:
        undo["exchanged"] = [[mine.id, theirs.id]]
    if _stands(mine) and target.paused_why == "guardian":
        undo["paused"] = _when(target.paused_at)
        target.paused_at = target.paused_why = None
    _give(undo, target)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    _give(undo, source)
    if undo["paused"] and target.paused_at is None:
        target.paused_at, target.paused_why = datetime.fromisoformat(undo["paused"]), "guardian"


def _stands(row: Guardianship) -> bool:
    return row.consented_at is not None and row.withdrawn_at is None


def _give(undo: dict[str, Any], taker: Any) -> None:
    """Wrong tries at the code are forgotten where two guardianships change places."""
    moving.give(Guardianship, undo["guardianships"], taker, "child_id")
    for one, other in undo["exchanged"]:
        db.session.execute(delete(WrongGuardianCode).where(WrongGuardianCode.guardianship_id.in_((one, other))))
        moving.exchange(Guardianship, one, other, "child_id")


def _when(moment: Any) -> str | None:
    return moment and moment.isoformat()
