"""What a class was told after a session."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db


class RecapTold(db.Model):
    """Those enrolled were told by letter what a session was about: once."""

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    at: Mapped[When]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
