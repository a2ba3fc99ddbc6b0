"""The HTML of lessons, made anew when the program reads Markdown in another way than before."""

from datetime import datetime

from sqlalchemy import select

from lms.catalogue.models import Lesson
from lms.catalogue.queries.texts import in_html, words_of
from lms.core.db import db, lock


def render_again(*, at: datetime) -> int:
    """Make the HTML of every lesson that would come out otherwise `at` this start; answers how many.

    Words stay as they are, and so does the instant they were changed.
    """
    return sum(_rendered(lesson) for lesson in db.session.scalars(select(Lesson).order_by(Lesson.id)).all())


def _rendered(lesson: Lesson) -> bool:
    if _stands(lesson):
        return False
    lock(lesson)  # somebody may have published other words since it was read
    if _stands(lesson):
        return False
    for name, value in in_html(words_of(lesson)).items():
        setattr(lesson, name, value)
    return True


def _stands(lesson: Lesson) -> bool:
    made = in_html(words_of(lesson))
    made["outline"] = [list(line) for line in made["outline"]]
    return all(getattr(lesson, name) == value for name, value in made.items())
