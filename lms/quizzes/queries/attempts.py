"""Questions about attempts and what is on their papers."""

import re
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from lms.core.db import db, read
from lms.quizzes.models import Answer, Attempt, AttemptItem, Extra, Quiz
from lms.quizzes.rules import attempts as rules


class Asked(NamedTuple):
    """A question of an attempt as a page or a rule reads it: the frozen item's columns."""

    position: int
    question_id: int
    kind: str
    text: str
    options: Any
    key: Any
    explanation: str
    feedback: Any
    looked_at: datetime | None
    worth: float


class Said(NamedTuple):
    """An answer that counts, as a page or a rule reads it."""

    value: Any
    sequence: int
    saved_at: datetime
    marks: float | None
    waits: bool
    remark: str | None


class Line(NamedTuple):
    """A question of an attempt with the answer given so far, if any."""

    item: Asked
    answer: Said | None


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
    return [line(row) for row in read(_paper(), attempt_id=attempt.id)]


def line(row: Any) -> Line:
    """The line in the first columns of a row, which are `COLUMNS`."""
    item, said = Asked._make(row[: len(Asked._fields)]), Said._make(row[len(Asked._fields) : len(COLUMNS)])
    return Line(item, None if said.sequence is None else said)


#: What `line` reads.
COLUMNS = (
    *(getattr(AttemptItem, name) for name in Asked._fields),
    *(getattr(Answer, name) for name in Said._fields),
)


@cache
def _paper() -> Any:
    place = AttemptItem.position
    return (
        select(*COLUMNS)
        .outerjoin(Answer, (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == place))
        .where(AttemptItem.attempt_id == bindparam("attempt_id"))
        .order_by(place)
    )


class Begun(NamedTuple):
    """An attempt as beginning another one needs it."""

    id: int
    number: int
    state: str
    due_at: datetime | None


class Granted(NamedTuple):
    """What a person is granted at a quiz beyond its settings."""

    minutes: int
    attempts: int


def begun(quiz: Quiz, person: Any) -> tuple[list[Begun], Granted | None]:
    """Every attempt of a person at a quiz, in order, and what the person is granted there. One SELECT."""
    rows = read(_begun(), quiz_id=quiz.id, person_id=person.id).all()
    granted = Granted._make(rows[0][4:]) if rows and rows[0].minutes is not None else None
    return [Begun._make(row[:4]) for row in rows if row.id is not None], granted


@cache
def _begun() -> Any:
    mine = (Attempt.quiz_id == Quiz.id) & (Attempt.person_id == bindparam("person_id"))
    granted = (Extra.quiz_id == Quiz.id) & (Extra.person_id == bindparam("person_id"))
    return (
        select(Attempt.id, Attempt.number, Attempt.state, Attempt.due_at, Extra.minutes, Extra.attempts)
        .select_from(Quiz)
        .outerjoin(Attempt, mine)
        .outerjoin(Extra, granted)
        .where(Quiz.id == bindparam("quiz_id"))
        .order_by(Attempt.number)
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
