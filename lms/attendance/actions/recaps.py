"""Telling a class what a session was about: once, to those who hold a seat then."""

from datetime import datetime
from typing import Any

from lms.attendance.models import RecapTold
from lms.attendance.rules import door
from lms.attendance.rules import recaps as rules
from lms.audit import actions as audit
from lms.core import jobs
from lms.core.db import insert_once

#: The work of writing the letters.
TELL = "attendance.tell_recap"


def tell(session: Any, *, by: Any, at: datetime) -> bool:
    """Let the letters be written; answers whether that is new. A second time, nothing is written.

    Raises NothingToTell, NotBegunYet, or a rule of `door`.
    """
    door.check_held(session)
    rules.check(session, at)
    if not insert_once(RecapTold, {"session_id": session.id, "at": at, "by_id": by.id}, "session_id"):
        return False
    jobs.start(TELL, args={"session": session.id, "at": at.isoformat()}, key=f"recap:{session.id}", at=at)
    audit.record("attendance.recap_told", "session", session.id, by=by, at=at)
    return True
