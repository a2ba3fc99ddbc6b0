"""How a person proves to be who they are, and where they are signed in."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class Credential(db.Model):
    """A person's password."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: argon2id, encoded with its settings (RFC 9106).
    password: Mapped[str] = mapped_column(String(160))
    changed_at: Mapped[When]


class SignIn(db.Model):
    """A sign-in session on one device; the browser holds only a random token."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    #: SHA-256 of the 256-bit token in the cookie, hexadecimal.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: What the browser calls itself, shortened: "Chrome · Android".
    device: Mapped[str] = mapped_column(String(80))
    began_at: Mapped[When]
    #: Moved at most every few minutes.
    seen_at: Mapped[When]
    #: Absolute end, whatever happens.
    expires_at: Mapped[When]
    #: Ends after this long without a visit, seconds.
    idle_seconds: Mapped[int]
    ended_at: Mapped[When | None]


class FailedSignIn(db.Model):
    """One wrong password, kept for the throttle and removed after a day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Keyed hash of what was typed as phone or e-mail.
    contact: Mapped[str] = mapped_column(String(64))
    #: The person it was tried on; None when nobody has this contact.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Keyed hash of the network address.
    network: Mapped[str] = mapped_column(String(64))
    at: Mapped[When]

    __table_args__ = (
        Index("ix_failed_sign_in_contact_at", "contact", "at"),
        Index("ix_failed_sign_in_network_at", "network", "at"),
    )
