"""The list of holidays, on which no class is planned. The dates belong to places; who changed them is recorded here."""

from datetime import date, datetime
from typing import Any

from lms.audit import actions as audit
from lms.places import actions as places


def put_holiday(on: date, *, name_vi: str, name_en: str, days: int, days_before: int, by: Any, at: datetime) -> None:
    """Add a holiday, or change the one on this date. Classes already planned stay where they are."""
    named = {"name_vi": name_vi, "name_en": name_en}
    places.set_holiday(on, **named, days=days, days_before=days_before, by=by, at=at)
    audit.record("schedule.holiday-put", "holiday", None, by=by, at=at, on=on.isoformat(), days=days)


def end_holiday(on: date, *, by: Any, at: datetime) -> bool:
    """Classes are planned on it again; False if there is no such holiday. It stays on the list, to be taken up."""
    if not places.end_holiday(on, by=by, at=at):
        return False
    audit.record("schedule.holiday-ended", "holiday", None, by=by, at=at, on=on.isoformat())
    return True
