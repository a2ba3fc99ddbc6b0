"""Requests of people about their own data, and the list of erasures."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import When, db
from lms.core.ids import public_id
from lms.people.models import Person


class DataRequest(db.Model):
    """One request. Kept after the person is erased, as proof; it holds no words of theirs."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: `see`, `correct`, `download`, `withdraw` or `delete`.
    kind: Mapped[str] = mapped_column(String(10))
    #: How it came: `page`, `guardian`, `phone`, `letter`, `in-person`, `retention`.
    way: Mapped[str] = mapped_column(String(10))
    #: Who wrote it down; the person, or staff.
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    received_at: Mapped[When]
    #: Working days: acknowledged by, done by.
    acknowledge_by: Mapped[date] = mapped_column(Date)
    due_by: Mapped[date] = mapped_column(Date)
    acknowledged_at: Mapped[When | None]
    #: Extended once, with a reason from a list.
    extended_why: Mapped[str | None] = mapped_column(String(20))
    #: `open`, `done` or `refused`.
    state: Mapped[str] = mapped_column(String(10), default="open")
    #: Why it was refused, from a list.
    refused_why: Mapped[str | None] = mapped_column(String(20))
    ended_at: Mapped[When | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Public ids of the job and of the files made for it.
    job_id: Mapped[str | None] = mapped_column(String(13))
    file_id: Mapped[str | None] = mapped_column(String(13))
    page_file_id: Mapped[str | None] = mapped_column(String(13))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], viewonly=True)

    __table_args__ = (Index("ix_data_request_state_due_by", "state", "due_by"),)

    @property
    def province_code(self) -> str | None:
        """Where the person lives, or lived when they were erased: whose request it is to handle."""
        return self.person.province_code


class Erasure(db.Model):
    """Somebody was erased: ids only, so that a restored backup can do it again."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: The address of the person as it was.
    public_id: Mapped[str] = mapped_column(String(13), unique=True)
    erased_at: Mapped[When]
