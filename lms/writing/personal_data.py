"""What writing keeps of a person: who put which picture into a text."""

from typing import Any

from sqlalchemy import select, update

from lms.core.db import db
from lms.core.moving import give, ids
from lms.writing.models import Picture


def export(person: Any) -> dict[str, Any]:
    """The pictures a person put into texts."""
    rows = db.session.scalars(select(Picture).where(Picture.by_id == person.id).order_by(Picture.id))
    return {"pictures": [{"name": row.name, "at": row.at.isoformat()} for row in rows]}


def erase(person: Any) -> None:
    """Pictures stay in the texts, which belong to the programme; what their files were called goes.

    The nameless row stays who put them there. An upload that still waits goes with the person's files.
    """
    db.session.execute(update(Picture).where(Picture.by_id == person.id).values(name=""))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the pictures of `source` to `target`; nothing about them is unique but their own ids."""
    undo = {"pictures": ids(Picture, source, "by_id")}
    give(Picture, undo["pictures"], target, "by_id")
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    give(Picture, undo["pictures"], source, "by_id")
