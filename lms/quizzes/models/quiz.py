"""Quizzes made from the bank, and what one person is granted beyond the settings."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Module
from lms.core.db import When, db
from lms.core.ids import public_id


class Quiz(db.Model):
    """*Bài kiểm tra*: questions, and the rules they are answered by."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    #: `module` (passing it passes the module: one at most that is not archived), `practice` (counts for nothing),
    #: `pre` or `post` (before and after a class: the pair shows the gain).
    purpose: Mapped[str] = mapped_column(String(8), default="module")
    #: Its own titles; empty: that of its module.
    title_vi: Mapped[str] = mapped_column(String(160), default="")
    title_en: Mapped[str] = mapped_column(String(160), default="")
    #: `draft`, `open` or `archived`.
    state: Mapped[str] = mapped_column(String(8), default="open")
    #: Of a `post` quiz: the `pre` quiz it is compared with.
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("quiz.id"))
    #: Percent of the marks needed to pass.
    pass_percent: Mapped[int] = mapped_column(default=70)
    #: How many attempts a person has; 0 means any number.
    attempts_allowed: Mapped[int] = mapped_column(default=3)
    #: Time limit of an attempt; None means none.
    minutes: Mapped[int | None]
    #: Which attempt counts: `best`, `last` or `first`.
    counts: Mapped[str] = mapped_column(String(5), default="best")
    #: Attempts may begin and answers count between these; None: always.
    opens_at: Mapped[When | None]
    closes_at: Mapped[When | None]
    #: Whether each attempt has its questions, and the options in them, in an order of its own.
    shuffle_questions: Mapped[bool] = mapped_column(default=False)
    shuffle_options: Mapped[bool] = mapped_column(default=True)
    #: What a learner is shown when: see `rules/review.py`; None: its default.
    review: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))

    module: Mapped[Module] = relationship(viewonly=True)

    @property
    def named(self) -> Any:
        """What has its title: itself, or its module."""
        return self if self.title_vi else self.module

    __table_args__ = (
        Index(
            "uq_quiz_of_module",
            "module_id",
            unique=True,
            sqlite_where=text("purpose = 'module' AND state <> 'archived'"),
            postgresql_where=text("purpose = 'module' AND state <> 'archived'"),
        ),
    )


class QuizItem(db.Model):
    """A question's fixed place in a quiz."""

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    position: Mapped[int]


class QuizDraw(db.Model):
    """Questions drawn from the bank anew for each attempt, after the fixed ones."""

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    #: Out of this module; None: any.
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"))
    #: With this tag; empty: any.
    tag: Mapped[str] = mapped_column(String(40), default="")
    #: Of this difficulty; 0: any.
    difficulty: Mapped[int] = mapped_column(default=0)
    #: How many.
    count: Mapped[int]


class Extra(db.Model):
    """More time or more attempts at a quiz, for one person."""

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    #: Added to the time limit, and to the closing of the quiz.
    minutes: Mapped[int] = mapped_column(default=0)
    #: Added to the attempts allowed.
    attempts: Mapped[int] = mapped_column(default=0)
    #: Why, in the trainer's words.
    why: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]
