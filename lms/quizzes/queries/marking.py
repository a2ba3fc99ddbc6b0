"""Questions about answers that a person marks. No answer comes with who gave it."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from lms.core.db import db
from lms.quizzes.models import Answer, Attempt, AttemptItem, Question
from lms.quizzes.rules.attempts import HANDED_IN, OPEN
from lms.quizzes.rules.bank import Kind, form, is_strict

#: Earlier marks that are looked through for the same words; lines of a list.
EARLIER, SHOWN = 500, 50


class Waiting(NamedTuple):
    """A question with answers that wait."""

    question: Question
    many: int
    since: datetime


class Given(NamedTuple):
    """An answer, without who gave it."""

    item: AttemptItem
    answer: Answer
    handed_in_at: datetime

    @property
    def place(self) -> tuple[int, int]:
        """Attempt and position."""
        return self.item.attempt_id, self.item.position


def queue() -> list[Waiting]:
    """The questions with answers that wait, those that have waited longest first: one SELECT."""
    first = func.min(Attempt.handed_in_at)
    rows = db.session.execute(
        _answers(Question, func.count(), first)
        .join(Question, Question.id == AttemptItem.question_id)
        .where(Answer.waits, Attempt.state == HANDED_IN)
        .group_by(Question.id)
        .order_by(first, Question.id)
    )
    return [Waiting(*row) for row in rows]


def waiting() -> int:
    """How many answers wait."""
    return db.session.scalar(_answers(func.count()).where(Answer.waits, Attempt.state == HANDED_IN)) or 0


def next_one(question: Question, after: tuple[int, int] | None = None) -> Given | None:
    """The answer that has waited longest; `after`: the one behind this, from the beginning again at the end."""
    order = (Attempt.handed_in_at, AttemptItem.attempt_id)
    found = (
        _answers(AttemptItem, Answer, Attempt.handed_in_at)
        .where(AttemptItem.question_id == question.id, Answer.waits, Attempt.state == HANDED_IN)
        .order_by(*order)
        .limit(1)
    )
    skipped = db.session.get(Attempt, after[0]) if after else None
    if skipped is not None:
        behind = or_(
            Attempt.handed_in_at > skipped.handed_in_at,
            (Attempt.handed_in_at == skipped.handed_in_at) & (AttemptItem.attempt_id > skipped.id),
        )
        row = db.session.execute(found.where(behind)).first()
        if row is not None:
            return Given(*row)
    row = db.session.execute(found).first()
    return row and Given(*row)


def given_at(question: Question, place: tuple[int, int]) -> Given | None:
    """One answer to a question, marked by a person or waiting for one."""
    row = db.session.execute(
        _answers(AttemptItem, Answer, Attempt.handed_in_at).where(
            AttemptItem.question_id == question.id,
            AttemptItem.attempt_id == place[0],
            AttemptItem.position == place[1],
            Attempt.state == HANDED_IN,
            or_(Answer.waits, Answer.marked_by_id.is_not(None)),
        )
    ).first()
    return row and Given(*row)


def marked_lately(question: Question, by: Any) -> list[Given]:
    """What somebody marked of a question, the newest first."""
    rows = db.session.execute(
        _answers(AttemptItem, Answer, Attempt.handed_in_at)
        .where(AttemptItem.question_id == question.id, Answer.marked_by_id == by.id, ~Answer.waits)
        .order_by(Answer.marked_at.desc(), AttemptItem.attempt_id.desc())
        .limit(SHOWN)
    )
    return [Given(*row) for row in rows]


def marked_questions(by: Any) -> list[tuple[Question, int]]:
    """The questions of which somebody marked answers, with how many."""
    rows = db.session.execute(
        _answers(Question, func.count())
        .join(Question, Question.id == AttemptItem.question_id)
        .where(Answer.marked_by_id == by.id)
        .group_by(Question.id)
        .order_by(func.max(Answer.marked_at).desc(), Question.id)
        .limit(SHOWN)
    )
    return [(question, many) for question, many in rows]


def earlier_marks(question: Question, given: Given) -> list[tuple[float, int]]:
    """What the same words were given by trainers before: (marks, how often), the most frequent first."""
    strict = is_strict(question.options)
    wanted = form(str(given.answer.value or ""), strict=strict)
    rows = db.session.execute(
        _answers(Answer.value, Answer.marks)
        .where(AttemptItem.question_id == question.id, Answer.marked_by_id.is_not(None), ~Answer.waits)
        .where(or_(AttemptItem.attempt_id != given.place[0], AttemptItem.position != given.place[1]))
        .order_by(Answer.marked_at.desc(), AttemptItem.attempt_id)
        .limit(EARLIER)
    )
    same = Counter(marks for value, marks in rows if isinstance(value, str) and form(value, strict=strict) == wanted)
    return sorted(same.items(), key=lambda each: (-each[1], -each[0]))


def papers_to_tell(question_id: int, after: int, most: int) -> list[int]:
    """Ids of the next attempts that are open, or wait for marks, and hold a question."""
    same = (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == AttemptItem.position)
    found = (
        select(AttemptItem.attempt_id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .outerjoin(Answer, same)
        .where(AttemptItem.question_id == question_id, AttemptItem.attempt_id > after)
        .where(AttemptItem.kind == Kind.SHORT, or_(Attempt.state == OPEN, Answer.waits))
    )
    return list(db.session.scalars(found.order_by(AttemptItem.attempt_id).limit(most)))


def _answers(*columns: Any) -> Any:
    same = (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == AttemptItem.position)
    return (
        select(*columns).select_from(AttemptItem).join(Answer, same).join(Attempt, Attempt.id == AttemptItem.attempt_id)
    )
