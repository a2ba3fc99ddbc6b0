"""Weekly series and their sessions, planned in local wall time, and the calendars that show them."""

from datetime import date, time
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text, Time, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Module, Track
from lms.core.db import When, db
from lms.core.ids import public_id
from lms.people.models import Person


class Series(db.Model):
    """*Lớp học*: a class that meets every week."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    #: What learners take home, one or two sentences.
    summary: Mapped[str] = mapped_column(Text, default="")
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Ho_Chi_Minh")
    #: ISO weekdays, 1 = Monday.
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    #: Wall time at which a session begins.
    starts_local: Mapped[time] = mapped_column(Time)
    minutes: Mapped[int]
    first_date: Mapped[date] = mapped_column(Date)
    #: How many learners may be enrolled.
    seats: Mapped[int]
    #: When enrolment opens and closes; None: from publishing, until the last session ends.
    enrol_from: Mapped[When | None]
    enrol_until: Mapped[When | None]
    #: `draft`, `published`, `finished` or `archived`.
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    #: Pasted live-room link; shown to nobody before the join.
    room_url: Mapped[str | None] = mapped_column(String(500))
    #: zoom, meet, teams, youtube, facebook, tiktok or other.
    room_platform: Mapped[str | None] = mapped_column(String(10))
    #: How many people the plan of the room lets in (100, 300, 500, 1000); None: not known.
    room_capacity: Mapped[int | None]
    #: Where to watch when the room is full: a stream's link.
    overflow_url: Mapped[str | None] = mapped_column(String(500))
    #: The class's Zalo group, for whoever has no e-mail.
    zalo_url: Mapped[str | None] = mapped_column(String(500))
    #: The series it was copied from.
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    created_at: Mapped[When]
    published_at: Mapped[When | None]
    #: Moves with anything a calendar shows; never back.
    changed_at: Mapped[When]

    track: Mapped[Track] = relationship(viewonly=True)
    sessions: Mapped[list["Session"]] = relationship(order_by="Session.number", viewonly=True)
    trainers: Mapped[list[Person]] = relationship(
        secondary="series_trainer", order_by="SeriesTrainer.position", viewonly=True
    )


class SeriesTrainer(db.Model):
    """Who teaches a series."""

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class Session(db.Model):
    """*Buổi học*: one evening. A published one is never deleted."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    #: 1, 2, 3 … within the series.
    number: Mapped[int]
    topic: Mapped[str] = mapped_column(String(200))
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"))
    #: Wall date and time in the series' zone: what was planned.
    date_local: Mapped[date] = mapped_column(Date)
    starts_local: Mapped[time] = mapped_column(Time)
    #: The same as instants.
    starts_at: Mapped[When]
    ends_at: Mapped[When]
    #: `scheduled`, `cancelled` or `held`.
    state: Mapped[str] = mapped_column(String(10), default="scheduled")
    cancel_reason: Mapped[str | None] = mapped_column(String(200))
    #: Own live room; None means the series'.
    room_url: Mapped[str | None] = mapped_column(String(500))
    room_platform: Mapped[str | None] = mapped_column(String(10))
    slides_url: Mapped[str | None] = mapped_column(String(500))
    recording_url: Mapped[str | None] = mapped_column(String(500))
    recap: Mapped[str | None] = mapped_column(Text)
    #: RFC 5545 UID: random, permanent, tells nothing.
    calendar_uid: Mapped[str] = mapped_column(String(60), unique=True)
    #: RFC 5545 SEQUENCE: up with every change a calendar shows.
    sequence: Mapped[int] = mapped_column(default=0)
    #: RFC 5545 LAST-MODIFIED.
    changed_at: Mapped[When]

    series: Mapped[Series] = relationship(viewonly=True)
    module: Mapped[Module | None] = relationship(viewonly=True)

    __table_args__ = (
        Index("uq_session_series_id_number", "series_id", "number", unique=True),
        Index("ix_session_starts_at", "starts_at"),
        Index("ix_session_ends_at", "ends_at"),
        Index("ix_session_series_id_ends_at", "series_id", "ends_at"),
    )


class CalendarBlock(db.Model):
    """The bytes of one session's VEVENT, made once per change and language."""

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    #: `vi` or `en`.
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    #: The session's SEQUENCE these bytes show.
    sequence: Mapped[int]
    block: Mapped[bytes] = mapped_column(LargeBinary)


class CalendarFeed(db.Model):
    """One's own calendar: what one learns in and what one teaches. The token is an HMAC of person and version.

    Without a row: version 1, and unchanged since the person came.
    """

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: Counts renewals: a new version makes the old address stop.
    version: Mapped[int] = mapped_column(default=1)
    #: Moves when other classes belong in it, or its language changes; never back.
    changed_at: Mapped[When]
    #: When the address was renewed last; the one before answers a note for a month.
    renewed_at: Mapped[When | None]
    #: Asked for an invitation by e-mail for each session as well.
    wants_invitations: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index(
            "ix_calendar_feed_wants_invitations",
            "person_id",
            sqlite_where=text("wants_invitations = 1"),
            postgresql_where=text("wants_invitations"),
        ),
    )


class Notice(db.Model):
    """Something about one session or a whole series changed, and its learners are told. Written with the change."""

    __tablename__ = "schedule_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    #: The sessions concerned, by id, in order.
    sessions: Mapped[list[int]] = mapped_column(JSON)
    #: `moved`, `cancelled`, `restored`, `added`, `room`, `title` or `trainer`.
    kind: Mapped[str] = mapped_column(String(10))
    #: How it stood before (`telling.snapshot`): session id -> times, topic, state, mark of its room; "series" ->
    #: title, trainers.
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Why, in the trainer's words; learners read it.
    why: Mapped[str] = mapped_column(String(200), default="")
    #: The first session concerned begins within 48 hours.
    urgent: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]
    #: A later change of the same sessions tells instead.
    replaced_at: Mapped[When | None]

    series: Mapped[Series] = relationship(viewonly=True)

    __table_args__ = (Index("ix_schedule_notice_series_id_at", "series_id", "at"),)
