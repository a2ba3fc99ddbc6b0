"""Rows of attempts as they are written: answers, and lines of the record, many in one statement."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import insert

from lms.core.db import db, insert_into
from lms.quizzes.models import Answer, Attempt, AttemptEvent
from lms.quizzes.rules.late import Given

_ADD_LINE = insert(AttemptEvent.__table__)


def hold(row: Any) -> Any:
    """Read `row` again, and let nobody lock it until the transaction ends; several may hold it at once."""
    db.session.refresh(row, with_for_update={"read": True, "key_share": True, "of": type(row)})
    return row


def answer(
    attempt: Attempt, position: int, given: Given, saved_at: datetime, marks: float | None = None, waits: bool = False
) -> dict[str, Any]:
    """An answer as `write_answers` takes it."""
    return {
        "attempt_id": attempt.id,
        "position": position,
        "value": given.value,
        "sequence": given.sequence,
        "saved_at": saved_at,
        "marks": marks,
        "waits": waits,
    }


def marks(stored: Any) -> float | None:
    """The marks of a stored answer; None while a trainer has to look at it."""
    return None if stored.waits else stored.marks or 0.0


def write_answers(answers: list[dict[str, Any]]) -> None:
    """Write answers over what stands there; the caller holds the attempt's lock."""
    if answers:
        db.session.flush()
        db.session.execute(_upsert(db.engine.dialect.name), answers)


def write_lines(lines: list[dict[str, Any]]) -> None:
    """Add lines of the record (`actions.record.line`), in this order."""
    if lines:
        db.session.flush()
        db.session.execute(_ADD_LINE, lines)


@cache
def _upsert(dialect: str) -> Any:
    statement = insert_into(Answer.__table__, dialect)
    columns = ("value", "sequence", "saved_at", "marks", "waits")
    return statement.on_conflict_do_update(
        index_elements=["attempt_id", "position"],
        set_={name: getattr(statement.excluded, name) for name in columns},
    )
