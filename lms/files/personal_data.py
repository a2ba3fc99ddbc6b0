"""What the shelf keeps of a person: their files."""

from typing import Any

from sqlalchemy import delete, select

from lms.core.db import db
from lms.core.moving import give, ids
from lms.files.models import File

#: Purpose of the pictures in texts.
IN_TEXTS = "writing.picture"


def export(person: Any) -> dict[str, Any]:
    """The list of files; each can be opened at its address by its owner."""
    rows = db.session.scalars(select(File).where(File.owner_id == person.id).order_by(File.id))
    return {
        "files": [
            {"name": row.name, "purpose": row.purpose, "bytes": row.size, "stored": row.stored_at.isoformat()}
            for row in rows
        ]
    }


def erase(person: Any) -> None:
    """The rows go now, so that nothing can be opened; a job takes the bytes off the disk within the hour.

    Pictures that stand in texts stay: they are the programme's, and the nameless row stays who put them there.
    """
    db.session.execute(delete(File).where(File.owner_id == person.id, File.purpose != IN_TEXTS))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the files of `source` to `target`; nothing about them is unique but their own ids."""
    undo = {"files": ids(File, source, "owner_id")}
    give(File, undo["files"], target, "owner_id")
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    give(File, undo["files"], source, "owner_id")
