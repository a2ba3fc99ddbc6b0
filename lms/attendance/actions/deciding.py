"""From evidence to decisions: all deciding happens here, and any of it can be done again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.attendance import queries
from lms.attendance.actions.traces import TRACE
from lms.attendance.models import Decision, Evidence, Settled
from lms.attendance.rules import check_in as rules
from lms.attendance.rules.decision import Decided, Why
from lms.attendance.weighing import BATCH, OPEN, ground, hold, outcomes
from lms.core.db import db, insert_once, insert_once_each, take_write_lock
from lms.core.logs import log
from lms.core.outbox import announce_each, claim
from lms.schedule.models import Session

DECISION = "attendance.decision"
#: What a decision says; whoever reads of one wants to know when any of it changes.
SAID = ("state", "late", "self_reported")


def decide(session: Any, person_ids: Sequence[int], *, at: datetime) -> int:
    """Make the decisions of these persons again; answers how many changed, each of which is announced."""
    hold(session)
    by, count = ground(session, at), 0
    for start in range(0, len(person_ids), BATCH):
        found = outcomes(session, person_ids[start : start + BATCH], by)
        new = [{"session_id": session.id, "person_id": number} | _row(result, at)
               for number, before, result in found if before is None and result.state]  # fmt: skip
        changed = [row.id for row in insert_once_each(Decision, new, "session_id", "person_id", returning=["id"])]
        changed += [before.id for _number, before, result in found if before and _write(before, result, at)]
        db.session.flush()
        if changed:
            announce_each(DECISION, select(Decision.id).where(Decision.id.in_(changed)).order_by(Decision.id), at=at)
        count += len(changed)
    return count


def decide_new(*, at: datetime) -> int:
    """Decide for everyone who left a trace since the last time; answers how many traces there were."""
    traces = [change.subject for change in claim(TRACE)]
    for session_id, people in queries.people_behind(traces).items():
        if not _apart(session_id, lambda session, people=people: decide(session, people, at=at)):
            again = select(Evidence.id).where(Evidence.id.in_(traces), Evidence.session_id == session_id)
            announce_each(TRACE, again, at=at)
    return len(traces)


def settle(*, at: datetime, most: int = 5) -> int:
    """Give everyone in sessions that have ended a decision, the absent included; answers how many sessions."""

    def one(session: Session) -> None:
        decide(session, queries.people_of(session, before=session.ends_at), at=at)
        insert_once(Settled, {"session_id": session.id, "at": at}, "session_id")

    found = queries.unsettled(at, after=rules.CHECK_IN_CLOSES, most=most)
    return sum(_apart(number, one) for number in [session.id for session in found])


def _apart(session_id: int, do: Callable[[Session], Any]) -> bool:
    """Do this with a session; answers whether it went well. What fails changes nothing, and no other session waits."""
    take_write_lock(db.session.connection())
    try:
        with db.session.begin_nested():
            do(db.session.get_one(Session, session_id))
    except Exception as error:
        log.error("attendance.undecided", session=session_id, error=type(error).__name__)
        return False
    return True


def _row(result: Decided, at: datetime) -> dict[str, Any]:
    """A decision as it is kept."""
    return {
        "state": result.state.value if result.state else OPEN,
        "late": result.late,
        "self_reported": result.self_reported,
        "marked": any(reason.code == Why.MARK for reason in result.reasons),
        "why": result.why(),
        "rule": result.rule,
        "decided_at": at,
    }


def _write(row: Decision, result: Decided, at: datetime) -> bool:
    """Put a decision into its row; whether it says something else than before."""
    new = _row(result, at)
    changed = any(getattr(row, name) != new[name] for name in SAID)
    if changed or any(getattr(row, name) != new[name] for name in ("why", "marked", "rule")):
        for name, value in new.items():
            setattr(row, name, value)
    return changed
