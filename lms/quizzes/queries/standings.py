"""Where persons stand with quizzes, and who has passed what."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from lms.catalogue.models import Module
from lms.core.db import db, read
from lms.quizzes.models import Attempt, Extra, Quiz
from lms.quizzes.queries.bank import PASSES, has_quiz
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules.terms import Purpose, Terms, terms


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
    #: The limits as they are for this person.
    terms: Terms
    #: Every attempt, in order.
    tries: list[Attempt]

    @property
    def passed(self) -> bool:
        """Whether the attempt that counts reached the pass mark."""
        return bool(self.counts and self.counts.passed)

    @property
    def first_marked(self) -> Attempt | None:
        """The first attempt that is handed in and wholly marked: what a later quiz is compared with."""
        return next((attempt for attempt in self.tries if attempt.score is not None and not attempt.pending), None)


def standing(person: Any, quiz_ids: list[int]) -> dict[int, Standing]:
    """By quiz id: where a person stands with each of these quizzes. One SELECT."""
    found = db.session.execute(_standing(), {"quiz_ids": quiz_ids, "person_id": person.id})
    rows: dict[int, tuple[Quiz, Extra | None, list[Attempt]]] = {}
    for quiz, attempt, more in found:
        _quiz, _more, attempts = rows.setdefault(quiz.id, (quiz, more, []))
        if attempt is not None:
            attempts.append(attempt)
    return {quiz_id: standing_of(quiz, attempts, more) for quiz_id, (quiz, more, attempts) in rows.items()}


@cache
def _standing() -> Any:
    mine = (Attempt.quiz_id == Quiz.id) & (Attempt.person_id == bindparam("person_id"))
    granted = (Extra.quiz_id == Quiz.id) & (Extra.person_id == bindparam("person_id"))
    return (
        select(Quiz, Attempt, Extra)
        .outerjoin(Attempt, mine)
        .outerjoin(Extra, granted)
        .where(Quiz.id.in_(bindparam("quiz_ids", expanding=True)))
        .order_by(Quiz.id, Attempt.number)
    )


def extra(quiz: Quiz, person: Any) -> Extra | None:
    """What a person is granted at a quiz beyond its settings."""
    return db.session.get(Extra, (quiz.id, person.id), populate_existing=True)


def granted_minutes(quiz: Quiz, person: Any) -> int:
    """The minutes a person is granted at a quiz beyond its settings."""
    return read(_granted_minutes(), quiz_id=quiz.id, person_id=person.id).scalar() or 0


@cache
def _granted_minutes() -> Any:
    mine = (Extra.quiz_id == bindparam("quiz_id"), Extra.person_id == bindparam("person_id"))
    return select(Extra.minutes).where(*mine)


def standing_of(quiz: Quiz, attempts: list[Attempt], more: Extra | None = None) -> Standing:
    """Where a person with these attempts, and `more` granted, stands."""
    own = terms(quiz, more)
    return Standing(
        len(attempts),
        rules.tries_left(len(attempts), own.attempts_allowed),
        next((attempt for attempt in attempts if attempt.state == rules.OPEN), None),
        rules.counting(attempts, quiz.counts),
        own,
        attempts,
    )


def passed_modules(person: Any, track_id: int) -> set[int]:
    """Ids of the modules of a track whose quiz a person has passed, by the attempt that counts. One SELECT."""
    return passed_by([person.id], track_id).get(person.id, set())


def passed_by(person_ids: list[int], track_id: int) -> dict[int, set[int]]:
    """`passed_modules` of several persons at once: person id → module ids. One SELECT.

    Modules that have a quiz now; what passed them may be a quiz that is archived since.
    """
    found = db.session.execute(
        select(Quiz, Attempt)
        .join(Attempt, Attempt.quiz_id == Quiz.id)
        .join(Module, Module.id == Quiz.module_id)
        .where(
            Module.track_id == track_id,
            Quiz.purpose == Purpose.MODULE,
            has_quiz(Module.id),
            Attempt.person_id.in_(person_ids),
            Attempt.state == rules.HANDED_IN,
        )
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
    """How many modules of a track have a quiz that passes them."""
    found = select(func.count()).select_from(Quiz).join(Quiz.module).where(Module.track_id == track_id, *PASSES)
    return db.session.scalar(found) or 0
