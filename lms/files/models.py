"""The shelf: files with an owner and a date by which they go."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class File(db.Model):
    """One stored file; its bytes lie in the store under its public id."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: What it is for, room first: `reach.report`.
    purpose: Mapped[str] = mapped_column(String(60))
    #: The name offered at download.
    name: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(100))
    #: Bytes.
    size: Mapped[int]
    #: SHA-256 of the bytes, hexadecimal.
    digest: Mapped[str] = mapped_column(String(64))
    stored_at: Mapped[When]
    #: Removed by a job after this instant; None keeps it.
    keep_until: Mapped[When | None]
