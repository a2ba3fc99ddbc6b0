"""When a class may be told what a session was about. Pure."""

from datetime import datetime
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.words import _l


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
