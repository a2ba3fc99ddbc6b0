"""What learners do with a quiz: begin, answer, hand in. Every verb may be repeated; the second is like the first."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Integer, bindparam, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from lms.core.db import Moment, db, insert_once_id, lock
from lms.core.errors import RuleBroken
from lms.core.ids import public_id
from lms.core.outbox import announce
from lms.core.words import _l
from lms.quizzes import paper, queries
from lms.quizzes.models import Answer, Attempt, AttemptItem, Question, Quiz
from lms.quizzes.queries import Line
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules import grading
from lms.quizzes.shuffle import shuffled

#: Marks for a fully right answer.
WORTH = 1.0


class NoQuestions(RuleBroken):
    """The quiz is still empty."""

    sentence = _l("This quiz has no questions yet. Come back a little later")


class NotAsked(RuleBroken):
    """The attempt has no question at this position, or the number sent with the answer is none."""

    sentence = _l("This question is not part of the quiz. Open the quiz again")


class AlreadyHandedIn(RuleBroken):
    """The attempt is handed in, and the answer it holds counts."""

    sentence = _l("This quiz is already handed in. Your result is kept")


class Saved(NamedTuple):
    """What became of an answer: the number it was sent with, whether it came too late to count, what to mend."""

    sequence: int
    late: bool
    problem: RuleBroken | None


def start(quiz: Quiz, person: Any, *, by: Any, at: datetime) -> Attempt:
    """The open attempt of a person, or a new one with its questions frozen.

    Raises NoTriesLeft or NoQuestions. Two at once: the unique indexes decide, and both get the same attempt.
    """
    while True:
        tries = queries.tries(quiz, person)
        going = next((attempt for attempt in tries if attempt.state == rules.OPEN), None)
        if going and not rules.overdue(going.due_at, at):
            return going
        if going:
            hand_in(going, by=None, at=at)
        rules.check_start(len(tries), quiz.attempts_allowed, at)
        questions = queries.questions(quiz)
        if not questions:
            raise NoQuestions()
        begun = _begin(quiz, person, max((attempt.number for attempt in tries), default=0) + 1, len(questions), at)
        if begun:
            _freeze(begun, questions)
            return begun


def _begin(quiz: Quiz, person: Any, number: int, count: int, at: datetime) -> Attempt | None:
    """The row of a new attempt; None if somebody took the number, or opened one, a moment earlier."""
    values = {
        "public_id": public_id(),
        "quiz_id": quiz.id,
        "person_id": person.id,
        "number": number,
        "state": rules.OPEN,
        "started_at": at,
        "due_at": rules.due_at(at, quiz.minutes),
        "out_of": WORTH * count,
    }
    made = insert_once_id(Attempt, values)
    return db.session.get(Attempt, made) if made is not None else None


def _freeze(attempt: Attempt, questions: list[Question]) -> None:
    rows = []
    for position, question in enumerate(questions, 1):
        options, key = shuffled(question.kind, question.options, question.key, f"{attempt.public_id}/{question.code}")
        rows.append(
            {
                "attempt_id": attempt.id,
                "position": position,
                "question_id": question.id,
                "kind": question.kind,
                "text": question.text,
                "options": options,
                "key": key,
                "explanation": question.explanation,
                "worth": WORTH,
            }
        )
    db.session.execute(insert(AttemptItem), rows)


def save(attempt: Attempt, position: int, raw: Any, sequence: int, *, by: Any, at: datetime) -> Saved:
    """Keep one answer (any JSON, or the texts of its fields). The highest sequence number wins.

    After the time is up an answer is kept, marked late, where none stands that counts. Raises NotAsked, and
    AlreadyHandedIn where one does.
    """
    item = queries.item(attempt, position)
    if item is None:
        raise NotAsked()
    value = paper.keep(item.kind, item.options, raw)
    late = _write(attempt, position, value, sequence, at)
    if late is None:
        db.session.refresh(attempt)
        if not rules.accepts_answer(attempt.due_at, at, attempt.handed_in_at):
            raise AlreadyHandedIn()
    return Saved(sequence, bool(late), paper.problem(item.kind, item.options, value))


def _write(attempt: Attempt, position: int, value: Any, sequence: int, at: datetime) -> bool | None:
    """One statement: whether the answer came late is read under a lock that a hand-in would hold.

    Answers `late` of the row written; None if nothing was, for something newer or counted stands there.
    """
    over = rules.overdue(attempt.due_at, at)
    values = {"attempt": attempt.id, "place": position, "given": value, "number": sequence, "at": at, "over": over}
    return db.session.scalar(_save(db.engine.dialect.name), values)


@cache
def _save(dialect: str) -> Any:
    """The statement, built once for each kind of database."""
    late = or_(Attempt.state != rules.OPEN, bindparam("over", type_=Boolean))
    row = (
        select(
            Attempt.id,
            bindparam("place", type_=Integer),
            bindparam("given", type_=Answer.value.type),
            bindparam("number", type_=Integer),
            bindparam("at", type_=Moment),
            late,
        )
        .where(Attempt.id == bindparam("attempt"))
        .with_for_update(read=True)
    )
    statement = _insert(dialect).from_select(["attempt_id", "position", "value", "sequence", "saved_at", "late"], row)
    coming, kept = statement.excluded, Answer.__table__.c
    return statement.on_conflict_do_update(
        index_elements=["attempt_id", "position"],
        set_={name: getattr(coming, name) for name in ("value", "sequence", "saved_at", "late")},
        where=(kept.sequence <= coming.sequence) & (kept.late | ~coming.late),
    ).returning(kept.late)


def _insert(dialect: str) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(Answer.__table__)


def save_all(attempt: Attempt, answers: dict[int, Any], *, seen: int | None = None, by: Any, at: datetime) -> bool:
    """Keep a whole sheet (raw answers by position); answers whether it came in time.

    `seen`: the highest sequence number the sheet knew; see `paper.settled`.
    """
    sheet = _take(attempt, answers, seen, at)
    _put(attempt, sheet.changed, late=not sheet.in_time, at=at)
    return sheet.in_time


def offer(attempt: Attempt, answers: dict[int, Any], *, seen: int | None = None, by: Any, at: datetime) -> bool:
    """Hand in if every question has an answer, else only keep them; answers whether it is handed in."""
    pass_percent = attempt.quiz.pass_percent  # before the lock, which reads the attempt again without its quiz
    sheet = _take(attempt, answers, seen, at)
    if sheet.in_time and not sheet.complete:
        _put(attempt, sheet.changed, late=False, at=at)
        return False
    _close(attempt, sheet, pass_percent, at)
    return True


def hand_in(
    attempt: Attempt, answers: dict[int, Any] | None = None, *, seen: int | None = None, by: Any, at: datetime
) -> Attempt:
    """Mark the attempt and close it. `answers`: the full set of the sheet, None for what is stored.

    A second time changes nothing. After the time is up what comes with it is kept as late and not counted.
    """
    pass_percent = attempt.quiz.pass_percent
    _close(attempt, _take(attempt, answers or {}, seen, at), pass_percent, at)
    return attempt


#: A value with the sequence number it has, or will have.
Numbered = tuple[Any, int]


class _Sheet(NamedTuple):
    """What came in, laid over what is stored."""

    lines: list[Line]
    in_time: bool
    #: By position, what differs from the rows: to be written.
    changed: dict[int, Numbered]
    #: By position, every answer that counts.
    counted: dict[int, Numbered]

    @property
    def complete(self) -> bool:
        """Whether every question has an answer that can be read."""
        return all(
            item.position in self.counted
            and paper.answer(item.kind, item.options, self.counted[item.position][0]) is not None
            for item, _row in self.lines
        )


def _take(attempt: Attempt, answers: dict[int, Any], seen: int | None, at: datetime) -> _Sheet:
    """Lock the attempt, and lay `answers` over what is stored; too late, only beside what counts."""
    lock(attempt)
    in_time = rules.accepts_answer(attempt.due_at, at, attempt.handed_in_at)
    sheet = _Sheet(queries.paper(attempt), in_time, {}, {})
    for item, row in sheet.lines:
        stored, sequence = (row.value, row.sequence) if row else (None, 0)
        raw = answers.get(item.position)
        given = None if raw is None else paper.keep(item.kind, item.options, raw)
        value = paper.settled(stored, sequence, given, seen if in_time and answers else None)
        if value != stored and (in_time or row is None or row.late):
            sheet.changed[item.position] = (value, max(sequence, seen or 0) + 1)
        if row and not row.late:
            sheet.counted[item.position] = (stored, sequence)
    if in_time:
        sheet.counted.update(sheet.changed)
    return sheet


def _close(attempt: Attempt, sheet: _Sheet, pass_percent: int, at: datetime) -> None:
    if not sheet.in_time:
        _put(attempt, sheet.changed, late=True, at=at)
    if attempt.state == rules.HANDED_IN:
        return
    marks = {
        item.position: grading.mark(item.kind, item.options, item.key, sheet.counted[item.position][0], item.worth)
        for item, _row in sheet.lines
        if item.position in sheet.counted
    }
    _put(attempt, sheet.counted, late=False, marks=marks, at=at)
    score = grading.score(marks.values())
    attempt.pending = sum(mark is None for mark in marks.values())
    open_marks = sum(item.worth for item, _row in sheet.lines if marks.get(item.position, 0) is None)
    attempt.score, attempt.passed = score, rules.decided(score, open_marks, attempt.out_of, pass_percent)
    attempt.state, attempt.handed_in_at = rules.HANDED_IN, at
    db.session.flush()
    announce("quizzes.handed_in", attempt.id, at=at)


def _put(
    attempt: Attempt,
    values: dict[int, Numbered],
    *,
    late: bool,
    marks: dict[int, float | None] | None = None,
    at: datetime,
) -> None:
    """Write answers in one statement; the caller holds the attempt's lock."""
    rows = [
        {
            "attempt_id": attempt.id,
            "position": position,
            "value": value,
            "sequence": sequence,
            "saved_at": at,
            "late": late,
            "marks": (marks or {}).get(position),
            "waits": position in (marks or {}) and marks[position] is None,
        }
        for position, (value, sequence) in values.items()
    ]
    if rows:
        statement = _insert(db.engine.dialect.name).values(rows)
        columns = ("value", "sequence", "saved_at", "late", "marks", "waits")
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=["attempt_id", "position"],
                set_={name: getattr(statement.excluded, name) for name in columns},
            )
        )
