"""The record of who did what to whom, and when. Ids only: names live and die elsewhere."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db


class Entry(db.Model):
    """One act. Never changed, never removed before its time."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[When]
    #: Verb, room first: `attendance.marked`.
    action: Mapped[str] = mapped_column(String(60))
    #: Who did it; None for the house itself.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: What it was done to: `person`, `session`, …
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int | None]
    #: The request it came in.
    request_id: Mapped[str | None] = mapped_column(String(16))
    #: Where it came from: the network address without its last part (IPv4 /24, IPv6 /48).
    network: Mapped[str | None] = mapped_column(String(43))
    #: Why, chosen from a list: `asked-by-person`, `class`, …; None where none is asked.
    why: Mapped[str | None] = mapped_column(String(20))
    #: Ids, states and numbers; never names, phones or texts.
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_kind", "subject_id"),
        Index("ix_audit_entry_actor_id", "actor_id"),
        Index("ix_audit_entry_at", "at"),
    )
