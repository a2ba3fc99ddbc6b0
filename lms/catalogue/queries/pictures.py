"""Where pictures stand in lessons."""

from sqlalchemy import Text, cast, or_, select, union

from lms.catalogue.models import Lesson, LessonDraft, LessonVersion
from lms.core.db import db

#: Names enough places to go and look.
MOST = 5


def uses_of_picture(picture: str) -> list[str]:
    """Titles of lessons in which a picture (by its public id) stands: shown, in a draft, or in their history."""
    said = f"%{picture}%"
    shown = (Lesson.body, Lesson.activity, cast(Lesson.videos, Text))
    found = union(
        select(Lesson.id).where(or_(*(column.like(said) for column in shown))),
        select(LessonDraft.lesson_id).where(cast(LessonDraft.words, Text).like(said)),
        select(LessonVersion.lesson_id).where(cast(LessonVersion.words, Text).like(said)),
    ).subquery()
    titles = select(Lesson.title_vi).where(Lesson.id.in_(select(found.c[0]))).order_by(Lesson.code).limit(MOST)
    return list(db.session.scalars(titles))
