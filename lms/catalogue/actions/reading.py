"""What a reader does with a lesson."""

from datetime import datetime
from typing import Any

from lms.catalogue.models import Lesson, LessonRead
from lms.core.db import insert_once


def mark_read(lesson: Lesson, *, by: Any, at: datetime) -> bool:
    """`by` has read the lesson. A second tap changes nothing; answers whether it was the first."""
    return insert_once(LessonRead, {"person_id": by.id, "lesson_id": lesson.id, "at": at}, "person_id", "lesson_id")
