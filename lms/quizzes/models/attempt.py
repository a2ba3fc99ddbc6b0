"""Attempts: they exist on the server from the start, and no answer given is lost."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import When, db
from lms.core.ids import public_id
from lms.quizzes.models.bank import Quiz


class Attempt(db.Model):
    """*Lượt làm*: one try of one person at one quiz."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: 1, 2, 3 … per person and quiz.
    number: Mapped[int]
    #: `open` or `handed_in`.
    state: Mapped[str] = mapped_column(String(10), default="open")
    started_at: Mapped[When]
    #: When time is up by the server's clock; None without a limit.
    due_at: Mapped[When | None]
    handed_in_at: Mapped[When | None]
    #: Marks reached, of `out_of`.
    score: Mapped[float | None]
    out_of: Mapped[float]
    passed: Mapped[bool | None]

    quiz: Mapped[Quiz] = relationship(viewonly=True)

    __table_args__ = (
        Index("uq_attempt_quiz_id_person_id_number", "quiz_id", "person_id", "number", unique=True),
        Index(
            "uq_attempt_one_open",
            "quiz_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_attempt_state_due_at", "state", "due_at"),
    )


class AttemptItem(db.Model):
    """A question as it was when the attempt began: later edits do not change it."""

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    #: 1, 2, 3 … in the order shown.
    position: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    options: Mapped[Any] = mapped_column(JSON)
    key: Mapped[Any] = mapped_column(JSON)
    explanation: Mapped[str] = mapped_column(Text)
    #: Marks for a fully right answer.
    worth: Mapped[float] = mapped_column(default=1.0)


class Answer(db.Model):
    """*Câu trả lời*: the newest one given, by the sequence number of the phone."""

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    #: The highest number wins; sending again is harmless.
    sequence: Mapped[int]
    saved_at: Mapped[When]
    #: Came after the time was up: kept, not counted.
    late: Mapped[bool] = mapped_column(default=False)
    #: Given at handing in.
    marks: Mapped[float | None]
