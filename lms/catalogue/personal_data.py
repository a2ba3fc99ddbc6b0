"""What the catalogue keeps of a person: which lessons they have read."""

from typing import Any

from sqlalchemy import delete, select

from lms.catalogue import queries
from lms.catalogue.models import LessonNote, LessonRead
from lms.core.db import db
from lms.core.moving import give_keyed


def export(person: Any) -> dict[str, Any]:
    """Lessons read, by code, with the instant."""
    return {"lessons_read": [{"lesson": code, "at": at.isoformat()} for code, at in queries.lessons_read(person)]}


def erase(person: Any) -> None:
    """Nothing counts what was read, so the marks go, and the notes with them."""
    db.session.execute(delete(LessonNote).where(LessonNote.person_id == person.id))
    db.session.execute(delete(LessonRead).where(LessonRead.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the marks of `source` to `target`; answers what `move_back` needs.

    Both have read a lesson: the mark of `target` stays, that of `source` stays where it is.
    """
    theirs = select(LessonRead.lesson_id).where(LessonRead.person_id == target.id)
    mine = select(LessonRead.lesson_id).where(LessonRead.person_id == source.id, LessonRead.lesson_id.not_in(theirs))
    undo = {"lessons_read": list(db.session.scalars(mine))}
    give_keyed(LessonRead, "lesson_id", undo["lessons_read"], source, target)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    give_keyed(LessonRead, "lesson_id", undo["lessons_read"], target, source)
