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
    #: SHA-256 of the recovery code (80 random bits), hexadecimal; None once it was used.
    recovery: Mapped[str | None] = mapped_column(String(64))
    recovery_made_at: Mapped[When | None]


class SignIn(db.Model):
    """A sign-in session on one device; the browser holds only a random token."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    #: SHA-256 of the 256-bit token in the cookie, hexadecimal.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: How: `password`, `code`, `passkey`, `second` (two steps), `sign-up`, `recovery`, `demo`.
    way: Mapped[str] = mapped_column(String(10), default="password")
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
    """One wrong password, or one sign-up, kept for the throttle and removed after a day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Keyed hash of what was typed: a phone or e-mail, with a birth year or without; or whose second step it was.
    contact: Mapped[str] = mapped_column(String(64))
    #: The person it was tried on, where it can be for nobody else; else None.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Keyed hash of the network address.
    network: Mapped[str] = mapped_column(String(64))
    at: Mapped[When]

    __table_args__ = (
        Index("ix_failed_sign_in_contact_at", "contact", "at"),
        Index("ix_failed_sign_in_network_at", "network", "at"),
    )


class OneTimeCode(db.Model):
    """A code, or the link that holds the same right, sent to a contact or handed out. One purpose, used once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    #: `sign-in`, `contact` (proves a new contact) or `password` (handed out by staff; only sets a password).
    purpose: Mapped[str] = mapped_column(String(10))
    #: Whom it is for; None when nobody has the contact, so that the work is the same.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: Keyed hash of the contact it was asked for.
    contact: Mapped[str] = mapped_column(String(64), index=True)
    #: The contact to be proven (`contact` only): phone or e-mail, and its value.
    contact_kind: Mapped[str | None] = mapped_column(String(5))
    contact_value: Mapped[str | None] = mapped_column(String(254))
    #: Keyed hash of the code, hexadecimal.
    code: Mapped[str] = mapped_column(String(64))
    #: SHA-256 of the token in the link, hexadecimal; None when there is no link.
    link: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: SHA-256 of the token in the cookie of the browser that asked; None for a code handed out.
    browser: Mapped[str | None] = mapped_column(String(64))
    #: Keyed hash of the network it was asked from.
    network: Mapped[str | None] = mapped_column(String(64))
    #: Who handed it out.
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[When]
    expires_at: Mapped[When]
    #: Wrong tries; a few end it.
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[When | None]


class Passkey(db.Model):
    """A public key on a person's device (W3C Web Authentication, Level 3)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: Credential id, base64url.
    credential: Mapped[str] = mapped_column(String(400), unique=True)
    #: COSE public key, base64url.
    public_key: Mapped[str] = mapped_column(String(800))
    sign_count: Mapped[int]
    #: What its owner knows it by: "Chrome · Android".
    name: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[When]
    used_at: Mapped[When | None]


class Authenticator(db.Model):
    """A person's authenticator app: time-based codes (RFC 6238)."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: The secret, sealed with a key made from ours.
    secret: Mapped[str] = mapped_column(String(200))
    #: The last time step used, so that no code opens twice.
    last_step: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[When]


class Ceremony(db.Model):
    """A sign-in or an enrolment of a second factor that is half way; the browser holds a random token."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: SHA-256 of the token in the cookie, hexadecimal.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    #: `second` (the password was right, the second factor is asked), `passkey-in`, `passkey-new`, `app-new`.
    purpose: Mapped[str] = mapped_column(String(12))
    #: None while it is not known who signs in.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: WebAuthn challenge, base64url; None once it was answered. (An app's secret is made from the token.)
    challenge: Mapped[str | None] = mapped_column(String(200))
    #: Where to go afterwards: a path of ours.
    onwards: Mapped[str | None] = mapped_column(String(500))
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[When]
    expires_at: Mapped[When]
    used_at: Mapped[When | None]
