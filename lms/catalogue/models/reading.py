"""What a person keeps of lessons: which are read, and notes of their own."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db


class LessonRead(db.Model):
    """A person has marked a lesson as read."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    at: Mapped[When]


class LessonNote(db.Model):
    """What a person wrote for themselves beside a lesson; nobody else can read it."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    #: `activity` (their answer to *Try it*) or `recap` (what they want to remember).
    part: Mapped[str] = mapped_column(String(8), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    #: Counted by the phone; the highest wins, and sending again is harmless.
    sequence: Mapped[int]
    changed_at: Mapped[When]
