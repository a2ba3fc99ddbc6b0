"""What the day and its part are called: "This evening", "Tomorrow morning". Pure."""

from datetime import datetime

from lms.core.words import _, _l

#: (first hour after it, today, tomorrow)
PARTS = (
    (11, _l("This morning"), _l("Tomorrow morning")),
    (13, _l("Today at noon"), _l("Tomorrow at noon")),
    (18, _l("This afternoon"), _l("Tomorrow afternoon")),
    (24, _l("This evening"), _l("Tomorrow evening")),
)


def day_words(starts: datetime, now: datetime) -> str | None:
    """"Tối nay", "Sáng mai", …; None from the day after tomorrow on. Both on the wall clock of the class."""
    days = (starts.date() - now.date()).days
    if days not in (0, 1):
        return None
    _hour, today, tomorrow = next(part for part in PARTS if starts.hour < part[0])
    return _(today.msgid if days == 0 else tomorrow.msgid)
