"""Guardians: who consents for a child, and how they come back to their page."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class Guardianship(db.Model):
    """The guardian of one child."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    child_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    #: Raised when the link is renewed; the link is an HMAC of child and version, so that it is never stored.
    link_version: Mapped[int] = mapped_column(default=1)
    #: What the guardian says of themselves on the page; empty until then, and once erased.
    name: Mapped[str] = mapped_column(String(120), default="")
    #: `mother`, `father`, `grandparent`, `sibling`, `other`.
    relation: Mapped[str | None] = mapped_column(String(12))
    #: +84…
    phone: Mapped[str | None] = mapped_column(String(16))
    #: argon2id of the guardian's own code.
    code: Mapped[str | None] = mapped_column(String(160))
    #: The child's own agreement: wording (SHA-256) and time.
    child_wording: Mapped[str | None] = mapped_column(String(64))
    child_agreed_at: Mapped[When | None]
    #: The guardian's consent: version, wording (SHA-256), time; withdrawn by a date.
    version: Mapped[str | None] = mapped_column(String(20))
    wording: Mapped[str | None] = mapped_column(String(64))
    consented_at: Mapped[When | None]
    withdrawn_at: Mapped[When | None]
    asked_at: Mapped[When]


class WrongGuardianCode(db.Model):
    """One wrong try at a guardian's code, kept for the throttle and removed after a day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    guardianship_id: Mapped[int] = mapped_column(ForeignKey("guardianship.id"), index=True)
    at: Mapped[When]
