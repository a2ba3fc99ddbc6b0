"""Questions about letters, for the caretaker."""

from typing import Any, NamedTuple

from sqlalchemy import column, func, or_, select, table

from lms.core.db import db
from lms.notifications.models import Letter

PAGE = 50
#: The ids of those nobody writes to any more. Persons live on the floor above, so only their columns are named here.
_person = table("person", column("id"), column("erased_at"), column("merged_at"), column("disabled_at"))
GONE = select(_person.c.id).where(
    or_(_person.c.erased_at.is_not(None), _person.c.merged_at.is_not(None), _person.c.disabled_at.is_not(None))
)


class Slice(NamedTuple):
    """One page of letters, newest first; `before` is the public id to go on from, None at the end."""

    letters: list[Letter]
    before: str | None


def by_public_id(letter_id: str) -> Letter | None:
    """One letter."""
    return db.session.scalar(select(Letter).where(Letter.public_id == letter_id))


def letters(viewer: Any, *, state: str = "", before: str | None = None, most: int = PAGE) -> Slice:
    """All letters, or those in one state. The caretaker sees every one; who is a caretaker is the policy's to say."""
    found = select(Letter).order_by(Letter.id.desc()).limit(most + 1)
    if state:
        found = found.where(Letter.state == state)
    last = by_public_id(before) if before else None
    if last is not None:
        found = found.where(Letter.id < last.id)
    rows = list(db.session.scalars(found))
    return Slice(rows[:most], rows[most - 1].public_id if len(rows) > most else None)


def counts(viewer: Any) -> dict[str, int]:
    """How many letters stand in each state."""
    rows = db.session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    return {state: count for state, count in rows}
