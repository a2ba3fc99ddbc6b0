"""Revisions of public content: a number per subject that moves with every change.

Ready-made public pages are kept until a revision they were made from moves.
"""

from sqlalchemy import String, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import db, read, upsert
from lms.core.ids import public_id


class Revision(db.Model):
    """Which version of the content called `name` is current."""

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    #: A random mark, new with each change, or the hash of what was last loaded.
    value: Mapped[str] = mapped_column(String(64))


def touch(name: str) -> None:
    """The public content called `name` has changed."""
    put(name, public_id())


def put(name: str, value: str) -> None:
    """Set the revision `name`."""
    upsert(Revision, {"name": name, "value": value}, "name", update=["value"])


_NAMED = (
    select(Revision.name, Revision.value)
    .where(Revision.name.in_(bindparam("names", expanding=True)))
    .order_by(Revision.name)
)


def revision(*names: str) -> str:
    """One string that changes when any of these contents changes (one SELECT)."""
    return ";".join(f"{name}={value}" for name, value in read(_NAMED, names=names))
