"""What belongs in people's own calendars."""

from collections.abc import Iterable
from datetime import datetime

from lms.core.db import upsert
from lms.schedule.models import CalendarFeed


def calendars_changed(person_ids: Iterable[int], *, at: datetime) -> None:
    """Their calendars show something else: the bytes a phone kept are old. In one order, wherever it is called."""
    for number in sorted(set(person_ids)):
        upsert(CalendarFeed, {"person_id": number, "version": 1, "changed_at": at}, "person_id", update=["changed_at"])
