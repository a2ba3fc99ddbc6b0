"""From evidence to decisions: all deciding happens here, and any of it can be done again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.attendance import queries
from lms.attendance.actions.traces import TRACE
from lms.attendance.models import Decision, Evidence, Settled
from lms.attendance.rules import check_in as rules
from lms.attendance.rules.decision import Decided, Span, Why
from lms.attendance.rules.decision import decide as decided_by
from lms.core.db import db, insert_once, take_write_lock
from lms.core.outbox import announce, claim
from lms.schedule.models import Session

DECISION = "attendance.decision"
#: The state of a row whose decision was taken back.
OPEN = "open"
#: Persons decided in one go.
BATCH = 500


def decide(session: Any, person_ids: Sequence[int], *, at: datetime) -> int:
    """Make the decisions of these persons again; answers how many changed, each of which is announced."""
    hold(session)
    changed: list[Decision] = []
    for start in range(0, len(person_ids), BATCH):
        some = person_ids[start : start + BATCH]
        evidence = queries.evidence_by_person(session.id, some)
        before = queries.decisions_by_person(session.id, some)
        for number in some:
            result = decided(session, evidence.get(number, []), at)
            row = before.get(number) or _new(session, number, result)
            if row is not None and _write(row, result, at):
                changed.append(row)
    db.session.flush()
    for row in changed:
        announce(DECISION, row.id, at=at)
    return len(changed)


def decide_new(*, at: datetime) -> int:
    """Decide for everyone who left a trace since the last time; answers how many traces there were."""
    traces = claim(TRACE)
    for session_id, people in queries.people_behind([change.subject for change in traces]).items():
        decide(db.session.get(Session, session_id), people, at=at)
    return len(traces)


def settle(*, at: datetime, most: int = 5) -> int:
    """Give everyone in sessions that have ended a decision, the absent included; answers how many sessions."""
    sessions = queries.unsettled(at, after=rules.CHECK_IN_CLOSES, most=most)
    for session in sessions:
        decide(session, queries.people_of(session, before=session.ends_at), at=at)
        insert_once(Settled, {"session_id": session.id, "at": at}, "session_id")
    return len(sessions)


def hold(session: Any) -> None:
    """One decider a session at a time; nobody who only leaves a trace has to wait for it."""
    take_write_lock(db.session.connection())
    db.session.execute(select(Session.id).where(Session.id == session.id).with_for_update(key_share=True))


def decided(session: Any, evidence: Iterable[Evidence], at: datetime) -> Decided:
    """What the evidence about one person amounts to as it stands at `at`."""
    span = Span(session.starts_at, session.ends_at)
    return decided_by(evidence, span, ended=at > session.ends_at + rules.CHECK_IN_CLOSES)


def _new(session: Any, person_id: int, result: Decided) -> Decision | None:
    """A row for a first decision; none while nothing is certain."""
    if result.state is None:
        return None
    row = Decision(session_id=session.id, person_id=person_id, late=False, self_reported=False)
    db.session.add(row)
    return row


def _write(row: Decision, result: Decided, at: datetime) -> bool:
    """Put a decision into its row; whether it says something else than before."""
    state = result.state.value if result.state else OPEN
    now = (state, result.late, result.self_reported)
    changed = now != (row.state, row.late, row.self_reported)
    marked = any(reason.code == Why.MARK for reason in result.reasons)
    if changed or row.why != result.why() or row.marked != marked:
        row.state, row.late, row.self_reported = now
        row.why, row.marked, row.rule, row.decided_at = result.why(), marked, result.rule, at
    return changed
