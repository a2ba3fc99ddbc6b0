"""The order of lessons and modules. Saying the same place twice changes nothing."""

from datetime import datetime
from typing import Any

from lms.audit import actions as audit
from lms.catalogue.models import Lesson, Module, Track
from lms.catalogue.queries import places
from lms.catalogue.rules.editing import number, put_at
from lms.core import revisions
from lms.core.db import db, lock


def put_lesson(module: Module, lesson: Lesson, place: int, *, by: Any, at: datetime) -> None:
    """Give a lesson of the module a place in it; 1 is the first."""
    _put(Lesson, module, lesson, place, by=by, at=at)


def put_module(track: Track, module: Module, place: int, *, by: Any, at: datetime) -> None:
    """Give a module of the track a place in it."""
    _put(Module, track, module, place, by=by, at=at)


def _put(model: Any, parent: Any, row: Any, place: int, *, by: Any, at: datetime) -> None:
    lock(parent)  # whoever arranges the same list waits for us, and reads what we wrote
    here = places.inside(model, parent)
    if row not in here:
        return  # somebody has moved it elsewhere meanwhile
    order = [one.id for one in here]
    wanted = put_at(order, row.id, place)
    if wanted != order:
        by_id = {one.id: one for one in here}
        number([by_id[one] for one in wanted])
        _note("arranged", parent, row, by=by, at=at)


def _note(deed: str, parent: Any, row: Any, *, by: Any, at: datetime) -> None:
    parent.arranged_at = at
    kind = type(row).__name__.lower()
    audit.record(f"catalogue.{deed}", kind, row.id, by=by, at=at, into=parent.id)
    revisions.touch("catalogue")


def move(lesson: Lesson, module: Module, *, by: Any, at: datetime) -> None:
    """Put a lesson at the end of another module. Its address, its code and what was read of it stay."""
    old = db.session.get_one(Module, lesson.module_id)
    for parent in sorted({old, module}, key=lambda one: one.id):  # in one order, so that two moves never wait in a ring
        lock(parent)
    lock(lesson)
    if lesson.module_id in (module.id, None) or lesson.module_id != old.id:
        return
    lesson.module_id, lesson.position = module.id, places.last_place(Lesson, module)
    db.session.flush()
    number(places.inside(Lesson, old))
    number(places.inside(Lesson, module))
    old.arranged_at = at
    _note("moved", module, lesson, by=by, at=at)
