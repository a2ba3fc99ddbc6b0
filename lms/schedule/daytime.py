"""What the day and its part are called: "This evening", "Tomorrow morning"; which sessions meet at another hour."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lms.core.clock import local
from lms.core.screens import day, hour, when
from lms.core.words import _, _l, language
from lms.schedule.rules import SessionState

#: (first hour after it, today, tomorrow)
PARTS = (
    (11, _l("This morning"), _l("Tomorrow morning")),
    (13, _l("Today at noon"), _l("Tomorrow at noon")),
    (18, _l("This afternoon"), _l("Tomorrow afternoon")),
    (24, _l("This evening"), _l("Tomorrow evening")),
)


def day_words(starts: datetime, now: datetime) -> str | None:
    """ "Tối nay", "Sáng mai", …; None from the day after tomorrow on. Both on the wall clock of the class."""
    days = (starts.date() - now.date()).days
    if days not in (0, 1):
        return None
    _hour, today, tomorrow = next(part for part in PARTS if starts.hour < part[0])
    return _(today.msgid if days == 0 else tomorrow.msgid)


def when_words(starts_at: datetime, at: datetime) -> str:
    """ "Tối nay, 19:30 (thứ Năm 26/11)": true in a letter that is read later; after tomorrow only the date."""
    words, on = day_words(local(starts_at), local(at)), day(starts_at)
    if words is None:
        return when(starts_at)
    return f"{words}, {hour(starts_at)} ({on[0].lower() + on[1:] if language() == 'vi' else on})"


def unusual(sessions: Iterable[Any]) -> set[int]:
    """Numbers of the sessions that meet on a weekday and hour of their own, where others of the series share theirs."""
    kept = [item for item in sessions if item.state != SessionState.CANCELLED]
    slots = {item.number: (local(item.starts_at).weekday(), hour(item.starts_at)) for item in kept}
    often = Counter(slots.values())
    return {number for number, slot in slots.items() if often[slot] == 1 < max(often.values())}
