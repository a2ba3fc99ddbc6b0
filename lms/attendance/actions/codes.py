"""The code of the evening: showing it, giving it, counting wrong tries."""

from datetime import datetime, timedelta
from secrets import SystemRandom
from typing import Any

from sqlalchemy import text, update

from lms.attendance import queries
from lms.attendance.actions.traces import TRACE, trace
from lms.attendance.models import CheckInCode, Evidence, WrongCode
from lms.attendance.rules import check_in as rules
from lms.attendance.rules import door
from lms.attendance.rules.decision import EvidenceKind
from lms.audit import actions as audit
from lms.core.db import afterwards, db, insert_once, insert_once_id
from lms.core.outbox import announce

#: A person gives the code of a session once.
CODES = text("kind = 'code'")


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
    values = trace(session, person, EvidenceKind.CODE, by, at)
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
