"""Enrolments for tests."""

from datetime import UTC, datetime

from sqlalchemy import update

from lms.core.db import db, insert_once
from lms.enrolment.models import Enrolment, SeatCount
from lms.schedule.models import CalendarFeed

ENROLLED = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)


def enrol(person, series, *, at=ENROLLED, state="enrolled", way="class-page"):
    """A seat for a person in a series, or one given up (`state="withdrawn"`)."""
    row = Enrolment(
        series_id=series.id,
        person_id=person.id,
        state=state,
        enrolled_at=at,
        withdrawn_at=at if state == "withdrawn" else None,
        way=way,
    )
    db.session.add(row)
    insert_once(SeatCount, {"series_id": series.id, "taken": 0}, "series_id")
    insert_once(CalendarFeed, {"person_id": person.id, "version": 1, "changed_at": at}, "person_id")
    if state == "enrolled":
        db.session.execute(update(SeatCount).where(SeatCount.series_id == series.id).values(taken=SeatCount.taken + 1))
    db.session.commit()
    return row
