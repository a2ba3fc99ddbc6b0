"""After a session: telling the class what it was about, once; and noting who caught up with it."""

from datetime import datetime
from typing import Any

from lms.attendance.actions.traces import TRACE
from lms.attendance.models import Evidence, RecapTold
from lms.attendance.queries import recaps as asked
from lms.attendance.rules import door
from lms.attendance.rules import recaps as rules
from lms.attendance.rules.decision import EvidenceKind
from lms.audit import actions as audit
from lms.core import jobs
from lms.core.db import insert_once, insert_row
from lms.core.outbox import announce

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


def note_caught_up(*, at: datetime, most: int = 500) -> int:
    """Add the evidence of those who missed a session and passed its questions since; answers how many."""
    found = asked.caught_up(at, most=most)
    for session_id, person_id, passed_at in found:
        values = {"session_id": session_id, "person_id": person_id, "kind": EvidenceKind.RECAP, "at": passed_at}
        announce(TRACE, insert_row(Evidence, values), at=at)
    return len(found)
