"""Questions about the record."""

from typing import Any, NamedTuple

from sqlalchemy import select

from lms.audit.models import Entry
from lms.core.db import db

PAGE = 50


class Slice(NamedTuple):
    """One page of entries, newest first; `before` is the id to go on from, None at the end."""

    entries: list[Entry]
    before: int | None


def entries(
    viewer: Any,
    *,
    subject: tuple[str, int] | None = None,
    actor_id: int | None = None,
    action: str = "",
    before: int | None = None,
    most: int = PAGE,
) -> Slice:
    """The record, or what was done to one `subject` (kind, id), by one actor, of one action or one room ("people.").

    The caretaker reads all of it; who is a caretaker is the policy's to say.
    """
    found = select(Entry).order_by(Entry.id.desc()).limit(most + 1)
    if subject is not None:
        found = found.where(Entry.subject_kind == subject[0], Entry.subject_id == subject[1])
    if actor_id is not None:
        found = found.where(Entry.actor_id == actor_id)
    if action:
        found = found.where(Entry.action.startswith(action, autoescape=True))
    if before is not None:
        found = found.where(Entry.id < before)
    rows = list(db.session.scalars(found))
    return Slice(rows[:most], rows[most - 1].id if len(rows) > most else None)
