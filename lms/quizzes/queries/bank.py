"""Questions about questions, and the quizzes made of them."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from lms.catalogue.models import Module
from lms.core.db import db, read
from lms.quizzes.models import Question, QuestionTag, Quiz, QuizDraw, QuizItem
from lms.quizzes.rules.questions import READY
from lms.quizzes.rules.terms import Purpose, QuizState


def quiz_by_id(quiz_id: str) -> Quiz | None:
    """The quiz with a public id, with its module."""
    return db.session.scalar(_quizzes().where(Quiz.public_id == quiz_id))


#: The quiz that passes its module, for those who take it: at most one for each module.
PASSES = (Quiz.purpose == Purpose.MODULE, Quiz.state == QuizState.OPEN)


def has_quiz(module_id: Any) -> Any:
    """Whether the module of an outer SELECT has such a quiz now."""
    passes = aliased(Quiz)
    return exists().where(
        passes.module_id == module_id, passes.purpose == Purpose.MODULE, passes.state == QuizState.OPEN
    )


def quiz_to_take(quiz_id: str) -> Quiz | None:
    """As `quiz_by_id`, for learners: open ones, and archived ones for their results."""
    return db.session.scalar(_to_take(), {"public_id": quiz_id})


@cache
def _to_take() -> Any:
    return _quizzes().where(Quiz.public_id == bindparam("public_id"), Quiz.state != QuizState.DRAFT)


def quiz_at(slug: str) -> Quiz | None:
    """The quiz that passes the module at an address."""
    return db.session.scalar(_quizzes().where(Module.slug == slug, *PASSES))


def quiz_of(module: Module) -> Quiz | None:
    """The quiz that passes a module."""
    return db.session.scalar(_quizzes().where(Module.id == module.id, *PASSES))


def _quizzes() -> Any:
    return select(Quiz).join(Quiz.module).options(contains_eager(Quiz.module))


def has_bank() -> bool:
    """Whether any quiz has been made."""
    return db.session.scalar(select(Quiz.id).limit(1)) is not None


def size(quiz: Quiz) -> int:
    """How many questions a quiz asks."""
    return db.session.scalar(select(asked()).where(Quiz.id == quiz.id)) or 0


def asked() -> Any:
    """How many questions a quiz of the outer SELECT asks: those with a place of their own, and those drawn."""
    ready = Question.__table__.alias("asked_question")
    fixed = select(func.count()).select_from(QuizItem.__table__.join(ready, ready.c.id == QuizItem.question_id))
    drawn = select(func.coalesce(func.sum(QuizDraw.count), 0)).where(QuizDraw.quiz_id == Quiz.id)
    own = fixed.where(QuizItem.quiz_id == Quiz.id, ready.c.state == READY)
    return own.correlate(Quiz).scalar_subquery() + drawn.correlate(Quiz).scalar_subquery()


def questions(quiz: Quiz) -> list[Question]:
    """The questions of a quiz in order, as they are now."""
    return list(
        db.session.scalars(
            select(Question)
            .join(QuizItem, QuizItem.question_id == Question.id)
            .where(QuizItem.quiz_id == quiz.id, Question.state == READY)
            .order_by(QuizItem.position, Question.id)
        )
    )


class Words(NamedTuple):
    """What an attempt freezes of a question."""

    id: int
    code: str
    kind: str
    text: str
    options: Any
    key: Any
    explanation: str
    feedback: Any


def words(quiz: Quiz) -> dict[int, Words]:
    """As `questions`, by id in order, and only what an attempt freezes. One SELECT."""
    return _by_id(read(_words_of(), quiz_id=quiz.id))


def words_by_id(numbers: list[int]) -> dict[int, Words]:
    """What an attempt freezes of these questions, by id. One SELECT, or none."""
    return _by_id(read(_words_by_id(), numbers=numbers)) if numbers else {}


def _by_id(rows: Any) -> dict[int, Words]:
    return {row.id: row for row in map(Words._make, rows)}


def _words() -> Any:
    return select(*(getattr(Question, name) for name in Words._fields))


@cache
def _words_of() -> Any:
    return (
        _words()
        .join(QuizItem, QuizItem.question_id == Question.id)
        .where(QuizItem.quiz_id == bindparam("quiz_id"), Question.state == READY)
        .order_by(QuizItem.position, Question.id)
    )


@cache
def _words_by_id() -> Any:
    return _words().where(Question.id.in_(bindparam("numbers", expanding=True)))


class Pool(NamedTuple):
    """What a draw takes `count` questions from."""

    position: int
    count: int
    questions: list[int]


def pools(quiz: Quiz) -> list[Pool]:
    """What is drawn for each attempt, in order, and the ids of the questions it may be. One SELECT."""
    found: dict[int, Pool] = {}
    for position, count, question in read(_pools(), quiz_id=quiz.id):
        pool = found.setdefault(position, Pool(position, count, []))
        if question is not None:
            pool.questions.append(question)
    return list(found.values())


@cache
def _pools() -> Any:
    tagged = exists().where(QuestionTag.question_id == Question.id, QuestionTag.tag == QuizDraw.tag)
    fits = and_(
        Question.state == READY,
        or_(QuizDraw.module_id.is_(None), Question.module_id == QuizDraw.module_id),
        or_(QuizDraw.difficulty == 0, Question.difficulty == QuizDraw.difficulty),
        or_(QuizDraw.tag == "", tagged.correlate(Question, QuizDraw)),
    )
    return (
        select(QuizDraw.position, QuizDraw.count, Question.id)
        .outerjoin(Question, fits)
        .where(QuizDraw.quiz_id == bindparam("quiz_id"))
        .order_by(QuizDraw.position, Question.id)
    )


def questions_by_id(numbers: list[int]) -> dict[int, Question]:
    """Questions by their ids: one SELECT, none for none."""
    if not numbers:
        return {}
    return {row.id: row for row in db.session.scalars(select(Question).where(Question.id.in_(numbers)))}
