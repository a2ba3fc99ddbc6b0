"""Questions about the texts a lesson ever had."""

from typing import Any, NamedTuple

from sqlalchemy import select

from lms.catalogue.models import Lesson, LessonVersion
from lms.catalogue.rules import Kind
from lms.core.db import db
from lms.people.models import Person

#: Texts listed on a page of the history.
MOST = 200


class Entry(NamedTuple):
    """A kept text without its words."""

    number: int
    kind: str
    at: Any
    note: str
    by: str | None


def entries(lesson: Lesson) -> list[Entry]:
    """Every kept text of a lesson, the latest first. One SELECT."""
    found = db.session.execute(
        select(LessonVersion.number, LessonVersion.kind, LessonVersion.at, LessonVersion.note, Person.name)
        .outerjoin(Person, Person.id == LessonVersion.by_id)
        .where(LessonVersion.lesson_id == lesson.id)
        .order_by(LessonVersion.number.desc())
        .limit(MOST)
    )
    return [Entry(*row) for row in found]


def version(lesson: Lesson, number: int) -> LessonVersion | None:
    """One kept text."""
    found = (LessonVersion.lesson_id == lesson.id, LessonVersion.number == number)
    return db.session.scalar(select(LessonVersion).where(*found))


def offered(lesson: Lesson) -> int | None:
    """The number of the programme's newer text that nobody has answered yet."""
    waiting = (LessonVersion.lesson_id == lesson.id, LessonVersion.kind == Kind.SHIPPED.value)
    return db.session.scalar(
        select(LessonVersion.number).where(*waiting).order_by(LessonVersion.number.desc()).limit(1)
    )
