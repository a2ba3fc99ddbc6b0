"""One's own calendar: its address, and invitations by e-mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from lms.audit import actions as audit
from lms.core.db import db
from lms.people.models import Person
from lms.schedule.actions import calendars_changed
from lms.schedule.models import CalendarFeed


def renew_calendar(person: Person, *, by: Any, at: datetime) -> None:
    """Give a person's calendar a new address; the old one says so for a month and then ends."""
    calendars_changed([person.id], at)
    values = {"version": CalendarFeed.version + 1, "renewed_at": at}
    db.session.execute(update(CalendarFeed).where(CalendarFeed.person_id == person.id).values(values))
    audit.record("enrolment.calendar-renewed", "person", person.id, by=by, at=at)
