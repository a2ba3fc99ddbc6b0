"""When a class may be told what a session was about, and how long it can be caught up with. Pure."""

from datetime import datetime, timedelta
from typing import Any

from lms.attendance.rules.decision import State
from lms.core.errors import RuleBroken
from lms.core.words import _l

#: So long after a class, passing its questions stands for having watched it later.
LATER = timedelta(days=30)
#: Whoever stands so has something to make up.
MISSED = (State.ABSENT, State.PARTIAL, State.EXCUSED)


class NothingToTell(RuleBroken):
    """Neither a recap nor a recording."""

    sentence = _l("Write one line, or add the link of the recording, before you tell the class")


class NotBegunYet(RuleBroken):
    """The session is still to come."""

    sentence = _l("This session has not begun. Tell the class afterwards")


def check(session: Any, at: datetime) -> None:
    """Refuses a letter that would say nothing, or of a session to come. Raises NothingToTell, NotBegunYet."""
    if at < session.starts_at:
        raise NotBegunYet()
    if not session.recap and not session.recording_url:
        raise NothingToTell()


def can_catch_up(session: Any, state: str, at: datetime) -> bool:
    """Whether a decision may still become *watched later*: missed, with something to watch or read, and in time."""
    in_time = session.ends_at < at <= session.ends_at + LATER
    return in_time and state in MISSED and bool(session.recap or session.recording_url)
