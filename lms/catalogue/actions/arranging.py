"""The order of lessons and modules. Saying the same place twice changes nothing."""

from datetime import datetime
from typing import Any

from lms.audit import actions as audit
from lms.catalogue import rules
from lms.catalogue.actions import places
from lms.catalogue.models import Lesson, Module, Track
from lms.catalogue.rules.editing import put_at
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
        places.number([by_id[number] for number in wanted])
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
    lesson.module_id, lesson.position = module.id, len(places.inside(Lesson, module)) + 1
    db.session.flush()
    places.number(places.inside(Lesson, old))
    places.number(places.inside(Lesson, module))
    old.arranged_at = at
    _note("moved", module, lesson, by=by, at=at)


def last_place(model: Any, parent: Any) -> int:
    """The place after the last one of `parent`."""
    return len(places.inside(model, parent)) + 1


def free_code(parent: Any, taken: set[str]) -> str:
    """The code a new lesson of a module, or a new module of a track, gets."""
    most = rules.LESSON_CODE_LENGTH if isinstance(parent, Module) else rules.CODE_LENGTH
    return rules.next_code(parent.code, taken, most=most)
