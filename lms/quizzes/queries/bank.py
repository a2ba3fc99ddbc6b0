"""Questions about questions, and the quizzes made of them."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from lms.catalogue.models import Module
from lms.core.db import db
from lms.quizzes.models import Question, Quiz, QuizItem


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
