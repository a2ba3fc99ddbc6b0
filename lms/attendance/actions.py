"""Changes of attendance: leaving a trace, showing a code, marking, deciding.

Traces of a rush (`join`, `check_in`) are one insert and one outbox row; deciding is the worker's. A mark is
decided at once. Evidence is only ever added, so every decision can be made again from it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from secrets import SystemRandom
from typing import Any

from sqlalchemy import insert, select, text, update

from lms.attendance import queries
from lms.attendance.models import CheckInCode, Decision, Evidence, Settled, WrongCode
from lms.attendance.rules import check_in as rules
from lms.attendance.rules import door, marking
from lms.attendance.rules.decision import Decided, EvidenceKind, Mark, Span, Why
from lms.attendance.rules.decision import decide as decided_by
from lms.audit import actions as audit
from lms.core.db import afterwards, db, insert_once, insert_once_id, insert_row, take_write_lock
from lms.core.outbox import announce, claim
from lms.live.queries import way_in
from lms.schedule.models import Session

TRACE = "attendance.evidence"
DECISION = "attendance.decision"
#: The state of a row whose decision was taken back.
OPEN = "open"
#: A person gives the code of a session once.
CODES = text("kind = 'code'")
#: Persons decided in one go.
BATCH = 500


def join(session: Any, person: Any, way: str = "", *, by: Any, at: datetime) -> str:
    """Note that a person goes in, and answer the address of the room. Raises a rule of `door`.

    `way`: "stream" or "room", chosen by who was told that the room is full.
    """
    stream, capacity = session.series.overflow_url, session.series.room_capacity
    to_stream = way == "stream" and stream
    room = door.check_join(session, stream if to_stream else way_in(person, session), at)
    if not way and stream and capacity:
        door.check_full(capacity, stream, queries.others_in(session, person))
    click(session, person, by=by, at=at)
    return room


def click(session: Any, person: Any, *, by: Any, at: datetime) -> None:
    """Add the trace of a press on the join button."""
    values = _trace(session, person, EvidenceKind.CLICK, by, at)
    announce(TRACE, insert_row(Evidence, values), at=at)


def check_in(session: Any, person: Any, typed: str, *, by: Any, at: datetime) -> None:
    """Add the trace of the right code; the same again changes nothing. Raises a rule of `check_in` or `door`."""
    code = rules.read_code(typed)
    door.check_held(session)
    rules.check_window(session.starts_at, session.ends_at, at)
    shown, wrong = queries.codes(session, person, since=at - rules.WAIT)
    if not shown:
        raise door.NoCodeYet()
    left = rules.check_tries(wrong, shown[0].valid_from, at)
    if not any(rules.code_valid(code, one, at) for one in shown):
        afterwards(note_wrong_code, session.id, person.id, at=at)
        if left == 1:
            raise rules.TooManyTries(minutes=rules.WAIT // timedelta(minutes=1))
        raise rules.CodeWrong(left=left - 1)
    values = _trace(session, person, EvidenceKind.CODE, by, at)
    number = insert_once_id(Evidence, values, "session_id", "person_id", where=CODES)
    if number:
        announce(TRACE, number, at=at)


def note_wrong_code(session_id: int, person_id: int, *, at: datetime) -> None:
    """Count a wrong try; it survives the refusal."""
    db.session.add(WrongCode(session_id=session_id, person_id=person_id, at=at))


def new_code(session: Any, *, by: Any, at: datetime) -> None:
    """Show four new digits from now on. If somebody was a moment earlier, theirs stand."""
    door.check_held(session)
    rules.check_window(session.starts_at, session.ends_at, at)
    code = rules.new_code(SystemRandom(), queries.codes_used(session))
    now_shown = (CheckInCode.session_id == session.id, CheckInCode.valid_until.is_(None), CheckInCode.valid_from < at)
    db.session.execute(update(CheckInCode).where(*now_shown).values(valid_until=at))
    values = {"session_id": session.id, "code": code, "valid_from": at, "by_id": by.id}
    if insert_once(CheckInCode, values, "session_id", where=text("valid_until IS NULL")):
        audit.record("attendance.code_shown", "session", session.id, by=by, at=at)


def mark(session: Any, person: Any, value: Mark, reason: str = "", *, by: Any, at: datetime) -> None:
    """The trainer's word on one person, decided at once. Raises a rule of `marking` or `check_in`."""
    door.check_held(session)
    rules.check_mark(value, session.starts_at, at)
    _hold(session)
    marking.check_reason(_decided(session, queries.evidence_of(session, person), at), value, reason)
    db.session.add(
        Evidence(**_trace(session, person, EvidenceKind.MARK, by, at), value=value.value, reason=reason or None)
    )
    decide(session, [person.id], at=at)
    audit.record("attendance.marked", "session", session.id, by=by, at=at, person=person.id, mark=value.value)


def unmark(session: Any, person: Any, *, by: Any, at: datetime) -> None:
    """Take the marks of one person back: the traces decide again."""
    mark(session, person, Mark.WITHDRAWN, by=by, at=at)


def mark_rest(session: Any, value: Mark, *, by: Any, at: datetime) -> int:
    """Mark everyone who is neither marked nor known to have been there; answers how many."""
    door.check_held(session)
    rules.check_mark(value, session.starts_at, at)
    _hold(session)
    decide(session, queries.people_of(session, before=min(at, session.ends_at)), at=at)
    people = queries.rest(session)
    if not people:
        return 0
    common = {"session_id": session.id, "kind": EvidenceKind.MARK.value, "at": at, "value": value.value}
    db.session.execute(insert(Evidence), [{**common, "person_id": number, "by_id": by.id} for number in people])
    decide(session, people, at=at)
    audit.record("attendance.rest_marked", "session", session.id, by=by, at=at, mark=value.value, people=len(people))
    return len(people)


def decide(session: Any, person_ids: Sequence[int], *, at: datetime) -> int:
    """Make the decisions of these persons again; answers how many changed, each of which is announced."""
    _hold(session)
    changed: list[Decision] = []
    for start in range(0, len(person_ids), BATCH):
        some = person_ids[start : start + BATCH]
        evidence = queries.evidence_by_person(session.id, some)
        before = queries.decisions_by_person(session.id, some)
        for number in some:
            result = _decided(session, evidence.get(number, []), at)
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


def _trace(session: Any, person: Any, kind: EvidenceKind, by: Any, at: datetime) -> dict[str, Any]:
    by_id = by.id if by is not None and by.id != person.id else None
    return {"session_id": session.id, "person_id": person.id, "kind": kind.value, "at": at, "by_id": by_id}


def _hold(session: Any) -> None:
    """One decider a session at a time; nobody who only leaves a trace has to wait for it."""
    take_write_lock(db.session.connection())
    db.session.execute(select(Session.id).where(Session.id == session.id).with_for_update(key_share=True))


def _decided(session: Any, evidence: Iterable[Evidence], at: datetime) -> Decided:
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
