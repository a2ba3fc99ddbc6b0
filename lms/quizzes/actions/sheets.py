"""A whole sheet of answers: what it says, laid over what is stored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from lms.core.db import lock
from lms.quizzes import paper, queries, rows
from lms.quizzes.actions import record
from lms.quizzes.models import Attempt
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
    """The answer of a sheet to one question, if it is another one than that stored.

    A phone's that is late comes along in any case: it may take back what came late before it.
    """
    stored, sequence = (row.value, row.sequence) if row else (None, 0)
    raw, number = came.answers.get(item.position), came.numbers.get(item.position)
    value = None if raw is None else paper.keep(item.kind, item.options, raw)
    if number is not None:
        return Given(value, number) if number >= sequence and (value != stored or not in_time) else None
    value = paper.settled(stored, sequence, value, came.seen if in_time and came.answers else None)
    return Given(value, max(sequence, came.seen or 0) + 1) if value != stored else None


def put(attempt: Attempt, sheet: Sheet, *, phone: Phone, by: Any, at: datetime) -> None:
    """Write what came in time, and note it."""
    rows.write_answers([rows.answer(attempt, place, given, at) for place, given in sheet.coming.items()])
    rows.write_lines(notes(attempt, sheet, phone=phone, by=by, at=at))


def notes(attempt: Attempt, sheet: Sheet, *, phone: Phone, by: Any, at: datetime) -> list[dict[str, Any]]:
    """A line of the record for each answer that came in time."""
    return [
        record.line(
            attempt, Happened.SAVED, position=position, sequence=given.sequence, value=given.value, phone=phone,
            by=by, at=at,
        )
        for position, given in sheet.coming.items()
    ]  # fmt: skip
