"""The page behind the signed link of one session: how long it lives, what it shows, and for whom the button works."""

from datetime import datetime, timedelta
from enum import StrEnum

from lms.attendance.rules.door import Planned
from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.schedule.rules import SessionState, join_open

#: How long after the end a link still opens its page.
LIVES = timedelta(hours=24)


class Moment(StrEnum):
    """What the page is about."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"


class NoSeat(RuleBroken):
    """The seat was given up, or the person is paused; which of them is nobody else's business."""

    sentence = _l("This link does not lead into the class any more. Sign in to see why")


def lives(ends_at: datetime, at: datetime) -> bool:
    """Whether a link to a session that ends (or was to end) at `ends_at` still opens anything."""
    return at < ends_at + LIVES


def moment(session: Planned, at: datetime) -> Moment:
    """What the page shows of a session."""
    if session.state == SessionState.CANCELLED:
        return Moment.CANCELLED
    if at >= session.ends_at:
        return Moment.OVER
    return Moment.OPEN if join_open(session.starts_at, session.ends_at, at) else Moment.EARLY


def check_seat(enrolled: bool, paused: bool) -> None:
    """Refuses the way in to whoever holds no seat now or may not learn."""
    if not enrolled or paused:
        raise NoSeat()
