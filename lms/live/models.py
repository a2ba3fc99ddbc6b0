"""What is known of Zoom's side: written by jobs and the webhook only."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class LiveHost(db.Model):
    """A licensed Zoom user who can hold one meeting at a time."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    #: What the coordinator calls it: "Phòng 1".
    name: Mapped[str] = mapped_column(String(80))
    #: Zoom's user id or the host's e-mail there.
    zoom_user: Mapped[str] = mapped_column(String(254), unique=True)
    #: People its plan lets in.
    capacity: Mapped[int]
    added_at: Mapped[When]
    retired_at: Mapped[When | None]


class LiveMeeting(db.Model):
    """The meeting of a series on Zoom."""

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    host_id: Mapped[int | None] = mapped_column(ForeignKey("live_host.id"), index=True)
    #: `wanted`, `made`, `failed` or `given-up`.
    state: Mapped[str] = mapped_column(String(10))
    #: Zoom's meeting id.
    meeting_id: Mapped[str | None] = mapped_column(String(20), index=True)
    #: Fingerprint of what Zoom was last told (topic, times), so that only changes are sent.
    told: Mapped[str | None] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    #: Not before this instant.
    due_at: Mapped[When]
    #: What Zoom said last, for the coordinator.
    error: Mapped[str | None] = mapped_column(String(300))
    #: How the series stood (its `changed_at`) when it was last compared with what Zoom was told.
    changed_at: Mapped[When]


class LiveRegistration(db.Model):
    """One learner's own way into a meeting."""

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: `wanted`, `made`, `failed`, `leaving` or `left`.
    state: Mapped[str] = mapped_column(String(10))
    registrant_id: Mapped[str | None] = mapped_column(String(64), index=True)
    join_url: Mapped[str | None] = mapped_column(String(600))
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[When]
    error: Mapped[str | None] = mapped_column(String(300))

    __table_args__ = (
        Index("uq_live_registration_series_id_person_id", "series_id", "person_id", unique=True),
        Index("ix_live_registration_state_due_at", "state", "due_at"),
    )


class LiveEvent(db.Model):
    """One webhook as it came; a second copy of it changes nothing."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 over event, meeting instance, participant and time, hexadecimal.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    event: Mapped[str] = mapped_column(String(60))
    meeting_id: Mapped[str | None] = mapped_column(String(20), index=True)
    #: Zoom's UUID of the instance.
    instance: Mapped[str | None] = mapped_column(String(64))
    #: When it happened, by Zoom's clock.
    at: Mapped[When]
    #: Participant's registrant id, display name, times: what the report will say again.
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    received_at: Mapped[When]


class LiveReport(db.Model):
    """A pull of one session's report."""

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    #: `first` (45 minutes after the end) or `last` (24 hours after).
    round: Mapped[str] = mapped_column(String(5))
    #: `wanted`, `pulled`, `none` (no instance took place) or `failed`.
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[When]
    rows: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(300))

    __table_args__ = (
        Index("uq_live_report_session_id_round", "session_id", "round", unique=True),
        Index("ix_live_report_state_due_at", "state", "due_at"),
    )


class LivePresence(db.Model):
    """One stay of one participant, from a report. Raw names go after 90 days."""

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    #: SHA-256 over instance, participant and times, hexadecimal.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    #: Who it is, where the registration tells.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    registrant_id: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    joined_at: Mapped[When]
    left_at: Mapped[When]
    pulled_at: Mapped[When]

    __table_args__ = (Index("ix_live_presence_session_id", "session_id"),)
