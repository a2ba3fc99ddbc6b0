"""Who has a seat in which series, who waits for one, and which invitations they were sent."""

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import When, db
from lms.core.ids import public_id
from lms.people.models import Person
from lms.schedule.models import Series


class Enrolment(db.Model):
    """One person's place in one series; giving it up and coming back use the same row."""

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: `enrolled` or `withdrawn`.
    state: Mapped[str] = mapped_column(String(10))
    enrolled_at: Mapped[When]
    withdrawn_at: Mapped[When | None]
    #: How they came: `class-page`, `sign-up`, `join`, `waiting-list`, `demo`.
    way: Mapped[str] = mapped_column(String(20))

    series: Mapped[Series] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(viewonly=True)

    __table_args__ = (Index("uq_enrolment_series_id_person_id", "series_id", "person_id", unique=True),)


class SeatCount(db.Model):
    """How many seats of a series are taken; moved only by one conditional statement."""

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)


class Waiting(db.Model):
    """One person in the line for a seat in a full series; served by `id`, which follows the order of commits."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: `waiting`, `seated`, `declined` (gave back the seat that came), `left` or `over` (the class ended).
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    asked_at: Mapped[When]
    ended_at: Mapped[When | None]

    person: Mapped[Person] = relationship(viewonly=True)

    __table_args__ = (
        Index(
            "uq_waiting_in_line",
            "series_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_waiting_series_id_state", "series_id", "state", "id"),
    )


class SentInvitation(db.Model):
    """The last iTIP message (RFC 5546) about a session that a person was sent, so that a CANCEL can follow."""

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    #: SEQUENCE of that message: the session's own, or higher where one left, came back or changed their mind.
    sequence: Mapped[int]
    #: The session's own SEQUENCE that it showed.
    shows: Mapped[int]
    #: `REQUEST` or `CANCEL`.
    method: Mapped[str] = mapped_column(String(8))
    sent_at: Mapped[When]


class FirstTouch(db.Model):
    """The link that first brought a person here. Kept for good."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("partner_link.id"), index=True)
    at: Mapped[When]


class RemindersOff(db.Model):
    """Whoever wants no reminders of sessions; a row says so, in all classes."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[When]
