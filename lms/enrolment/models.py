"""Who has a seat in which series, and each learner's own calendar."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import When, db
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
    #: How they came: `class-page`, `sign-up`, `demo`.
    way: Mapped[str] = mapped_column(String(20))

    series: Mapped[Series] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(viewonly=True)

    __table_args__ = (Index("uq_enrolment_series_id_person_id", "series_id", "person_id", unique=True),)


class SeatCount(db.Model):
    """How many seats of a series are taken; moved only by one conditional statement."""

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)


class CalendarFeed(db.Model):
    """A learner's own calendar address. The token is an HMAC of person and version, never stored."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: Counts renewals: a new version makes the old address stop.
    version: Mapped[int] = mapped_column(default=1)
    #: Moves when the person's enrolments change; never back.
    changed_at: Mapped[When]
