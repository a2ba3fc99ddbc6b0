"""A whole sheet of answers: what it says, laid over what is stored, and written in one statement."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy.dialects import postgresql, sqlite

from lms.core.db import db, lock
from lms.quizzes import paper, queries
from lms.quizzes.actions import record
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.queries import Line
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules.events import Happened, Phone
from lms.quizzes.rules.late import Given


class Came(NamedTuple):
    """A sheet as it came in."""

    #: Raw answers by position; a position may be missing.
    answers: Mapping[int, Any] = {}
    #: The number each answer was given, by position, where a phone counted them.
    numbers: Mapping[int, int] = {}
    #: The highest number the sheet knew, where it is a form without a script; see `paper.settled`.
    seen: int | None = None


class Sheet(NamedTuple):
    """What came in beside what is stored, read under the attempt's lock."""

    lines: list[Line]
    in_time: bool
    #: By position: answers that came and are not what is stored.
    coming: dict[int, Given]

    @property
    def counts(self) -> dict[int, Given]:
        """By position, every answer that is stored and counts."""
        return {item.position: Given(row.value, row.sequence) for item, row in self.lines if row}


def take(attempt: Attempt, came: Came, *, at: datetime) -> Sheet:
    """Lock the attempt and read it; a question whose answer was looked at takes no other."""
    lock(attempt)
    in_time = rules.accepts_answer(attempt.due_at, at, attempt.handed_in_at)
    sheet = Sheet(queries.paper(attempt), in_time, {})
    for item, row in sheet.lines:
        if item.looked_at is None:
            found = _given(item, row, came, in_time=in_time)
            if found is not None:
                sheet.coming[item.position] = found
    return sheet


def _given(item: Any, row: Any, came: Came, *, in_time: bool) -> Given | None:
    """The answer of a sheet to one question, if it is another one than that stored."""
    stored, sequence = (row.value, row.sequence) if row else (None, 0)
    raw, number = came.answers.get(item.position), came.numbers.get(item.position)
    value = None if raw is None else paper.keep(item.kind, item.options, raw)
    if number is not None:
        return Given(value, number) if number >= sequence and value != stored else None
    value = paper.settled(stored, sequence, value, came.seen if in_time and came.answers else None)
    return Given(value, max(sequence, came.seen or 0) + 1) if value != stored else None


def put(attempt: Attempt, sheet: Sheet, *, phone: Phone, by: Any, at: datetime) -> None:
    """Write what came in time, and note it."""
    write([row(attempt, position, given, at) for position, given in sheet.coming.items()])
    record.note_each(notes(attempt, sheet, phone=phone, by=by, at=at))


def notes(attempt: Attempt, sheet: Sheet, *, phone: Phone, by: Any, at: datetime) -> list[dict[str, Any]]:
    """A line of the record for each answer that came in time."""
    return [
        record.line(
            attempt, Happened.SAVED, position=position, sequence=given.sequence, value=given.value, phone=phone,
            by=by, at=at,
        )
        for position, given in sheet.coming.items()
    ]  # fmt: skip


def row(
    attempt: Attempt, position: int, given: Given, saved_at: datetime, marks: float | None = None, waits: bool = False
) -> dict[str, Any]:
    """An answer as `write` takes it."""
    return {
        "attempt_id": attempt.id,
        "position": position,
        "value": given.value,
        "sequence": given.sequence,
        "saved_at": saved_at,
        "marks": marks,
        "waits": waits,
    }


def write(rows: list[dict[str, Any]]) -> None:
    """Write answers in one statement; the caller holds the attempt's lock."""
    if rows:
        db.session.flush()
        db.session.execute(_upsert(db.engine.dialect.name), rows)


@cache
def _upsert(dialect: str) -> Any:
    statement = insert_into(Answer, dialect)
    columns = ("value", "sequence", "saved_at", "marks", "waits")
    return statement.on_conflict_do_update(
        index_elements=["attempt_id", "position"],
        set_={name: getattr(statement.excluded, name) for name in columns},
    )


def insert_into(model: Any, dialect: str) -> Any:
    """INSERT INTO the table of a model, in the words of this database."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(model.__table__)
