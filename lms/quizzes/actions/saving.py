"""Keeping answers as they are given. The highest sequence number wins, and sending again is harmless."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, or_, select

from lms.core.db import Moment, db, insert_into
from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.quizzes import paper, queries, rows
from lms.quizzes.actions import late, record, sheets
from lms.quizzes.actions.sheets import Came
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.queries import records
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules.events import UNKNOWN, Happened, Phone
from lms.quizzes.rules.late import Given, Late


class NotAsked(RuleBroken):
    """The attempt has no question at this position, or the number sent with the answer is none."""

    sentence = _l("This question is not part of the quiz. Open the quiz again")


class AnswerStands(RuleBroken):
    """The right answer was looked at, in practice."""

    sentence = _l("You have looked at the right answer. What you answered before stands")


class AlreadyHandedIn(RuleBroken):
    """The attempt is handed in, and what came is what counts, or older."""

    sentence = _l("This quiz is already handed in. Your result is kept")


class Newer(NamedTuple):
    """Another answer that stands, of a higher number, and since when: given on another device."""

    sequence: int
    at: datetime


class Saved(NamedTuple):
    """What became of an answer: the number it was sent with, whether it came too late to count, what to mend.

    `newer`: it does not count, for something else stands under a higher number.
    """

    sequence: int
    late: bool
    problem: RuleBroken | None
    newer: Newer | None = None


def save(
    attempt: Attempt, position: int, raw: Any, sequence: int, *, phone: Phone = UNKNOWN, by: Any, at: datetime
) -> Saved:
    """Keep one answer (any JSON, or the texts of its fields).

    After the time, or after handing in, it is kept beside what counts. Raises NotAsked, AnswerStands, and
    AlreadyHandedIn where there is nothing new to keep.
    """
    item = queries.item(attempt, position)
    if item is None:
        raise NotAsked()
    if item.looked_at is not None:
        raise AnswerStands()
    given = Given(paper.keep(item.kind, item.options, raw), sequence)
    problem = paper.problem(item.kind, item.options, given.value)
    if not _write(attempt, position, given, phone=phone, by=by, at=at):
        kept_late = _beside(attempt, position, given, phone=phone, by=by, at=at)
        return Saved(sequence, kept_late, problem, None if kept_late else _newer(attempt, position, given))
    return Saved(sequence, False, problem)


def _beside(attempt: Attempt, position: int, given: Given, *, phone: Phone, by: Any, at: datetime) -> bool:
    """What was not written is older than what counts, or late; answers which.

    The attempt is held, so that nobody hands it in or counts meanwhile, and not locked: this transaction may share a
    lock already, and two that share one would wait for each other for ever.
    """
    rows.hold(attempt)
    if rules.accepts_answer(attempt.due_at, at, attempt.handed_in_at):
        _write(attempt, position, given, phone=phone, by=by, at=at)  # more time was granted a moment ago
        return False
    _item, answer, _late = records.item_and_answers(attempt, position)
    counts = {position: Given(answer.value, answer.sequence)} if answer else {}
    found = late.keep(attempt, {position: given}, counts, counted_by_phone=True, phone=phone, by=by, at=at)[position]
    if found == Late.KNOWN and attempt.state == rules.HANDED_IN:
        raise AlreadyHandedIn()
    return found != Late.KNOWN


def _newer(attempt: Attempt, position: int, given: Given) -> Newer | None:
    """What stands instead of an answer, if it says something else."""
    _item, answer, _late = records.item_and_answers(attempt, position)
    if answer is None or answer.sequence <= given.sequence or answer.value == given.value:
        return None
    return Newer(answer.sequence, answer.saved_at)


def _write(attempt: Attempt, position: int, given: Given, *, phone: Phone, by: Any, at: datetime) -> bool:
    """Whether it is written, and noted. One statement reads under a lock that a hand-in holds, too, and writes."""
    values = {
        "attempt": attempt.id,
        "place": position,
        "given": given.value,
        "number": given.sequence,
        "at": at,
        "earliest": at - rules.GRACE,
    }
    if db.session.scalar(_save(db.engine.dialect.name), values) is None:
        return False
    record.note(
        attempt,
        Happened.SAVED,
        position=position,
        sequence=given.sequence,
        value=given.value,
        phone=phone,
        by=by,
        at=at,
    )
    return True


@cache
def _save(dialect: str) -> Any:
    """The statement, built once for each kind of database. It writes nothing for an attempt that takes no answers."""
    row = (
        select(
            Attempt.id,
            bindparam("place", type_=Integer),
            bindparam("given", type_=Answer.value.type),
            bindparam("number", type_=Integer),
            bindparam("at", type_=Moment),
        )
        .where(
            Attempt.id == bindparam("attempt"),
            Attempt.state == rules.OPEN,
            or_(Attempt.due_at.is_(None), Attempt.due_at >= bindparam("earliest", type_=Moment)),
        )
        .with_for_update(read=True)
    )
    columns = ["attempt_id", "position", "value", "sequence", "saved_at"]
    statement = insert_into(Answer.__table__, dialect).from_select(columns, row)
    coming, kept = statement.excluded, Answer.__table__.c
    return statement.on_conflict_do_update(
        index_elements=["attempt_id", "position"],
        set_={name: getattr(coming, name) for name in ("value", "sequence", "saved_at")},
        where=kept.sequence <= coming.sequence,
    ).returning(kept.sequence)


def save_all(
    attempt: Attempt,
    answers: Mapping[int, Any],
    *,
    numbers: Mapping[int, int] | None = None,
    seen: int | None = None,
    phone: Phone = UNKNOWN,
    by: Any,
    at: datetime,
) -> bool:
    """Keep a whole sheet (raw answers by position); answers whether it came in time. For the rest see `Came`."""
    sheet = sheets.take(attempt, Came(answers, numbers or {}, seen), at=at)
    keep(attempt, sheet, counted_by_phone=bool(numbers), phone=phone, by=by, at=at)
    return sheet.in_time


def keep(attempt: Attempt, sheet: sheets.Sheet, *, counted_by_phone: bool, phone: Phone, by: Any, at: datetime) -> None:
    """Write what a sheet brought: where it counts, or beside."""
    if sheet.in_time:
        sheets.put(attempt, sheet, phone=phone, by=by, at=at)
    else:
        late.keep(attempt, sheet.coming, sheet.counts, counted_by_phone=counted_by_phone, phone=phone, by=by, at=at)
