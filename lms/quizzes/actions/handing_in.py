"""Handing in: once, with the full set of answers, by the learner or by the house."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.core.db import db, lock
from lms.core.logs import log
from lms.quizzes import queries, rows
from lms.quizzes.actions import record, saving, scoring, sheets
from lms.quizzes.actions.sheets import Came, Sheet
from lms.quizzes.models import Attempt, Quiz
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules import grading
from lms.quizzes.rules.events import UNKNOWN, Happened, Phone


def offer(
    attempt: Attempt,
    answers: Mapping[int, Any],
    *,
    numbers: Mapping[int, int] | None = None,
    seen: int | None = None,
    phone: Phone = UNKNOWN,
    by: Any,
    at: datetime,
) -> bool:
    """Keep the sheet, to be looked over before it is handed in; answers whether it is handed in already.

    Where the time is up there is nothing to look over: the attempt is handed in.
    """
    quiz = attempt.quiz  # before the lock, which reads the attempt again without it
    sheet = sheets.take(attempt, Came(answers, numbers or {}, seen), at=at)
    saving.keep(attempt, sheet, counted_by_phone=bool(numbers), phone=phone, by=by, at=at)
    if not sheet.in_time and attempt.state == rules.OPEN:
        _close(attempt, quiz, sheet, phone=phone, by=by, at=at)
    return attempt.state == rules.HANDED_IN


def hand_in(
    attempt: Attempt,
    answers: Mapping[int, Any] | None = None,
    *,
    numbers: Mapping[int, int] | None = None,
    seen: int | None = None,
    phone: Phone = UNKNOWN,
    by: Any,
    at: datetime,
) -> Attempt:
    """Mark the attempt and close it. `answers`: the full set of the sheet, None for what is stored.

    A second time changes nothing that counts. What comes with it after the time, or after handing in, is kept beside.
    """
    quiz = attempt.quiz
    sheet = sheets.take(attempt, Came(answers or {}, numbers or {}, seen), at=at)
    if not sheet.in_time:
        saving.keep(attempt, sheet, counted_by_phone=bool(numbers), phone=phone, by=by, at=at)
    if attempt.state == rules.OPEN:
        _close(attempt, quiz, sheet, phone=phone, by=by, at=at)
    return attempt


def end(attempt: Attempt, *, at: datetime) -> bool:
    """Hand in an attempt whose time is up, with what it holds. False where time was granted a moment ago."""
    lock(attempt)
    if attempt.state == rules.OPEN and not rules.overdue(attempt.due_at, at):
        return False
    hand_in(attempt, by=None, at=at)
    return True


def hand_in_overdue(*, at: datetime, most: int) -> int:
    """Hand in, with the answers they hold, attempts whose time is up; answers how many. One that fails waits on."""
    found = queries.overdue(at=at, most=most)
    done = 0
    for attempt in found:
        number = attempt.id
        try:
            with db.session.begin_nested():
                done += end(attempt, at=at)
        except Exception as error:
            log.error("quizzes.not_handed_in", attempt=number, error=type(error).__name__)
    return done


def _close(attempt: Attempt, quiz: Quiz, sheet: Sheet, *, phone: Phone, by: Any, at: datetime) -> None:
    """Give the marks and the score; the caller holds the attempt's lock."""
    coming = sheet.coming if sheet.in_time else {}
    answers, marked = [], []
    for item, stored in sheet.lines:
        given = coming.get(item.position) or sheet.counts.get(item.position)
        if given is None:
            continue
        marks = grading.mark(item.kind, item.options, item.key, given.value, item.worth)
        saved_at = at if item.position in coming else stored.saved_at
        answers.append(rows.answer(attempt, item.position, given, saved_at, marks, marks is None))
        marked.append(rules.Marked(item.worth, marks))
    rows.write_answers(answers)
    attempt.score, attempt.pending, attempt.passed = rules.total(marked, attempt.out_of, quiz.pass_percent)
    attempt.state, attempt.handed_in_at = rules.HANDED_IN, at
    db.session.flush()
    overdue = by is None and rules.overdue(attempt.due_at, at)
    last = record.line(attempt, Happened.OVERDUE if overdue else Happened.HANDED_IN, phone=phone, by=by, at=at)
    lines = sheets.notes(attempt, sheet, phone=phone, by=by, at=at) if coming else []
    rows.write_lines([*lines, last])
    scoring.tell(attempt, quiz, at=at)
