"""Reports of live rooms and lists on paper: who was seen, line by line, and whom the class knows them as."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class Report(db.Model):
    """One file, pasted list or answer of Zoom about one session. Counts for nothing before it is confirmed."""

    __tablename__ = "attendance_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    #: `file`, `paper` or `zoom`.
    way: Mapped[str] = mapped_column(String(5))
    #: `read`, `confirmed` or `dropped`.
    state: Mapped[str] = mapped_column(String(10))
    #: What the file was called.
    name: Mapped[str] = mapped_column(String(160))
    #: SHA-256 of its bytes, hexadecimal.
    digest: Mapped[str] = mapped_column(String(64))
    #: Public id of the file on the shelf; None once it was deleted.
    file_id: Mapped[str | None] = mapped_column(String(13))
    #: `zoom`, `teams`, `meet` or `paper`; which of its forms; encoding and separator in words.
    platform: Mapped[str] = mapped_column(String(10))
    form: Mapped[str] = mapped_column(String(20))
    written: Mapped[str] = mapped_column(String(60))
    #: How dates were read: `dmy`, `mdy`, `ymd`, `iso`; None where there are none.
    date_order: Mapped[str | None] = mapped_column(String(3))
    #: When the meeting ran, as the report has it.
    from_at: Mapped[When | None]
    until_at: Mapped[When | None]
    #: What the meeting was called, and its number.
    topic: Mapped[str | None] = mapped_column(String(200))
    meeting_id: Mapped[str | None] = mapped_column(String(30))
    #: Lines with data in it; each of them is a `Stay`.
    rows: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]
    #: When it was confirmed, or dropped: before that, or taken back.
    ended_at: Mapped[When | None]

    __table_args__ = (
        Index("ix_attendance_report_session_id", "session_id", "state"),
        Index(
            "uq_attendance_report_read",
            "session_id",
            unique=True,
            sqlite_where=text("state = 'read'"),
            postgresql_where=text("state = 'read'"),
        ),
    )


class Participant(db.Model):
    """Somebody seen in a session under one name, over all its reports. Names of strangers go after 90 days."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    #: SHA-256 over folded name, e-mail and registrant id, hexadecimal: the same one in every report.
    key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str | None] = mapped_column(String(200))
    original_name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    #: The platform's own id of them; a phone number on a paper list.
    registrant_id: Mapped[str | None] = mapped_column(String(64))
    #: `matched`, `open` or `guest`.
    state: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: How they were recognised: a step of the ladder, or `confirmed`, `claimed`.
    step: Mapped[str | None] = mapped_column(String(12))
    #: Who said so, and when; None where the ladder did.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]

    __table_args__ = (
        Index("uq_participant_session_id_key", "session_id", "key", unique=True),
        Index("ix_participant_session_id_state", "session_id", "state"),
    )


class Stay(db.Model):
    """One line of a report. Every line with data is one, so that none is lost without a word."""

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("attendance_report.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    #: Line in the file, from 1.
    line: Mapped[int]
    #: None for a line that was refused.
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    joined_at: Mapped[When | None]
    left_at: Mapped[When | None]
    #: As the report says; Zoom rounds up to minutes.
    seconds: Mapped[int | None]
    #: `stay`, or why it is none: `waiting` (room), `host`, `no_show`, `repeated` (known already), `refused`,
    #: `end` (it only says when the visit in another line ended), or `taken_back` (with the whole report).
    fate: Mapped[str] = mapped_column(String(10))
    #: Why it was refused: the rule's name, with what its sentence needs.
    why: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    #: SHA-256 over participant and times, hexadecimal: the same stay in another file changes nothing.
    key: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_stay_report_id", "report_id", "line"),
        Index("uq_stay_session_id_key", "session_id", "key", unique=True),
    )


class Alias(db.Model):
    """A name under which somebody was confirmed in a class: next time it is known."""

    __tablename__ = "attendance_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    #: The name, cleaned and folded.
    key: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]

    __table_args__ = (Index("uq_attendance_alias_series_id_key", "series_id", "key", unique=True),)


class Claim(db.Model):
    """A learner's word: *I was there*, or *that was me* about a name nobody recognised. A trainer decides."""

    __tablename__ = "attendance_claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: The name they say is theirs.
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    #: `open`, `accepted`, `refused` or `withdrawn`.
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[When]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[When | None]
    #: The trainer's words, which the learner reads.
    answer: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        Index("uq_attendance_claim_session_id_person_id", "session_id", "person_id", unique=True),
        Index("ix_attendance_claim_session_id_state", "session_id", "state"),
    )
