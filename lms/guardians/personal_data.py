"""What guardians keeps of a child: who consents for them, and what both agreed to."""

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
    """Give the guardianship of `source` to `target`, who keeps an own one if there is one.

    The link is made of the child's id, so a guardian whose child is `target` from now on needs a new one.
    """
    rows = [] if moving.ids(Guardianship, target, "child_id") else moving.ids(Guardianship, source, "child_id")
    moving.give(Guardianship, rows, target, "child_id")
    return {"guardianships": rows}


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    moving.give(Guardianship, undo["guardianships"], source, "child_id")


def _when(moment: Any) -> str | None:
    return moment and moment.isoformat()
