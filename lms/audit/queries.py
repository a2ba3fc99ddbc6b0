"""Questions about the record."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select

from lms.audit.models import Entry
from lms.core.db import db

PAGE = 50
PERSON = "person"
#: Keys of a detail that hold the number of a person.
NUMBERS = ("person", "proposer", "one", "other", "source")


class Slice(NamedTuple):
    """One page of entries, newest first; `before` is the id to go on from, None at the end."""

    entries: list[Entry]
    before: int | None


def entries(
    viewer: Any,
    *,
    subject: tuple[str, int] | None = None,
    actor_id: int | None = None,
    person_id: int | None = None,
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    most: int = PAGE,
) -> Slice:
    """The record, newest first, cut by whatever is given.

    `subject`: what it was done to (kind, id). `actor_id`: who did it. `person_id`: who did it or to whom.
    `action`: one act, or all of one room ("people."). `since` is within, `until` is not.
    The caretaker reads all of it; who is a caretaker is the policy's to say.
    """
    found = select(Entry).order_by(Entry.id.desc()).limit(most + 1)
    if subject is not None:
        found = found.where(Entry.subject_kind == subject[0], Entry.subject_id == subject[1])
    if actor_id is not None:
        found = found.where(Entry.actor_id == actor_id)
    if person_id is not None:
        to_them = and_(Entry.subject_kind == PERSON, Entry.subject_id == person_id)
        found = found.where(or_(Entry.actor_id == person_id, to_them))
    if action:
        found = found.where(Entry.action.startswith(action, autoescape=True))
    if since is not None:
        found = found.where(Entry.at >= since)
    if until is not None:
        found = found.where(Entry.at < until)
    if before is not None:
        found = found.where(Entry.id < before)
    rows = list(db.session.scalars(found))
    return Slice(rows[:most], rows[most - 1].id if len(rows) > most else None)


def persons_in(found: Collection[Entry]) -> set[int]:
    """The ids of the persons whom these entries name."""
    numbers = {entry.actor_id for entry in found}
    numbers |= {entry.subject_id for entry in found if entry.subject_kind == PERSON}
    numbers |= {entry.detail.get(key) for entry in found for key in NUMBERS}
    return {number for number in numbers if number is not None}
