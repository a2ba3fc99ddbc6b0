"""Versions of the rule, which session is decided by which, and deciding again under another one."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class AttendanceRule(db.Model):
    """A version of the rule made by a coordinator; the one the program begins with stands in the code."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: `2027-1`: year and number.
    version: Mapped[str] = mapped_column(String(12), unique=True)
    present_percent: Mapped[int]
    partial_percent: Mapped[int]
    late_minutes: Mapped[int]
    #: Sessions on this day in Vietnam and later are decided by it.
    from_day: Mapped[date] = mapped_column(Date)
    #: The look at what it would change: a version is in force once that is applied, and never once it is dropped.
    recount_id: Mapped[int] = mapped_column(ForeignKey("recount.id"))
    #: Why it was made.
    reason: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]


class SessionRule(db.Model):
    """A session that was decided again by another version than the one in force on its day."""

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    version: Mapped[str] = mapped_column(String(12))


class Recount(db.Model):
    """Decisions made again: what would change is looked at first, then applied."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    #: One session, one series, or neither: all of them.
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    #: By this version; None: each session by its own.
    version: Mapped[str | None] = mapped_column(String(12))
    #: `looking`, `looked`, `applying`, `applied` or `dropped`.
    state: Mapped[str] = mapped_column(String(10))
    #: Public id of the job that works on it.
    job_id: Mapped[str | None] = mapped_column(String(13))
    #: People looked at, and what differs: `would` holds `present>partial` -> how many; of a new version, `past` the
    #: same of `past_looked` decisions of the weeks before it, which it does not change.
    looked: Mapped[int] = mapped_column(default=0)
    differences: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: When it was asked for, then when the look at it began: sessions over by then are concerned.
    at: Mapped[When]
    #: When the look, the applying or the dropping ended.
    ended_at: Mapped[When | None]

    __table_args__ = (Index("ix_recount_session_id", "session_id"), Index("ix_recount_series_id", "series_id"))


class RecountChange(db.Model):
    """One decision that would differ."""

    id: Mapped[int] = mapped_column(primary_key=True)
    recount_id: Mapped[int] = mapped_column(ForeignKey("recount.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: State, late and self-reported before and after: `present`, `present late`, `present self-reported`, …
    before: Mapped[str] = mapped_column(String(30))
    after: Mapped[str] = mapped_column(String(30))

    __table_args__ = (Index("uq_recount_change", "recount_id", "session_id", "person_id", unique=True),)
