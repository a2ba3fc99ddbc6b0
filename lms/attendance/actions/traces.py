"""Leaving a trace: one insert and one outbox row, so that a rush is nothing."""

from datetime import datetime
from typing import Any

from lms.attendance import queries
from lms.attendance.models import Evidence
from lms.attendance.rules import door
from lms.attendance.rules.decision import EvidenceKind
from lms.core.db import insert_row
from lms.core.outbox import announce
from lms.live.queries import way_in

TRACE = "attendance.evidence"


def join(session: Any, person: Any, way: str = "", *, by: Any, at: datetime) -> str:
    """Note that a person goes in, and answer the address of the room. Raises a rule of `door`.

    `way`: "stream" or "room", chosen by who was told that the room is full.
    """
    stream, capacity = session.series.overflow_url, session.series.room_capacity
    to_stream = way == "stream" and stream
    room = door.check_join(session, stream if to_stream else way_in(person, session), at)
    if not way and stream and capacity:
        door.check_full(capacity, stream, queries.others_in(session, person))
    click(session, person, by=by, at=at)
    return room


def click(session: Any, person: Any, *, by: Any, at: datetime) -> None:
    """Add the trace of a press on the join button."""
    values = trace(session, person, EvidenceKind.CLICK, by=by, at=at)
    announce(TRACE, insert_row(Evidence, values), at=at)


def trace(session: Any, person: Any, kind: EvidenceKind, *, by: Any, at: datetime) -> dict[str, Any]:
    """The row of a trace; `by` is named only when it was somebody else."""
    by_id = by.id if by is not None and by.id != person.id else None
    return {"session_id": session.id, "person_id": person.id, "kind": kind.value, "at": at, "by_id": by_id}
