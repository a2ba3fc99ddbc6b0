"""When learners are reminded of a session: the day before, and an hour before. Pure.

What is due is worked out from the sessions as they stand now, and each letter's key holds the time it speaks of:
a session that moved is reminded of again, one that was cancelled is not. Whoever comes late gets no day-before
reminder, for the letter after enrolling has just told them the same.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum

from lms.core.clock import local

#: Nobody is woken: no day-before reminder from 21:30 to 7:00.
NIGHT_FROM, NIGHT_UNTIL = time(21, 30), time(7, 0)
#: A day-before reminder that could not be written for this long (nothing ran) is left out.
GRACE = timedelta(hours=6)


class Kind(StrEnum):
    """The two reminders of a session, and the names of their letters."""

    TOMORROW = "tomorrow"
    SOON = "soon"


BEFORE = {Kind.TOMORROW: timedelta(hours=24), Kind.SOON: timedelta(hours=1)}


def due_at(kind: Kind, starts_at: datetime) -> datetime:
    """From when on a session is reminded of: so long before it begins, and the day before never at night."""
    moment = starts_at - BEFORE[kind]
    wall = local(moment)
    if kind == Kind.SOON or not _is_night(wall):
        return moment
    morning = wall.replace(hour=NIGHT_UNTIL.hour, minute=NIGHT_UNTIL.minute, second=0, microsecond=0)
    return morning if wall.time() < NIGHT_UNTIL else morning + timedelta(days=1)


def is_due(kind: Kind, starts_at: datetime, at: datetime) -> bool:
    """Whether a session is reminded of at `at`."""
    if kind == Kind.SOON:
        return due_at(kind, starts_at) <= at < starts_at
    due = due_at(kind, starts_at)
    return due <= at < due + GRACE and not _is_night(local(at))


def not_after(kind: Kind, starts_at: datetime, at: datetime) -> datetime:
    """From when on a reminder written at `at` leaves no more: the start; at night its "tomorrow" will not do either."""
    if kind == Kind.SOON:
        return starts_at
    night = local(at).replace(hour=NIGHT_FROM.hour, minute=NIGHT_FROM.minute, second=0, microsecond=0)
    return min(starts_at, night)


def key_of(kind: Kind, session_id: int, starts_at: datetime) -> str:
    """How the keys of these letters begin; the person's id follows. Of another time, another letter."""
    return f"{kind}:{session_id}:{int(starts_at.timestamp())}:"


def _is_night(wall: datetime) -> bool:
    return not NIGHT_UNTIL <= wall.time() < NIGHT_FROM
