"""Pictures in texts."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class Picture(db.Model):
    """A picture somebody put into a text. What was uploaded goes once the worker has made the small ones."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Stands in texts: `![what it shows](/pictures/<public id>)`.
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    #: `waiting` for the worker, `ready` or `refused`.
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    #: Why it was refused: the name of a rule; None otherwise.
    why: Mapped[str | None] = mapped_column(String(40))
    #: What the file was called.
    name: Mapped[str] = mapped_column(String(160))
    #: SHA-256 of what was uploaded, hexadecimal: the same file again is the same picture.
    digest: Mapped[str] = mapped_column(String(64), index=True)
    #: Public id of the upload on the shelf; None once the worker is done with it.
    upload_id: Mapped[str | None] = mapped_column(String(13))
    #: The WebP files made of it, narrowest first: `[{"width", "height", "bytes", "file"}, …]`, `file` on the shelf.
    sizes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[When]
