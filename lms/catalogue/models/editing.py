"""How lessons come about: the draft that is being written, and every text that was ever shown."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db


class LessonDraft(db.Model):
    """The words of a lesson as somebody is writing them; readers see nothing of it. One at a time for a lesson."""

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    #: `{name: value}` of `rules.WORDS`, videos included.
    words: Mapped[Any] = mapped_column(JSON)
    #: The `LessonVersion.number` it began from; 0 for none.
    base: Mapped[int]
    #: Goes up with each saving: a form that knew an older one has been overtaken.
    revision: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]


class LessonVersion(db.Model):
    """One text of a lesson: shown once, or offered by the programme and not taken."""

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    #: 1, 2, 3 … per lesson.
    number: Mapped[int]
    #: `published`; `shipped`: a newer text of the programme beside one that somebody had edited, later `taken` over
    #: or `left`; `aside`: a draft that something else took the place of (`rules.Kind`).
    kind: Mapped[str] = mapped_column(String(9))
    words: Mapped[Any] = mapped_column(JSON)
    #: Who published it; None for the programme.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]
    #: What changed, in the words of who changed it; may be empty.
    note: Mapped[str] = mapped_column(String(200))

    __table_args__ = (Index("uq_lesson_version_lesson_id_number", "lesson_id", "number", unique=True),)
