"""Being reminded of sessions, or not."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete

from lms.core.db import db, insert_once
from lms.enrolment.models import RemindersOff


def set_reminders(person: Any, on: bool, *, by: Any, at: datetime) -> None:
    """Switch the reminders of a person on or off, in all classes; the same again changes nothing."""
    if on:
        db.session.execute(delete(RemindersOff).where(RemindersOff.person_id == person.id))
    else:
        insert_once(RemindersOff, {"person_id": person.id, "at": at}, "person_id")
