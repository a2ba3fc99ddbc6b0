"""From evidence to decisions: all deciding happens here, and any of it can be done again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from lms.attendance import queries
from lms.attendance.actions.traces import TRACE
from lms.attendance.models import Decision, Evidence, Settled
from lms.attendance.queries.reports import meeting_times
from lms.attendance.queries.rules import version_of
from lms.attendance.rules import check_in as rules
from lms.attendance.rules.decision import Decided, Span, Why
from lms.attendance.rules.decision import decide as decided_by
from lms.attendance.rules.versions import Rule
from lms.core.db import db, insert_once, insert_once_each, take_write_lock
from lms.core.outbox import announce_each, claim
from lms.schedule.models import Session

DECISION = "attendance.decision"
#: The state of a row whose decision was taken back.
OPEN = "open"
#: What a decision says; whoever reads of one wants to know when any of it changes.
SAID = ("state", "late", "self_reported")
#: Persons decided in one go.
BATCH = 500


class Ground(NamedTuple):
    """What a session's decisions rest on besides the evidence."""

    span: Span
    rule: Rule
    ended: bool


def ground(session: Any, at: datetime, rule: Rule | None = None) -> Ground:
    """Planned and real times, the version in force for the session (or `rule`), and whether it is over at `at`."""
    span = Span(session.starts_at, session.ends_at, meeting_times(session))
    return Ground(span, rule or version_of(session), at > session.ends_at + rules.CHECK_IN_CLOSES)


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


def outcomes(session: Any, person_ids: Sequence[int], by: Ground) -> list[tuple[int, Decision | None, Decided]]:
    """(person, the decision as it is kept, the decision as it would be) of at most BATCH persons."""
    evidence = queries.evidence_by_person(session.id, person_ids)
    kept = queries.decisions_by_person(session.id, person_ids)
    return [(number, kept.get(number), _decided(evidence.get(number, []), by)) for number in person_ids]


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
    return _decided(evidence, ground(session, at))


def _decided(evidence: Iterable[Evidence], by: Ground) -> Decided:
    return decided_by(evidence, by.span, rule=by.rule, ended=by.ended)


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
