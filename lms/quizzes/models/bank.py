"""Questions and the quizzes made from them."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Module
from lms.core.db import When, db
from lms.core.ids import public_id


class Question(db.Model):
    """One question of the bank."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Code in the curriculum: `T1.1-Q1`.
    code: Mapped[str] = mapped_column(String(20), unique=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    #: `single`, `multi`, `truefalse`, `match`, `order` or `numeric`.
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    #: What it is about, in English, for the team.
    title_en: Mapped[str] = mapped_column(String(200))
    #: What may be chosen; its shape depends on the kind (`rules/bank.py`).
    options: Mapped[Any] = mapped_column(JSON)
    #: The right answer, in the shape of an answer.
    key: Mapped[Any] = mapped_column(JSON)
    explanation: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    #: Fingerprint of the shipped question this row was loaded from.
    shipped: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[When]


class Quiz(db.Model):
    """*Bài kiểm tra* of a module."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), unique=True)
    #: Percent of the marks needed to pass.
    pass_percent: Mapped[int] = mapped_column(default=70)
    #: How many attempts a person has; 0 means any number.
    attempts_allowed: Mapped[int] = mapped_column(default=3)
    #: Time limit of an attempt; None means none.
    minutes: Mapped[int | None]
    #: Which attempt counts: `best`, `last` or `first`.
    counts: Mapped[str] = mapped_column(String(5), default="best")

    module: Mapped[Module] = relationship(viewonly=True)


class QuizItem(db.Model):
    """A question's place in a quiz."""

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    position: Mapped[int]
