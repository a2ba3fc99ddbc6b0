"""Pairs of persons who may be one, and merges."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import When, db
from lms.core.ids import public_id
from lms.people.models import Person


class Pair(db.Model):
    """Two persons who may be one; `one_id` is the lower id."""

    __tablename__ = "duplicate_pair"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: 0 to 100.
    score: Mapped[int]
    #: Why: names of reasons with their points.
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: `open`, `merged` or `apart`.
    state: Mapped[str] = mapped_column(String(10), default="open")
    found_at: Mapped[When]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[When | None]

    one: Mapped[Person] = relationship(foreign_keys=[one_id], viewonly=True)
    other: Mapped[Person] = relationship(foreign_keys=[other_id], viewonly=True)

    __table_args__ = (
        Index("uq_duplicate_pair_one_id_other_id", "one_id", "other_id", unique=True),
        Index("ix_duplicate_pair_state_score", "state", "score", "id"),
    )


class Merge(db.Model):
    """Everything of `source_id` went to `target_id`."""

    __tablename__ = "duplicate_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    source_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: Room -> what its `move` answered: ids and column names only.
    undo: Mapped[dict[str, Any]] = mapped_column(JSON)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[When]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[When | None]

    #: Who turned out to be somebody else, and that somebody: named as in a pair, for the policy asks of both alike.
    one: Mapped[Person] = relationship(foreign_keys=[source_id], viewonly=True)
    other: Mapped[Person] = relationship(foreign_keys=[target_id], viewonly=True)
