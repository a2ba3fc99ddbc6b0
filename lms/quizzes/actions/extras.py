"""More time, or more attempts, for one person."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from lms.audit.actions import record as note_deed
from lms.core.db import db, lock, upsert
from lms.quizzes import queries
from lms.quizzes.actions import record
from lms.quizzes.models import Attempt, Extra, Quiz
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules.events import Happened
from lms.quizzes.rules.terms import check_extra

#: Signs of the reason that are kept.
LONGEST = 200


def grant(quiz: Quiz, person: Any, minutes: int, attempts: int, why: str, *, by: Any, at: datetime) -> Extra:
    """What a person has at a quiz beyond its settings, in all, from now on; an open attempt is longer at once.

    Raises ExtraUnclear.
    """
    check_extra(minutes, attempts)
    lock(quiz)  # two who grant at once, one after the other
    before = queries.extra(quiz, person)
    had = before.minutes if before else 0
    values = {
        "quiz_id": quiz.id,
        "person_id": person.id,
        "minutes": minutes,
        "attempts": attempts,
        "why": why.strip()[:LONGEST],
        "by_id": by.id,
        "at": at,
    }
    upsert(Extra, values, "quiz_id", "person_id", update=["minutes", "attempts", "why", "by_id", "at"])
    _lengthen(quiz, person, had, minutes, by=by, at=at)
    note_deed(
        "quizzes.extra_granted", "person", person.id, quiz=quiz.id, minutes=minutes, attempts=attempts, by=by, at=at
    )
    return db.session.get_one(Extra, (quiz.id, person.id), populate_existing=True)


def _lengthen(quiz: Quiz, person: Any, had: int, minutes: int, *, by: Any, at: datetime) -> None:
    """Move the end of an open attempt by the difference."""
    mine = (Attempt.quiz_id == quiz.id, Attempt.person_id == person.id, Attempt.state == rules.OPEN)
    attempt = db.session.scalar(select(Attempt).where(*mine))
    if attempt is None or had == minutes:
        return
    lock(attempt)
    if attempt.state == rules.OPEN and attempt.due_at is not None:
        attempt.due_at += timedelta(minutes=minutes - had)
        db.session.flush()
        record.note(attempt, Happened.EXTENDED, value={"minutes": [had, minutes]}, by=by, at=at)
