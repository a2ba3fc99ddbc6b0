"""Questions about quizzes, attempts and who has passed what."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import contains_eager

from lms.catalogue.models import Module
from lms.core.db import db, read
from lms.quizzes.models import Answer, Attempt, AttemptItem, Question, Quiz, QuizItem
from lms.quizzes.rules import attempts as rules


class Line(NamedTuple):
    """A question of an attempt with the answer given so far, if any."""

    item: AttemptItem
    answer: Answer | None


class Standing(NamedTuple):
    """Where a person stands with one quiz."""

    #: Attempts begun, the open one included.
    begun: int
    #: Attempts left; None where there is no limit.
    left: int | None
    #: The attempt that is open now.
    open: Attempt | None
    #: The handed-in attempt that counts (best, last or first, as the quiz says).
    counts: Attempt | None

    @property
    def passed(self) -> bool:
        """Whether the attempt that counts reached the pass mark."""
        return bool(self.counts and self.counts.passed)


def quiz_by_id(quiz_id: str) -> Quiz | None:
    """The quiz with a public id, with its module."""
    return db.session.scalar(_quizzes().where(Quiz.public_id == quiz_id))


def quiz_at(slug: str) -> Quiz | None:
    """The quiz of the module at an address."""
    return db.session.scalar(_quizzes().where(Module.slug == slug))


def quiz_of(module: Module) -> Quiz | None:
    """The quiz of a module."""
    return db.session.scalar(_quizzes().where(Module.id == module.id))


def _quizzes() -> Any:
    return select(Quiz).join(Quiz.module).options(contains_eager(Quiz.module))


def has_bank() -> bool:
    """Whether any quiz has been made."""
    return db.session.scalar(select(Quiz.id).limit(1)) is not None


def size(quiz: Quiz) -> int:
    """How many questions a quiz has."""
    return db.session.scalar(select(func.count()).select_from(QuizItem).where(QuizItem.quiz_id == quiz.id)) or 0


def attempt_by_id(attempt_id: str) -> Attempt | None:
    """The attempt with a public id, with its quiz and module: one SELECT."""
    return db.session.scalar(_attempt(), {"public_id": attempt_id})


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
    """(kind, options) of the question at a position, counted from 1; None if there is none."""
    return read(_item(), attempt_id=attempt.id, position=position).first()


@cache
def _item() -> Any:
    of = AttemptItem.attempt_id == bindparam("attempt_id")
    return select(AttemptItem.kind, AttemptItem.options).where(of, AttemptItem.position == bindparam("position"))


def paper(attempt: Attempt) -> list[Line]:
    """Every question of an attempt in order, with its answer: one SELECT."""
    found = db.session.execute(
        select(AttemptItem, Answer)
        .outerjoin(Answer, (Answer.attempt_id == AttemptItem.attempt_id) & (Answer.position == AttemptItem.position))
        .where(AttemptItem.attempt_id == attempt.id)
        .order_by(AttemptItem.position)
        .execution_options(populate_existing=True)
    )
    return [Line(*line) for line in found]


def tries(quiz: Quiz, person: Any) -> list[Attempt]:
    """Every attempt of a person at a quiz, in order."""
    return list(
        db.session.scalars(
            select(Attempt)
            .where(Attempt.quiz_id == quiz.id, Attempt.person_id == person.id)
            .order_by(Attempt.number)
            .execution_options(populate_existing=True)
        )
    )


def questions(quiz: Quiz) -> list[Question]:
    """The questions of a quiz in order, as they are now."""
    return list(
        db.session.scalars(
            select(Question)
            .join(QuizItem, QuizItem.question_id == Question.id)
            .where(QuizItem.quiz_id == quiz.id)
            .order_by(QuizItem.position, Question.id)
        )
    )


def standing(person: Any, quiz_ids: list[int]) -> dict[int, Standing]:
    """By quiz id: where a person stands with each of these quizzes. One SELECT."""
    found = db.session.execute(_standing(), {"quiz_ids": quiz_ids, "person_id": person.id})
    rows: dict[int, tuple[Quiz, list[Attempt]]] = {}
    for quiz, attempt in found:
        _quiz, attempts = rows.setdefault(quiz.id, (quiz, []))
        if attempt is not None:
            attempts.append(attempt)
    return {quiz_id: standing_of(quiz, attempts) for quiz_id, (quiz, attempts) in rows.items()}


@cache
def _standing() -> Any:
    mine = (Attempt.quiz_id == Quiz.id) & (Attempt.person_id == bindparam("person_id"))
    return (
        select(Quiz, Attempt)
        .outerjoin(Attempt, mine)
        .where(Quiz.id.in_(bindparam("quiz_ids", expanding=True)))
        .order_by(Quiz.id, Attempt.number)
    )


def standing_of(quiz: Quiz, attempts: list[Attempt]) -> Standing:
    """Where a person with these attempts stands."""
    return Standing(
        len(attempts),
        rules.tries_left(len(attempts), quiz.attempts_allowed),
        next((attempt for attempt in attempts if attempt.state == rules.OPEN), None),
        rules.counting(attempts, quiz.counts),
    )


def passed_modules(person: Any, track_id: int) -> set[int]:
    """Ids of the modules of a track whose quiz a person has passed, by the attempt that counts. One SELECT."""
    return passed_by([person.id], track_id).get(person.id, set())


def passed_by(person_ids: list[int], track_id: int) -> dict[int, set[int]]:
    """`passed_modules` of several persons at once: person id → module ids. One SELECT."""
    found = db.session.execute(
        select(Quiz, Attempt)
        .join(Attempt, Attempt.quiz_id == Quiz.id)
        .join(Module, Module.id == Quiz.module_id)
        .where(Module.track_id == track_id, Attempt.person_id.in_(person_ids), Attempt.state == rules.HANDED_IN)
    )
    tries: dict[tuple[int, int], tuple[Quiz, list[Attempt]]] = {}
    for quiz, attempt in found:
        tries.setdefault((attempt.person_id, quiz.id), (quiz, []))[1].append(attempt)
    passed: dict[int, set[int]] = {}
    for (person_id, _quiz_id), (quiz, attempts) in tries.items():
        counts = rules.counting(attempts, quiz.counts)
        if counts is not None and counts.passed:
            passed.setdefault(person_id, set()).add(quiz.module_id)
    return passed


def modules_with_quiz(track_id: int) -> int:
    """How many modules of a track have a quiz."""
    return (
        db.session.scalar(select(func.count()).select_from(Quiz).join(Quiz.module).where(Module.track_id == track_id))
        or 0
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
