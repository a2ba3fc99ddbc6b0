"""Questions about attempts and what is on their papers."""

import re
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from lms.core.db import db, read
from lms.quizzes.models import Answer, Attempt, AttemptItem, Quiz
from lms.quizzes.rules import attempts as rules


class Line(NamedTuple):
    """A question of an attempt with the answer given so far, if any."""

    item: AttemptItem
    answer: Answer | None


def attempt_by_id(attempt_id: str) -> Attempt | None:
    """The attempt with a public id, with its quiz and module: one SELECT."""
    return db.session.scalar(_attempt(), {"public_id": attempt_id})


def attempt_with(attempt_id: str, position: str) -> Attempt | None:
    """As `attempt_by_id`, for an address that also names the place of one of its questions."""
    return attempt_by_id(attempt_id) if re.fullmatch(r"[1-9]\d{0,3}", position, re.ASCII) else None


def attempt_alone(attempt_id: str) -> Attempt | None:
    """As `attempt_by_id`, without quiz and module: for saving an answer."""
    return db.session.scalar(_alone(), {"public_id": attempt_id})


@cache
def _alone() -> Any:
    return select(Attempt).where(Attempt.public_id == bindparam("public_id"))


@cache
def _attempt() -> Any:
    return (
        select(Attempt)
        .join(Attempt.quiz)
        .join(Quiz.module)
        .options(contains_eager(Attempt.quiz).contains_eager(Quiz.module))
        .where(Attempt.public_id == bindparam("public_id"))
    )


def item(attempt: Attempt, position: int) -> Any:
    """(kind, options, looked_at) of the question at a position, counted from 1; None if there is none."""
    return read(_item(), attempt_id=attempt.id, position=position).first()


@cache
def _item() -> Any:
    of = AttemptItem.attempt_id == bindparam("attempt_id")
    columns = (AttemptItem.kind, AttemptItem.options, AttemptItem.looked_at)
    return select(*columns).where(of, AttemptItem.position == bindparam("position"))


def paper(attempt: Attempt) -> list[Line]:
    """Every question of an attempt in order, with its answer: one SELECT."""
    found = db.session.execute(
        select(AttemptItem, Answer)
        .outerjoin(Answer, (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == AttemptItem.position))
        .where(AttemptItem.attempt_id == attempt.id)
        .order_by(AttemptItem.position)
        .execution_options(populate_existing=True)
    )
    return [Line(*line) for line in found]


def tries(quiz: Quiz, person: Any) -> list[Attempt]:
    """Every attempt of a person at a quiz, in order."""
    return list(
        db.session.scalars(
            select(Attempt)
            .where(Attempt.quiz_id == quiz.id, Attempt.person_id == person.id)
            .order_by(Attempt.number)
            .execution_options(populate_existing=True)
        )
    )


def overdue(*, at: datetime, most: int = 200) -> list[Attempt]:
    """Open attempts whose time and grace are up, the longest overdue first."""
    return list(
        db.session.scalars(
            select(Attempt)
            .where(Attempt.state == rules.OPEN, Attempt.due_at < at - rules.GRACE)
            .order_by(Attempt.due_at, Attempt.id)
            .limit(most)
        )
    )


def attempts_of(person: Any) -> list[Attempt]:
    """Every attempt of a person, oldest first, with quiz and module."""
    return list(
        db.session.scalars(
            select(Attempt)
            .join(Attempt.quiz)
            .join(Quiz.module)
            .options(contains_eager(Attempt.quiz).contains_eager(Quiz.module))
            .where(Attempt.person_id == person.id)
            .order_by(Attempt.started_at, Attempt.id)
        )
    )
