"""Noting who read whose names."""

from datetime import datetime

from lms.audit import actions as audit
from lms.core.db import db
from lms.people.models import Person


def note_reading(reader_id: int, indicator: str, scope: str, place: str, people: int, *, at: datetime) -> None:
    """A member of staff was shown the names of so many `people` behind a figure."""
    reader = db.session.get(Person, reader_id)
    detail = {"indicator": indicator, "scope": scope, "place": place, "people": people}
    audit.record("reach.people-read", "milestone", None, by=reader, at=at, **detail)
