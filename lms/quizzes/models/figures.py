"""What came of quizzes: statistics, and keys that were mended."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class QuizFigures(db.Model):
    """The statistics of a quiz as a job last worked them out (`rules/statistics.py` says what they are)."""

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    at: Mapped[When]
    #: First attempts that were looked at, one for each person.
    attempts: Mapped[int]
    figures: Mapped[Any] = mapped_column(JSON)


class Regrade(db.Model):
    """A mended key, and what it changes in attempts already handed in: looked at first, then done."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    #: `counting`, `looked_at`, `running`, `done` or `dropped`.
    state: Mapped[str] = mapped_column(String(9))
    #: Versions of the question: what attempts were marked by, and what they would be marked by.
    before: Mapped[int]
    after: Mapped[int]
    #: Attempts that hold the question; those whose marks change; those that pass, and no longer pass, by it.
    attempts: Mapped[int] = mapped_column(default=0)
    changes: Mapped[int] = mapped_column(default=0)
    gains: Mapped[int] = mapped_column(default=0)
    losses: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]
    ended_at: Mapped[When | None]


class RegradeChange(db.Model):
    """One attempt that a mended key changes."""

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    position: Mapped[int]
    marks_before: Mapped[float]
    marks_after: Mapped[float]
    passed_before: Mapped[bool | None]
    passed_after: Mapped[bool | None]
