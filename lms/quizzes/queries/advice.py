"""What to read again after a quiz."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from lms.catalogue.models import Lesson
from lms.core.db import read
from lms.quizzes.models import Question


def lessons(question_ids: Iterable[int]) -> list[Any]:
    """(slug, titles, minutes) of the published lessons that teach these questions, each once. One SELECT, or none."""
    numbers = sorted(set(question_ids))
    return list(read(_lessons(), numbers=numbers)) if numbers else []


@cache
def _lessons() -> Any:
    columns = (Lesson.slug, Lesson.title_vi, Lesson.title_en, Lesson.minutes)
    return (
        select(*columns)
        .join(Question, Question.lesson_id == Lesson.id)
        .where(Question.id.in_(bindparam("numbers", expanding=True)), Lesson.state == "published")
        .group_by(Lesson.id, *columns)
        .order_by(Lesson.module_id, Lesson.position, Lesson.id)
    )
