"""Weighing evidence: what a session's decisions rest on, and what they would be. Writes nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from lms.attendance import queries
from lms.attendance.models import Decision, Evidence
from lms.attendance.queries.reports import meeting_times
from lms.attendance.queries.rules import version_of
from lms.attendance.rules import check_in as rules
from lms.attendance.rules.decision import Decided, Span
from lms.attendance.rules.decision import decide as decided_by
from lms.attendance.rules.recounts import label
from lms.attendance.rules.versions import Rule
from lms.core.db import db, take_write_lock

#: The state of a row whose decision was taken back.
OPEN = "open"
#: What of a session a change of the plan changes.
STANDS = ("state", "starts_at", "ends_at", "date_local")
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


def outcomes(session: Any, person_ids: Sequence[int], by: Ground) -> list[tuple[int, Decision | None, Decided]]:
    """(person, the decision as it is kept, the decision as it would be) of at most BATCH persons."""
    evidence = queries.evidence_by_person(session.id, person_ids)
    kept = queries.decisions_by_person(session.id, person_ids)
    return [(number, kept.get(number), _decided(evidence.get(number, []), by)) for number in person_ids]


def hold(session: Any) -> None:
    """One decider a session at a time; nobody who only leaves a trace has to wait for it.

    The session is as it stands now: it may have been moved or cancelled since it was first looked at.
    """
    take_write_lock(db.session.connection())
    db.session.refresh(session, STANDS, with_for_update={"key_share": True})


def decided(session: Any, evidence: Iterable[Evidence], at: datetime) -> Decided:
    """What the evidence about one person amounts to as it stands at `at`."""
    return _decided(evidence, ground(session, at))


def _decided(evidence: Iterable[Evidence], by: Ground) -> Decided:
    return decided_by(evidence, by.span, rule=by.rule, ended=by.ended)


def differing(session: Any, people: Sequence[int], rule: Rule | None, at: datetime) -> list[tuple[int, str, str]]:
    """(person, before, after) of the decisions that would differ by `rule`, or by the session's own."""
    told = [
        (number, label(before, OPEN), label(result, OPEN))
        for number, before, result in outcomes(session, people, ground(session, at, rule))
    ]
    return [(number, before, after) for number, before, after in told if before != after]
