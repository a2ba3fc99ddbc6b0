"""Questions about the record of an attempt, and about what came too late to count."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from lms.core.db import db, read
from lms.quizzes.models import Answer, Attempt, AttemptEvent, AttemptItem, LateAnswer
from lms.quizzes.queries.attempts import COLUMNS, Asked, Said, line


def events(attempt: Attempt) -> list[AttemptEvent]:
    """Everything that happened to an attempt, in order."""
    return list(
        db.session.scalars(select(AttemptEvent).where(AttemptEvent.attempt_id == attempt.id).order_by(AttemptEvent.id))
    )


def late_answers(attempt: Attempt) -> list[LateAnswer]:
    """What came too late to count, by position."""
    return list(
        db.session.scalars(
            select(LateAnswer)
            .where(LateAnswer.attempt_id == attempt.id)
            .order_by(LateAnswer.position)
            .execution_options(populate_existing=True)
        )
    )


def late_answer(attempt_id: int, position: int) -> LateAnswer | None:
    """What came too late to count at one position of an attempt."""
    return db.session.get(LateAnswer, (attempt_id, position), populate_existing=True)


def item_and_answers(attempt: Attempt, position: int) -> Any:
    """(item, answer, late answer) at a position of an attempt, the last two or None; None if there is none."""
    return db.session.execute(_lines().where(AttemptItem.position == position), {"attempt_id": attempt.id}).first()


def rows(attempt: Attempt) -> list[Any]:
    """(item, answer, late answer) of every question of an attempt in order, to be changed. One SELECT."""
    return list(db.session.execute(_lines(), {"attempt_id": attempt.id}))


class Late(NamedTuple):
    """What came too late to count, as a page reads it."""

    value: Any
    counted_at: datetime | None
    received_at: datetime


def sheet(attempt: Attempt) -> list[tuple[Asked, Said | None, Late | None]]:
    """As `paper`, with what came late beside: (item, answer, late answer). One SELECT."""
    found = ((line(row), Late._make(row[len(COLUMNS) :])) for row in read(_sheet(), attempt_id=attempt.id))
    return [(*asked, None if late.received_at is None else late) for asked, late in found]


@cache
def _sheet() -> Any:
    place = AttemptItem.position
    return (
        select(*COLUMNS, *(getattr(LateAnswer, name) for name in Late._fields))
        .outerjoin(Answer, (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == place))
        .outerjoin(LateAnswer, (LateAnswer.attempt_id == AttemptItem.attempt_id) & (LateAnswer.position == place))
        .where(AttemptItem.attempt_id == bindparam("attempt_id"))
        .order_by(place)
    )


@cache
def _lines() -> Any:
    place = AttemptItem.position
    return (
        select(AttemptItem, Answer, LateAnswer)
        .outerjoin(Answer, (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == place))
        .outerjoin(LateAnswer, (LateAnswer.attempt_id == AttemptItem.attempt_id) & (LateAnswer.position == place))
        .where(AttemptItem.attempt_id == bindparam("attempt_id"))
        .order_by(place)
        .execution_options(populate_existing=True)
    )
