"""The text of a lesson in its row, and the texts it ever had."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.catalogue import rules
from lms.catalogue.models import Lesson, LessonVersion
from lms.catalogue.queries.texts import in_html, words_of
from lms.catalogue.rules import Kind
from lms.core.db import db


def put_in_place(lesson: Lesson, words: dict[str, Any], *, at: datetime) -> None:
    """Readers see these words from now on; what a reviewer signed counts no more where it changed."""
    if rules.needs_review(words_of(lesson), words):
        lesson.reviewed_by_id = lesson.reviewed_at = None
    for name, value in ({name: words[name] for name in rules.WORDS} | in_html(words)).items():
        setattr(lesson, name, value)
    lesson.changed_at = at


def keep(lesson: Lesson, kind: Kind, words: dict[str, Any], note: str = "", *, by: Any, at: datetime) -> LessonVersion:
    """Keep one text under the next number. The lesson's row is locked by whoever calls."""
    last = db.session.scalar(select(func.max(LessonVersion.number)).where(LessonVersion.lesson_id == lesson.id)) or 0
    version = LessonVersion(
        lesson_id=lesson.id,
        number=last + 1,
        kind=kind.value,
        words=words,
        by_id=by and by.id,
        at=at,
        note=note,
    )
    db.session.add(version)
    db.session.flush()
    return version


def keep_first(lesson: Lesson, *, at: datetime) -> None:
    """The text that stands before anything else takes its place, by `at`, is kept too, as the programme's."""
    if not lesson.version and lesson.state != rules.State.DRAFT:
        lesson.version = keep(lesson, Kind.PUBLISHED, words_of(lesson), by=None, at=min(lesson.changed_at, at)).number
