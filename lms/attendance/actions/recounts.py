"""Deciding again: look at what would differ, then apply it or let it be.

A look notes each decision that would differ; applying decides every one of these sessions again from the evidence
there is then, by the same rule. Each step is a transaction of its own, and may be done again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from lms.attendance.actions.deciding import decide
from lms.attendance.models import Recount, RecountChange, SessionRule
from lms.attendance.queries import recounts as found
from lms.attendance.queries.rules import versions
from lms.attendance.rules import check_in
from lms.attendance.rules.recounts import NotOver, RecountState, UnknownVersion
from lms.attendance.rules.versions import RULE_2026_1, in_force
from lms.attendance.weighing import differing, hold
from lms.audit import actions as audit
from lms.core import jobs
from lms.core.db import db, insert_once, upsert
from lms.schedule.models import Session

LOOK, APPLY = "attendance.look", "attendance.apply"


def start(
    *, number: str, session: Any = None, series: Any = None, version: str = "", reason: str, by: Any, at: datetime
) -> Recount:
    """Let the worker look what would differ in a session, a series, or all. `number`: public id, so that twice is once.

    `version`: by this one instead of each session's own. Raises NotOver and UnknownVersion.
    """
    if session is not None and at <= session.ends_at + check_in.CHECK_IN_CLOSES:
        raise NotOver()
    if version and version not in {rule.version for rule in (RULE_2026_1, *versions())}:
        raise UnknownVersion()
    recount, new = begun(number, session, series, version or None, reason, by=by, at=at)
    if new:
        audit.record("attendance.recount_asked", "recount", recount.id, by=by, at=at, **_about(recount))
    return recount


def begun(
    number: str, session: Any, series: Any, version: str | None, reason: str, *, by: Any, at: datetime
) -> tuple[Recount, bool]:
    """(the recount of this number with its job, whether it is new)"""
    values = {
        "public_id": number,
        "session_id": session and session.id,
        "series_id": series and series.id,
        "version": version,
        "state": RecountState.LOOKING,
        "looked": 0,
        "differences": {},
        "reason": reason,
        "by_id": by.id,
        "at": at,
    }
    new = insert_once(Recount, values, "public_id")
    recount = found.look(number).recount
    if new:
        _work(recount, LOOK, by=by, at=at)
    return recount, new


def _work(recount: Recount, kind: str, *, by: Any, at: datetime) -> None:
    args = {"recount": recount.id}
    recount.job_id = jobs.start(kind, args=args, owner=by, at=at, key=f"attendance.recount:{recount.id}")


def _about(recount: Recount) -> dict[str, Any]:
    told = {"session": recount.session_id, "series": recount.series_id, "rule": recount.version}
    return {name: value for name, value in told.items() if value}


def look_again(recount: Recount, *, by: Any, at: datetime) -> None:
    """Look once more, before anything was applied."""
    if _turn(recount, RecountState.LOOKING, RecountState.LOOKED) or _stopped(recount, RecountState.LOOKING):
        _work(recount, LOOK, by=by, at=at)


def apply(recount: Recount, *, by: Any, at: datetime) -> None:
    """Let the worker decide again; a new version is in force from here on. A second time changes nothing."""
    if _turn(recount, RecountState.APPLYING, RecountState.LOOKED):
        _work(recount, APPLY, by=by, at=at)
        act = "attendance.rule_set" if found.introduced(recount) else "attendance.recounted"
        audit.record(act, "recount", recount.id, by=by, at=at, **_about(recount))
    elif _stopped(recount, RecountState.APPLYING):
        _work(recount, APPLY, by=by, at=at)


def drop(recount: Recount, *, by: Any, at: datetime) -> None:
    """Let everything be as it is."""
    if _turn(recount, RecountState.DROPPED, RecountState.LOOKED, RecountState.LOOKING):
        recount.ended_at = at
        job = jobs.by_public_id(recount.job_id or "")
        if job is not None:
            jobs.stop(job, at=at)
        db.session.execute(delete(RecountChange).where(RecountChange.recount_id == recount.id))
        audit.record("attendance.recount_dropped", "recount", recount.id, by=by, at=at, **_about(recount))


def _turn(recount: Recount, to: RecountState, *before: RecountState) -> bool:
    """Whether it went from one of these states to the next; of two who try, one does."""
    wanted = (Recount.id == recount.id, Recount.state.in_(before))
    turned = db.session.execute(update(Recount).where(*wanted).values(state=to)).rowcount == 1
    db.session.refresh(recount)
    return turned


def _stopped(recount: Recount, state: RecountState) -> bool:
    """Whether it stands in this state and nobody works on it."""
    job = jobs.by_public_id(recount.job_id or "")
    idle = job is None or job.state not in (jobs.JobState.WAITING, jobs.JobState.RUNNING)
    return recount.state == state and idle


def begin(recount: Recount, *, at: datetime) -> None:
    """Forget what an earlier look found, or a worker that died; what was over at `at` is looked at."""
    db.session.execute(delete(RecountChange).where(RecountChange.recount_id == recount.id))
    recount.looked, recount.differences, recount.at = 0, {}, at


def note(recount: Recount, session_id: int, people: Sequence[int], *, apart: bool, at: datetime) -> Counter[str]:
    """Note what would differ for some people of a session, and answer `present>partial` -> how many.

    `apart`: only count it, for the session is not concerned.
    """
    rows = differing(db.session.get_one(Session, session_id), people, found.rule_for(recount), at)
    if not apart:
        about = {"recount_id": recount.id, "session_id": session_id}
        noted = [{**about, "person_id": number, "before": before, "after": after} for number, before, after in rows]
        if noted:
            db.session.execute(insert(RecountChange), noted)
        recount.looked += len(people)
    return Counter(f"{before}>{after}" for _number, before, after in rows) if apart else Counter()


def finish_look(recount: Recount, past: Mapping[str, int], past_looked: int, *, at: datetime) -> None:
    """Everything is looked at. `past`: what would have differed in `past_looked` decisions it does not concern."""
    recount.ended_at = at
    recount.differences = {"would": found.found_so_far(recount), "past": dict(past), "past_looked": past_looked}
    _turn(recount, RecountState.LOOKED, RecountState.LOOKING)


def apply_to(recount: Recount, session_id: int, *, at: datetime) -> None:
    """Decide a session again, by its version from now on if one was chosen for it."""
    session = db.session.get_one(Session, session_id)
    hold(session)
    if recount.version and not found.introduced(recount):
        _choose(session, recount.version)
    decide(session, found.people_known(session_id), at=at)


def _choose(session: Any, version: str) -> None:
    """The session is decided by this version; what is in force on its day anyway needs no row."""
    if in_force(versions(), session.date_local).version == version:
        db.session.execute(delete(SessionRule).where(SessionRule.session_id == session.id))
    else:
        upsert(SessionRule, {"session_id": session.id, "version": version}, "session_id", update=["version"])


def finish(recount: Recount, *, at: datetime) -> None:
    """Everything is decided again."""
    recount.ended_at = at
    _turn(recount, RecountState.APPLIED, RecountState.APPLYING)
