"""Letters: rows written with the fact they tell of, delivered by the worker."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class LetterState(StrEnum):
    """Where a letter stands. `kept`: there is no way to deliver it; it stays readable."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


class Letter(db.Model):
    """One message to one person."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    #: A letter with this key is written once: `welcome:<enrolment id>`.
    key: Mapped[str] = mapped_column(String(120), unique=True)
    #: Which letter it is: `enrolment/letters/welcome`.
    template: Mapped[str] = mapped_column(String(80))
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: Which door it leaves by: `email` or `text` (a gateway for Zalo ZNS or SMS).
    channel: Mapped[str] = mapped_column(String(5), default="email")
    #: The e-mail address or phone number at the time of writing; None when the person has none.
    address: Mapped[str | None] = mapped_column(String(254))
    #: Holds a code or a link that opens something: nobody else may read it, and its words go once it was sent.
    secret: Mapped[bool] = mapped_column(default=False)
    #: The language it is written in.
    language: Mapped[str] = mapped_column(String(2), default="vi")
    #: One line; holds no secret.
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    #: An iTIP message (RFC 5546) that goes with it; its METHOD says what it asks.
    calendar: Mapped[str | None] = mapped_column(Text)
    #: For a text gateway with fixed templates: the values by name.
    parameters: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default=LetterState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    #: Not before this instant.
    due_at: Mapped[When]
    #: From this instant on it never leaves: a reminder of a class that has begun.
    not_after: Mapped[When | None]
    #: Where whoever gets it says "no more of these", in one step (RFC 8058); None where there is nothing to stop.
    stop_url: Mapped[str | None] = mapped_column(String(300))
    written_at: Mapped[When]
    sent_at: Mapped[When | None]
    #: What the mail server or the gateway said, for the caretaker.
    error: Mapped[str | None] = mapped_column(String(300))

    __table_args__ = (Index("ix_letter_state_due_at", "state", "due_at"),)
