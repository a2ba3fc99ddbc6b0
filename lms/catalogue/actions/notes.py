"""What a reader writes for themselves beside a lesson."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from lms.catalogue.models import Lesson, LessonNote
from lms.catalogue.rules import notes as rules
from lms.core.db import db, insert_once


def keep_note(lesson: Lesson, part: str, text: str, sequence: int, *, by: Any, at: datetime) -> bool:
    """`by` wrote this; answers whether it is kept. The highest `sequence` wins, and sending again is harmless.

    Raises NoteTooLong.
    """
    rules.check_note(text)
    key = {"person_id": by.id, "lesson_id": lesson.id, "part": part}
    words = {"text": text, "sequence": sequence, "changed_at": at}
    if insert_once(LessonNote, key | words, *key):
        return True
    mine = [getattr(LessonNote, name) == value for name, value in key.items()]
    older = update(LessonNote).where(*mine, LessonNote.sequence < sequence)
    return bool(db.session.execute(older.values(words)).rowcount)
