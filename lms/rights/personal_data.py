"""What this room keeps of a person: what they asked of their data."""

from typing import Any

from sqlalchemy import select, update

from lms.core.db import db
from lms.rights.models import DataRequest


def export(person: Any) -> dict[str, Any]:
    """Every request with its days."""
    rows = db.session.scalars(select(DataRequest).where(DataRequest.person_id == person.id).order_by(DataRequest.id))
    return {
        "requests": [
            {
                "kind": row.kind,
                "way": row.way,
                "received": row.received_at.isoformat(),
                "acknowledged": row.acknowledged_at and row.acknowledged_at.isoformat(),
                "due": row.due_by.isoformat(),
                "extended_because": row.extended_why,
                "state": row.state,
                "refused_because": row.refused_why,
                "ended": row.ended_at and row.ended_at.isoformat(),
            }
            for row in rows
        ]
    }


def erase(person: Any) -> None:
    """Requests stay, as proof, and hold no words; the copies made for them go with the shelf."""
    theirs = update(DataRequest).where(DataRequest.person_id == person.id)
    db.session.execute(theirs.values(file_id=None, page_file_id=None))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the requests of `source` to `target`; nothing about them is unique but their own ids."""
    moving = list(db.session.scalars(select(DataRequest.id).where(DataRequest.person_id == source.id)))
    _give(moving, target)
    return {"requests": moving}


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    _give(undo["requests"], source)


def _give(requests: list[int], taker: Any) -> None:
    db.session.execute(
        update(DataRequest)
        .where(DataRequest.id.in_(requests))
        .values(person_id=taker.id)
        .execution_options(synchronize_session=False)
    )
