"""What this room keeps of a person: with whom they were compared, and into whom they were merged. Ids only."""

from typing import Any

from sqlalchemy import delete, or_, select

from lms.core.db import db
from lms.duplicates.models import Merge, Pair


def export(person: Any) -> dict[str, Any]:
    """The merges of the person's own rows. Pairs are not told: they would tell of somebody else."""
    found = select(Merge).where(
        or_(Merge.source_id == person.id, Merge.target_id == person.id), Merge.undone_at.is_(None)
    )
    rows = db.session.scalars(found.order_by(Merge.id))
    return {"merges": [{"at": row.at.isoformat(), "stayed": row.target_id == person.id} for row in rows]}


def erase(person: Any) -> None:
    """Pairs go. Merges stay with their ids: whoever erases finds by reach's own list who else the person was."""
    db.session.execute(delete(Pair).where(or_(Pair.one_id == person.id, Pair.other_id == person.id)))


def move(_source: Any, _target: Any) -> dict[str, Any]:
    """Nothing: what was decided of `source` is found through the merge itself."""
    return {}


def move_back(_undo: dict[str, Any], _source: Any, _target: Any) -> None:
    """Nothing."""
