"""Who stands where: places are 1, 2, 3 … within a module and within a track."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from lms.catalogue.models import Lesson, Module
from lms.core.db import db

#: What points at the row that things stand in.
PARENT = {Lesson: "module_id", Module: "track_id"}


def inside(model: Any, parent: Any) -> list[Any]:
    """The rows that stand in `parent`, in order."""
    column = getattr(model, PARENT[model])
    return list(db.session.scalars(select(model).where(column == parent.id).order_by(model.position, model.id)))


def number(rows: list[Any]) -> int:
    """Give the rows the places 1, 2, 3 …; answers how many stood elsewhere."""
    moved = 0
    for place, row in enumerate(rows, 1):
        if row.position != place:
            row.position, moved = place, moved + 1
    return moved


def after_shipped(model: Any, parent: Any, shipped: list[Any], parents: Mapping[str, Any]) -> int:
    """Put what is shipped in its order, with what was made here after it; answers how many rows moved.

    Where somebody has arranged `parent`, or the place a row stands in, nothing moves but what is new, to the end.
    """
    arranged = {row.id for row in parents.values() if row.arranged_at}
    name, moved = PARENT[model], 0
    for row in shipped:
        if getattr(row, name) != parent.id and not arranged & {parent.id, getattr(row, name)}:
            setattr(row, name, parent.id)
            moved += 1
    db.session.flush()
    here = inside(model, parent)
    new = [row for row in shipped if row in here and not row.position]
    if parent.id in arranged:
        ordered = [row for row in here if row not in new] + new
    else:
        ordered = [row for row in shipped if row in here] + [row for row in here if row not in shipped]
    return moved + number(ordered) - len(new)
