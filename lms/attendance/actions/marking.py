"""The trainer's word, decided at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert

from lms.attendance import queries
from lms.attendance.actions.deciding import decide
from lms.attendance.actions.traces import trace
from lms.attendance.models import Evidence
from lms.attendance.rules import check_in as rules
from lms.attendance.rules import door, marking
from lms.attendance.rules.decision import EvidenceKind, Mark
from lms.attendance.weighing import decided, hold
from lms.audit import actions as audit
from lms.core.db import db


def mark(session: Any, person: Any, value: Mark, reason: str = "", *, by: Any, at: datetime) -> None:
    """The trainer's word on one person, decided at once; the same word again adds nothing.

    Raises a rule of `marking` or `check_in`.
    """
    door.check_held(session)
    rules.check_mark(value, session.starts_at, at)
    hold(session)
    evidence = queries.evidence_of(session, person)
    if marking.said_already(evidence, value, reason):
        return
    marking.check_reason(decided(session, evidence, at), value, reason)
    db.session.add(
        Evidence(**trace(session, person, EvidenceKind.MARK, by=by, at=at), value=value.value, reason=reason or None)
    )
    decide(session, [person.id], at=at)
    audit.record("attendance.marked", "session", session.id, by=by, at=at, person=person.id, mark=value.value)


def unmark(session: Any, person: Any, *, by: Any, at: datetime) -> None:
    """Take the marks of one person back: the traces decide again."""
    mark(session, person, Mark.WITHDRAWN, by=by, at=at)


def mark_rest(session: Any, value: Mark, *, by: Any, at: datetime) -> int:
    """Mark everyone who is neither marked nor known to have been there; answers how many. Raises UnknownMark."""
    marking.check_rest(value)
    door.check_held(session)
    rules.check_mark(value, session.starts_at, at)
    hold(session)
    decide(session, queries.people_of(session, before=min(at, session.ends_at)), at=at)
    people = queries.rest(session)
    if not people:
        return 0
    _write(session, [(number, value.value, None) for number in people], by=by, at=at)
    audit.record("attendance.rest_marked", "session", session.id, by=by, at=at, mark=value.value, people=len(people))
    return len(people)


def undo(session: Any, given_at: datetime, *, by: Any, at: datetime) -> int:
    """Take back what `by` marked at that moment, one mark or many: what each person was marked before holds again.

    Answers how many. Whoever was marked again since is left as they are, so that a second press changes nothing.
    """
    hold(session)
    found = queries.marks_since(session, by, given_at)
    if found:
        before = (
            (person, (mark.value, mark.reason) if mark else (Mark.WITHDRAWN.value, None)) for person, mark in found
        )
        _write(session, [(person, value, reason) for person, (value, reason) in before], by=by, at=at)
        audit.record("attendance.marks_undone", "session", session.id, by=by, at=at, people=len(found))
    return len(found)


def _write(session: Any, marks: list[tuple[int, str, str | None]], *, by: Any, at: datetime) -> None:
    """Add marks (person, value, reason), and decide."""
    common = {"session_id": session.id, "kind": EvidenceKind.MARK.value, "at": at, "by_id": by.id}
    rows = [{**common, "person_id": person, "value": value, "reason": reason} for person, value, reason in marks]
    db.session.execute(insert(Evidence), rows)
    decide(session, [person for person, _value, _reason in marks], at=at)
