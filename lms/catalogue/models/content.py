"""What is taught: tracks, modules and lessons, as readers see them."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import When, db


class Track(db.Model):
    """*Chuyên đề*: one of the programme's subjects."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Code in the curriculum: `T1`.
    code: Mapped[str] = mapped_column(String(8), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title_vi: Mapped[str] = mapped_column(String(160))
    title_en: Mapped[str] = mapped_column(String(160))
    position: Mapped[int]
    #: Fingerprint of the shipped words this row was loaded from; "" where nothing was shipped, None before it was kept.
    shipped: Mapped[str | None] = mapped_column(String(64))
    #: When somebody put its modules in an order of their own, which a newer shipped order leaves alone.
    arranged_at: Mapped[When | None]

    modules: Mapped[list["Module"]] = relationship(order_by="Module.position", viewonly=True)


class Module(db.Model):
    """*Học phần*."""

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title_vi: Mapped[str] = mapped_column(String(160))
    title_en: Mapped[str] = mapped_column(String(160))
    position: Mapped[int]
    #: Component competences of Circular 02/2025/TT-BGDĐT: `["2.6", …]`.
    competences: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Cells of the UNESCO AI competency framework for students.
    unesco: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: As in `Track`; the words are titles and competences, the order is that of its lessons.
    shipped: Mapped[str | None] = mapped_column(String(64))
    arranged_at: Mapped[When | None]

    track: Mapped[Track] = relationship(viewonly=True)
    lessons: Mapped[list["Lesson"]] = relationship(order_by="Lesson.position", viewonly=True)


class Lesson(db.Model):
    """*Bài học*: text first."""

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title_vi: Mapped[str] = mapped_column(String(160))
    title_en: Mapped[str] = mapped_column(String(160))
    position: Mapped[int]
    #: Planned reading time.
    minutes: Mapped[int]
    #: "After this lesson you can …", one sentence each.
    goals: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Markdown as written, and the sanitised HTML made from it at saving.
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    activity: Mapped[str] = mapped_column(Text)
    activity_html: Mapped[str] = mapped_column(Text)
    recap: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Links that open outside: `[{"url", "title", "minutes", "megabytes", "poster"}, …]`; the last three may be None,
    #: `poster` is the public id of a picture of ours.
    videos: Mapped[list[Any]] = mapped_column(JSON, default=list)
    #: Headings of the body: `[[id, text], …]`.
    outline: Mapped[list[Any]] = mapped_column(JSON, default=list)
    drafted_with_ai: Mapped[bool] = mapped_column(default=False)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[When | None]
    #: `draft` (never published), `published` or `archived` (out of the lists, still at its address).
    state: Mapped[str] = mapped_column(String(9), default="published")
    #: Number of the `LessonVersion` that is shown; 0 while there is none.
    version: Mapped[int] = mapped_column(default=0)
    #: Fingerprint of the shipped text this row was loaded from; "" where nothing was shipped.
    shipped: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[When]

    module: Mapped[Module] = relationship(viewonly=True)
