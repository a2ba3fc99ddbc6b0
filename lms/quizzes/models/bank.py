"""The bank: questions, how they came to be as they are, and files of questions on their way in."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class Question(db.Model):
    """One question of the bank."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Code in the curriculum: `T1.1-Q1`; those written here count by themselves in their module: `T1.1-N1`.
    code: Mapped[str] = mapped_column(String(20), unique=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    #: The lesson that teaches it, to be read again by whoever missed it; None where nobody said.
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"))
    #: `single`, `multi`, `truefalse`, `match`, `order`, `numeric` or `short`.
    kind: Mapped[str] = mapped_column(String(10))
    #: Markdown, pictures included.
    text: Mapped[str] = mapped_column(Text)
    #: What it is about, in English, for the team.
    title_en: Mapped[str] = mapped_column(String(200))
    #: What may be chosen; its shape depends on the kind (`rules/bank.py`).
    options: Mapped[Any] = mapped_column(JSON)
    #: The right answer, in the shape of an answer.
    key: Mapped[Any] = mapped_column(JSON)
    #: What is said about single options, by index: `{"0": text}`; empty for most.
    feedback: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    #: Markdown.
    explanation: Mapped[str] = mapped_column(Text)
    #: 1 easy, 2 middling, 3 hard; 0 where nobody said.
    difficulty: Mapped[int] = mapped_column(default=0)
    position: Mapped[int]
    #: `ready`, or `archived`: in no new attempt.
    state: Mapped[str] = mapped_column(String(8), default="ready")
    #: Number of the `QuestionVersion` that holds now; 0 while there is none.
    version: Mapped[int] = mapped_column(default=0)
    #: Fingerprint of the shipped question this row was loaded from; "" where nothing was shipped.
    shipped: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[When]


class QuestionTag(db.Model):
    """A word by which questions are found and drawn."""

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    #: As typed, without space around it.
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)

    __table_args__ = (Index("ix_question_tag_tag", "tag"),)


class QuestionVersion(db.Model):
    """A question as it was at one time."""

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    #: 1, 2, 3 … per question.
    number: Mapped[int]
    #: Everything a trainer may change, by name, tags included.
    words: Mapped[Any] = mapped_column(JSON)
    #: Who made it so; None for the programme.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]

    __table_args__ = (Index("uq_question_version_question_id_number", "question_id", "number", unique=True),)


class QuestionImport(db.Model):
    """A file, or a pasted text, of questions: looked at first, then taken in by a job."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    #: Where questions go that name no module of ours.
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"))
    #: `gift`, `aiken`, `moodle-xml`, `csv` or `xlsx`.
    format: Mapped[str] = mapped_column(String(10))
    #: What the file was called; empty for a pasted text.
    name: Mapped[str] = mapped_column(String(160))
    #: Public id of the bytes on the shelf; None once they are gone.
    file_id: Mapped[str | None] = mapped_column(String(13))
    #: `read` (looked at), `running`, `done` or `dropped`.
    state: Mapped[str] = mapped_column(String(8), default="read")
    #: Whether questions whose code is in the bank already change that question; else they are left out.
    replaces: Mapped[bool] = mapped_column(default=False)
    #: Questions read, and how many were added, changed, left out as already there, and refused.
    found: Mapped[int]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[When]
    ended_at: Mapped[When | None]
