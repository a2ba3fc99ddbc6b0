"""Attempts: they exist on the server from the start, and no answer given is lost."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import When, db
from lms.core.ids import public_id
from lms.people.models import Person
from lms.quizzes.models.quiz import Quiz


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
    #: None while it is open, and while answers that could decide it wait for a trainer.
    passed: Mapped[bool | None]
    #: Answers that wait for a trainer's marks.
    pending: Mapped[int] = mapped_column(default=0)

    quiz: Mapped[Quiz] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(viewonly=True)

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
    #: As in the question, by the index shown here.
    feedback: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    #: In practice: when the right answer was looked at; the answer stands since.
    looked_at: Mapped[When | None]
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
    #: Given at handing in, or by a trainer.
    marks: Mapped[float | None]
    #: No form of a short answer fits: a trainer looks at it.
    waits: Mapped[bool] = mapped_column(default=False)
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[When | None]
    #: The trainer's words to the learner.
    remark: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("ix_answer_waits", "attempt_id", sqlite_where=text("waits"), postgresql_where=text("waits")),
    )


class LateAnswer(db.Model):
    """An answer that reached us after the time, or after handing in: kept, outside the score until a trainer counts it.

    Beside `Answer`, so that what counts is never touched by what came late.
    """

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    #: The highest number wins here, too.
    sequence: Mapped[int]
    received_at: Mapped[When]
    counted_at: Mapped[When | None]
    counted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AttemptEvent(db.Model):
    """One line of an attempt's record, which settles disputes. Rows are only added."""

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    #: See `rules/events.py`: `started`, `saved`, `late`, `handed_in`, …
    kind: Mapped[str] = mapped_column(String(12))
    position: Mapped[int | None]
    sequence: Mapped[int | None]
    #: The answer as it was given; marks before and after; minutes granted.
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    #: By the server's clock, and what the phone's clock showed.
    at: Mapped[When]
    phone_at: Mapped[When | None]
    #: Tells devices of one attempt apart: made at random by the page, known to nobody else.
    device: Mapped[str | None] = mapped_column(String(8))
    #: Who did it, where that is not the learner; None for the house.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
