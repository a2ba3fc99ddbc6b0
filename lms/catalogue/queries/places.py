"""Who stands where, and which code comes next."""

from typing import Any

from sqlalchemy import select

from lms.catalogue import rules
from lms.catalogue.models import Lesson, Module, Track
from lms.core.db import db

#: What points at the row that things stand in.
PARENT = {Lesson: "module_id", Module: "track_id"}


def inside(model: Any, parent: Any) -> list[Any]:
    """The rows that stand in `parent`, in order, as they are now: a row read before a lock may have moved since."""
    found = select(model).where(getattr(model, PARENT[model]) == parent.id).order_by(model.position, model.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def last_place(model: Any, parent: Any) -> int:
    """The place after the last one of `parent`."""
    return len(inside(model, parent)) + 1


def codes(model: Any) -> set[str]:
    """The codes that are taken."""
    return set(db.session.scalars(select(model.code).order_by(model.code)))


def next_code(model: Any, parent: Any = None) -> str:
    """The code of the next track, of the next module of a track, or of the next lesson of a module.

    Raises TooManyCodes.
    """
    most = rules.LESSON_CODE_LENGTH if model is Lesson else rules.CODE_LENGTH
    return rules.next_code("" if model is Track else parent.code, codes(model), most=most)
