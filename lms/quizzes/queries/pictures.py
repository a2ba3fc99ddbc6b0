"""Where pictures stand in questions."""

from sqlalchemy import Text, cast, or_, select, union

from lms.core.db import db
from lms.quizzes.models import Question, QuestionVersion

#: Names enough places to go and look.
MOST = 5


def uses_of_picture(picture: str) -> list[str]:
    """Codes of questions in which a picture (by its public id) stands, now or in their history."""
    said = f"%{picture}%"
    written = (Question.text, Question.explanation, cast(Question.options, Text), cast(Question.feedback, Text))
    found = union(
        select(Question.id).where(or_(*(column.like(said) for column in written))),
        select(QuestionVersion.question_id).where(cast(QuestionVersion.words, Text).like(said)),
    ).subquery()
    codes = select(Question.code).where(Question.id.in_(select(found.c[0]))).order_by(Question.code).limit(MOST)
    return list(db.session.scalars(codes))
