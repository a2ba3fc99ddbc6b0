"""How far persons have read."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from lms.catalogue.models import Lesson, LessonNote, LessonRead
from lms.catalogue.queries.tree import tracks
from lms.core.db import db


class Progress(NamedTuple):
    """How many lessons of a track a person has read."""

    read: int
    lessons: int


def progress(person: Any) -> dict[int, Progress]:
    """By track id: how many of its lessons a person has read. One SELECT."""
    return {line.track.id: Progress(line.read, line.lessons) for line in tracks(person)}


def lessons_read(person: Any) -> list[tuple[str, Any]]:
    """(code, instant) of each lesson a person has read, oldest first."""
    found = db.session.execute(
        select(Lesson.code, LessonRead.at)
        .join(Lesson, Lesson.id == LessonRead.lesson_id)
        .where(LessonRead.person_id == person.id)
        .order_by(LessonRead.at, Lesson.code)
    )
    return [(code, at) for code, at in found]


def notes(person: Any, lesson: Lesson) -> dict[str, LessonNote]:
    """By part (`activity`, `recap`): what a person wrote for themselves beside a lesson. One SELECT."""
    found = db.session.scalars(_notes(), {"person_id": person.id, "lesson_id": lesson.id})
    return {note.part: note for note in found}


@cache
def _notes() -> Any:
    mine = (LessonNote.person_id == bindparam("person_id"), LessonNote.lesson_id == bindparam("lesson_id"))
    return select(LessonNote).where(*mine).order_by(LessonNote.part)


def sequence_of(person: Any, lesson: Lesson, part: str) -> int:
    """The number of a person's note as it stands with us; 0 for none."""
    return (
        db.session.scalar(
            select(LessonNote.sequence).where(
                LessonNote.person_id == person.id, LessonNote.lesson_id == lesson.id, LessonNote.part == part
            )
        )
        or 0
    )


def notes_written(person: Any) -> list[tuple[str, str, str, Any]]:
    """(code of the lesson, part, text, instant) of each note a person has written, by lesson."""
    found = db.session.execute(
        select(Lesson.code, LessonNote.part, LessonNote.text, LessonNote.changed_at)
        .join(Lesson, Lesson.id == LessonNote.lesson_id)
        .where(LessonNote.person_id == person.id, LessonNote.text != "")
        .order_by(Lesson.code, LessonNote.part)
    )
    return [tuple(row) for row in found]
