"""A table that points at a person belongs to a room that can export and erase it."""

from lms.core.db import Base, db
from lms.rooms import desks

#: core's job rows and the audit log hold ids of a nameless row after erasure.
EXEMPT = {"core", "audit"}


def rooms_with_persons():
    rooms = set()
    for mapper in Base.registry.mappers:
        if any(key.column.table.name == "person" for key in mapper.local_table.foreign_keys):
            rooms.add(mapper.class_.__module__.split(".")[1])
    return rooms - EXEMPT


def test_every_room_with_personal_data_takes_part(app):
    having = {room for room, _desk in desks("personal_data")}
    assert rooms_with_persons() | {"people"} <= having
    for _room, desk in desks("personal_data"):
        assert all(callable(getattr(desk, verb, None)) for verb in ("export", "erase", "move"))


def test_every_table_has_a_home(app):
    assert {t.name for t in db.metadata.sorted_tables} == {m.local_table.name for m in Base.registry.mappers}
