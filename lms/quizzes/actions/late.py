"""What came after the time, or after handing in: kept beside what counts, until a trainer lets it count."""

from datetime import datetime
from functools import cache
from typing import Any

from lms.audit.actions import record as note_deed
from lms.core.db import db, insert_into, lock
from lms.quizzes import rows
from lms.quizzes.actions import record, scoring
from lms.quizzes.models import Attempt, LateAnswer
from lms.quizzes.queries import records
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules import grading
from lms.quizzes.rules.events import Happened, Phone
from lms.quizzes.rules.late import Given, Late, StillOpen, weigh

COLUMNS = ("value", "sequence", "received_at", "counted_at", "counted_by_id")


def keep(
    attempt: Attempt,
    coming: dict[int, Given],
    counts: dict[int, Given],
    *,
    counted_by_phone: bool,
    phone: Phone,
    by: Any,
    at: datetime,
) -> dict[int, Late]:
    """Keep the news among what came late; answers what each of it was. The attempt takes no answers any more.

    `counted_by_phone`: the numbers are a phone's. Those of a sheet without a script are made here, for it holds what
    somebody wanted last.
    """
    kept = {row.position: Given(row.value, row.sequence) for row in records.late_answers(attempt)} if coming else {}
    found, lines = {}, []
    for position, given in sorted(coming.items()):
        before = kept.get(position)
        if before and not counted_by_phone:
            given = (
                before if given.value == before.value else Given(given.value, max(given.sequence, before.sequence + 1))
            )
        found[position] = weigh(given, counts.get(position), before)
        if found[position] == Late.NEWS:
            _write(attempt, position, given, at)
            lines.append(
                record.line(
                    attempt, Happened.LATE, position=position, sequence=given.sequence, value=given.value,
                    phone=phone, by=by, at=at,
                )
            )  # fmt: skip
    rows.write_lines(lines)
    return found


def _write(attempt: Attempt, position: int, given: Given, at: datetime) -> None:
    values = {
        "attempt_id": attempt.id,
        "position": position,
        "value": given.value,
        "sequence": given.sequence,
        "received_at": at,
        "counted_at": None,
        "counted_by_id": None,
    }
    db.session.flush()
    db.session.execute(_upsert(db.engine.dialect.name), values)


@cache
def _upsert(dialect: str) -> Any:
    """The highest number wins, whoever else writes at this moment."""
    statement = insert_into(LateAnswer.__table__, dialect)
    coming, kept = statement.excluded, LateAnswer.__table__.c
    return statement.on_conflict_do_update(
        index_elements=["attempt_id", "position"],
        set_={name: getattr(coming, name) for name in COLUMNS},
        where=kept.sequence <= coming.sequence,
    )


def count(late: LateAnswer, *, by: Any, at: datetime) -> Attempt:
    """Let an answer that came late count, in the place of the one that counted; a second time changes nothing.

    Raises StillOpen as long as the attempt is not handed in.
    """
    attempt = db.session.get_one(Attempt, late.attempt_id)
    lock(attempt)
    if attempt.state != rules.HANDED_IN:
        raise StillOpen()
    lock(late)
    item, answer, late = records.item_and_answers(attempt, late.position)
    if late.counted_at is not None:
        return attempt
    before = rows.marks(answer) if answer else 0.0
    given = Given(late.value, late.sequence)
    marks = grading.mark(item.kind, item.options, item.key, given.value, item.worth)
    rows.write_answers([rows.answer(attempt, item.position, given, late.received_at, marks, marks is None)])
    late.counted_at, late.counted_by_id = at, by.id
    if answer:
        answer.marked_by_id = answer.marked_at = answer.remark = None
    scoring.rescore(
        attempt, kind=Happened.COUNTED, position=item.position, marks=[before, marks], answer=given.value, by=by, at=at
    )
    note_deed("quizzes.late_counted", "attempt", attempt.id, position=item.position, by=by, at=at)
    return attempt
