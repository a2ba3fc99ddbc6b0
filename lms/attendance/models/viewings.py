"""How many watched a broadcast: a figure of a platform with its evidence, never people."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class Viewing(db.Model):
    """A figure somebody read off a platform. Kept apart from people: nothing adds the two."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    #: `youtube`, `facebook`, `tiktok`, `zalo`, `zoom` or `other`.
    platform: Mapped[str] = mapped_column(String(10))
    #: What was counted: `views`, `peak` (at once) or `viewers`.
    measure: Mapped[str] = mapped_column(String(10))
    figure: Mapped[int]
    #: When the platform showed it.
    read_at: Mapped[When]
    #: The address of the broadcast.
    url: Mapped[str | None] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(String(200), default="")
    #: Public id of the picture of the figure on the shelf.
    file_id: Mapped[str | None] = mapped_column(String(13))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]
    #: Taken back, by whom.
    ended_at: Mapped[When | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index("ix_viewing_session_id", "session_id"),)
