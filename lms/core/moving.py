"""Giving rows from one person to another, and back: what every room's `personal_data.move` is made of.

Past the mapper: whoever moves rows expires what the session holds afterwards.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select, update

from lms.core.db import db

#: Ids named in one statement.
MOST = 500


def give(model: Any, numbers: Iterable[int], taker: Any, column: str = "person_id") -> None:
    """The rows with these ids are `taker`'s from now on."""
    table, ids = model.__table__, list(numbers)
    db.session.flush()
    for start in range(0, len(ids), MOST):
        some = table.c.id.in_(ids[start : start + MOST])
        db.session.execute(update(table).where(some).values({column: taker.id}))


def give_keyed(model: Any, key: str, values: Iterable[int], giver: Any, taker: Any) -> None:
    """The same for a table without ids, whose rows are known by their person and one more `key`."""
    table, wanted = model.__table__, list(values)
    db.session.flush()
    for start in range(0, len(wanted), MOST):
        some = table.c[key].in_(wanted[start : start + MOST])
        db.session.execute(update(table).where(table.c.person_id == giver.id, some).values(person_id=taker.id))


def exchange(model: Any, one: int, other: int, column: str = "person_id") -> None:
    """Two rows with these ids change owners, although each owner may have only one such row. Twice is never."""
    table = model.__table__
    db.session.flush()
    rows = {row["id"]: row for row in db.session.execute(_rows(table, one, other)).mappings()}
    db.session.execute(delete(table).where(table.c.id == other))
    db.session.execute(update(table).where(table.c.id == one).values({column: rows[other][column]}))
    db.session.execute(insert(table).values({**rows[other], column: rows[one][column]}))


def _rows(table: Any, one: int, other: int) -> Any:
    return select(table).where(table.c.id.in_((one, other)))


def ids(model: Any, person: Any, column: str = "person_id") -> list[int]:
    """The ids of every row of a person, oldest first."""
    table = model.__table__
    return list(db.session.scalars(select(table.c.id).where(table.c[column] == person.id).order_by(table.c.id)))
