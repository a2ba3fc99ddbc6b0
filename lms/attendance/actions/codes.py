"""The code of the evening: showing it, taking it down, giving it, and what was given early."""

from datetime import datetime
from secrets import SystemRandom, token_hex
from typing import Any

from sqlalchemy import delete, select, text, update

from lms.attendance import queries
from lms.attendance.actions.traces import TRACE, trace
from lms.attendance.models import CheckInCode, EarlyCode, Evidence, WrongCode
from lms.attendance.rules import check_in as rules
from lms.attendance.rules import digits, door
from lms.attendance.rules.decision import EvidenceKind
from lms.audit import actions as audit
from lms.core.at_once import at_once
from lms.core.db import db, insert_once, insert_once_each, insert_once_id, insert_row
from lms.core.errors import RuleBroken
from lms.core.outbox import announce, announce_each
from lms.schedule.models import Session
from lms.schedule.rules import JOIN_OPENS, SessionState

#: A person gives the code of a session once.
CODES = text("kind = 'code'")
#: Early digits that are worked off in one go.
BATCH = 500


def check_in(session: Any, person: Any, typed: str, *, by: Any, at: datetime) -> bool:
    """Take the digits; answers whether they wait for the opening. Raises a rule of `check_in` or `door`.

    Whoever is checked in already stays so, whatever they type: their first answer may never have reached them.
    """
    code = rules.read_code(typed)
    door.check_held(session)
    early = rules.check_window(session.starts_at, session.ends_at, at)
    values = {"session_id": session.id, "person_id": person.id, "at": at}
    if not early:
        values |= trace(session, person, EvidenceKind.CODE, by=by, at=at)
    broken = at_once(_try, values, code, early=early, at=at)
    if broken:
        raise broken
    return early


def _try(values: dict[str, Any], code: str, *, early: bool, at: datetime) -> RuleBroken | None:
    """One try, in a transaction of its own; answers what is wrong with it.

    The row is written before the digits are looked at, and taken back if they are wrong: it can be there only once,
    so several tries of one person at once wait for each other here, and each sees those that went before.
    """
    table, where = (EarlyCode, None) if early else (Evidence, CODES)
    number = insert_once_id(table, values, "session_id", "person_id", where=where)
    if number is None:
        return None
    one = {name: values[name] for name in ("session_id", "person_id")}
    shown, wrong_at = queries.codes(**one, since=at - rules.WAIT)
    verdict = rules.judge(code, shown, wrong_at, at)
    if verdict.broken:
        db.session.execute(delete(table).where(table.id == number))
    elif not early:
        announce(TRACE, number, at=at)
    if verdict.counts:
        insert_row(WrongCode, {**one, "at": at})
    return verdict.broken


def new_code(session: Any, every: int | None = None, *, by: Any, at: datetime) -> None:
    """Show four new digits from now on, or digits that change `every` seconds (one of `digits.RHYTHMS`).

    If somebody was a moment earlier, theirs stand. Raises a rule of `check_in` or `door`.
    """
    door.check_held(session)
    rules.check_showing(session.starts_at, session.ends_at, at)
    values = {"session_id": session.id, "valid_from": at, "by_id": by.id, "every": every, "seed": None}
    if every:
        values["seed"] = token_hex(32)
        values["code"] = digits.of_slot(values["seed"], 0)
    else:
        values["code"] = digits.new_code(SystemRandom(), queries.codes_used(session))
    _end(session, CheckInCode.valid_from < at, at=at)
    if insert_once(CheckInCode, values, "session_id", where=text("valid_until IS NULL")):
        audit.record("attendance.code_shown", "session", session.id, by=by, at=at)


def stop_code(session: Any, *, by: Any, at: datetime) -> None:
    """Take the code down: no digits are shown from now on, and the last ones are taken a moment longer."""
    if _end(session, at=at):
        audit.record("attendance.code_stopped", "session", session.id, by=by, at=at)


def _end(session: Any, *which: Any, at: datetime) -> bool:
    shown = (CheckInCode.session_id == session.id, CheckInCode.valid_until.is_(None), *which)
    return bool(db.session.execute(update(CheckInCode).where(*shown).values(valid_until=at)).rowcount)


def _end_moved(*, at: datetime) -> None:
    """Or whoever noted the digits could check in on the new day without being there."""
    another_day = (Session.starts_at >= rules.tomorrow(at)) & (Session.starts_at > at + JOIN_OPENS)
    of = CheckInCode.session_id.in_(select(Session.id).where(another_day))
    db.session.execute(update(CheckInCode).where(of, CheckInCode.valid_until.is_(None)).values(valid_until=at))


def complete_early(*, at: datetime) -> int:
    """Make evidence of the digits that waited for the opening; answers how many rows were worked off.

    Those for a class that was cancelled or moved to another day fall away, so that they can be given anew; a code
    that is still on the wall of such a class is taken down.
    """
    _end_moved(at=at)
    rows = queries.waiting(at, tomorrow=rules.tomorrow(at), most=BATCH)
    good, gone = [], []
    for early, session in rows:
        held = session.state != SessionState.CANCELLED
        (good if held and rules.still_good(early.at, session.starts_at) else gone).append(early)
    kind = EvidenceKind.CODE.value
    values = [{"session_id": row.session_id, "person_id": row.person_id, "kind": kind, "at": row.at} for row in good]
    made = insert_once_each(Evidence, values, "session_id", "person_id", where=CODES, returning=["id"])
    announce_each(TRACE, select(Evidence.id).where(Evidence.id.in_([row.id for row in made])), at=at)
    db.session.execute(update(EarlyCode).where(EarlyCode.id.in_([row.id for row in good])).values(done_at=at))
    db.session.execute(delete(EarlyCode).where(EarlyCode.id.in_([row.id for row in gone])))
    return len(rows)
