"""Questions about what came of attempts, as the trainers look for it who may count what came too late."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select

from lms.core.db import db
from lms.people import queries as people
from lms.people.models import Person
from lms.quizzes.models import Attempt, LateAnswer, Quiz
from lms.quizzes.queries import setting
from lms.quizzes.rules.attempts import HANDED_IN

#: What is older has been looked at, or nobody asked; it stays in the record of its attempt.
LATELY = timedelta(days=60)
#: Attempts in the list.
MOST = 50


class CameLate(NamedTuple):
    """An attempt with answers that came too late and do not count: how many, and when the last came."""

    attempt: Attempt
    person: Person
    quiz: Quiz
    many: int
    at: datetime


def came_late(viewer: Any, at: datetime) -> list[CameLate]:
    """Of the people in the viewer's classes (of everybody, for the whole country's), the newest first: one SELECT."""
    last = func.max(LateAnswer.received_at)
    found = (
        select(Attempt, Person, Quiz, func.count(), last)
        .join(LateAnswer, LateAnswer.attempt_id == Attempt.id)
        .join(Person, Person.id == Attempt.person_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Attempt.state == HANDED_IN, LateAnswer.counted_at.is_(None), LateAnswer.received_at > at - LATELY)
        .group_by(Attempt.id, Person.id, Quiz.id)
        .order_by(last.desc(), Attempt.id.desc())
        .limit(MOST)
    )
    if not people.covers(viewer, None):
        found = found.where(setting.taught_by(viewer))
    return [CameLate(*row) for row in db.session.execute(found)]


def tries_of(quiz: Quiz, person: Any) -> list[Attempt]:
    """The attempts of a person at a quiz, in order."""
    mine = (Attempt.quiz_id == quiz.id, Attempt.person_id == person.id)
    return list(db.session.scalars(select(Attempt).where(*mine).order_by(Attempt.number)))
