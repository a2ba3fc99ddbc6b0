"""Codes of the evening: the digits on the wall, and what people typed."""

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db


class CheckInCode(db.Model):
    """Four digits shown by the trainer, or a run of them that changes by itself; a new one replaces it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), index=True)
    #: The digits; of a run, its first ones.
    code: Mapped[str] = mapped_column(String(4))
    #: Seconds after which the digits change by themselves, and what they are made from; None: they stay.
    every: Mapped[int | None]
    seed: Mapped[str | None] = mapped_column(String(64))
    valid_from: Mapped[When]
    #: None until a newer code takes over or the trainer takes it down.
    valid_until: Mapped[When | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        Index(
            "uq_check_in_code_current",
            "session_id",
            unique=True,
            sqlite_where=text("valid_until IS NULL"),
            postgresql_where=text("valid_until IS NULL"),
        ),
    )


class WrongCode(db.Model):
    """A wrong try, counted per person and session."""

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]

    __table_args__ = (Index("ix_wrong_code_session_id_person_id", "session_id", "person_id"),)


class EarlyCode(db.Model):
    """The right digits, given before check-in opens; they count from the opening on by themselves."""

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[When]
    #: When it became evidence, or the session fell away.
    done_at: Mapped[When | None]

    __table_args__ = (
        Index("uq_early_code_session_id_person_id", "session_id", "person_id", unique=True),
        Index(
            "ix_early_code_waiting",
            "session_id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )
