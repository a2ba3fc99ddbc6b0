"""Reports: which are due, and what they say; pulling one again changes nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, or_, select, update

from lms.core.db import db, insert_once, lock, upsert
from lms.core.outbox import announce
from lms.live import queries
from lms.live.models import LiveEvent, LiveMeeting, LivePresence, LiveReport
from lms.live.rules import report as rules
from lms.live.rules.report import Stay
from lms.live.rules.states import ReportState, Round
from lms.schedule.models import Session
from lms.schedule.rules import SessionState

LEASE = timedelta(minutes=5)
#: Sessions that ended so long ago are not looked at any more.
OLDEST = timedelta(days=3)


class Task(NamedTuple):
    """A report to pull."""

    id: int
    session_id: int
    series_id: int
    series: str
    meeting_id: str
    starts_at: datetime
    ends_at: datetime
    #: (id, public id, registrant id) of everybody who was registered.
    people: list[tuple[int, str, str | None]]


def tend(*, at: datetime) -> None:
    """Two reports for every session that was held in a meeting at Zoom."""
    held = (
        select(Session.id, Session.ends_at)
        .join(LiveMeeting, LiveMeeting.series_id == Session.series_id)
        .outerjoin(LiveReport, (LiveReport.session_id == Session.id) & (LiveReport.round == Round.LAST))
        .where(
            LiveMeeting.meeting_id.is_not(None),
            Session.state != SessionState.CANCELLED,
            Session.room_url.is_(None),
            Session.ends_at.between(at - OLDEST, at),
            LiveReport.id.is_(None),
        )
    )
    for number, ends_at in db.session.execute(held).all():
        for turn, after in rules.DUE.items():
            values = {"session_id": number, "round": turn, "state": ReportState.WANTED, "tries": 0, "rows": 0}
            insert_once(LiveReport, values | {"due_at": ends_at + after}, "session_id", "round")


def take(*, at: datetime) -> Task | None:
    """The next report that is due, held for LEASE."""
    found = db.session.execute(
        select(LiveReport, Session, LiveMeeting.meeting_id)
        .join(Session, Session.id == LiveReport.session_id)
        .join(LiveMeeting, LiveMeeting.series_id == Session.series_id)
        .where(LiveReport.state == ReportState.WANTED, LiveReport.due_at <= at, LiveMeeting.meeting_id.is_not(None))
        .order_by(LiveReport.due_at, LiveReport.id)
        .limit(1)
        .with_for_update(of=LiveReport, skip_locked=True)
    ).first()
    if found is None:
        return None
    report, session, meeting_id = found
    report.tries, report.due_at = report.tries + 1, at + LEASE
    series = session.series
    when = (session.starts_at, session.ends_at)
    return Task(report.id, session.id, series.id, series.public_id, meeting_id, *when, queries.people_of(series.id))


def note_done(task: Task, result: tuple[bool, Sequence[tuple[Stay, int | None]]], *, at: datetime) -> None:
    """`result`: whether the meeting was held, and each stay with the id of who it was, where that is known."""
    held, rows = result
    for stay, person_id in rows:
        values = {"session_id": task.session_id, "person_id": person_id, "pulled_at": at, **stay._asdict()}
        upsert(LivePresence, values, "key", update=["person_id", "registrant_id", "name", "email", "left_at"])
    row = _row(task)
    row.state = ReportState.PULLED if held else ReportState.NONE
    row.rows, row.error = len(rows), None
    if rows:
        announce("live.pulled", task.session_id, at=at)


def note_gone(task: Task, *, at: datetime) -> None:
    """Zoom knows of no evening of this meeting."""
    _row(task).state = ReportState.NONE


def note_refused(task: Task, code: str, words: str, *, at: datetime) -> None:
    """Zoom said no; perhaps it is not ready yet."""
    row = _row(task)
    row.error, row.due_at = words, at + rules.PAUSE
    if row.tries >= rules.TRIES:
        row.state = ReportState.FAILED


def note_later(task: Task, until: datetime, *, at: datetime) -> None:
    """Zoom did not answer, or asks us to wait."""
    _row(task).due_at = until


def forget(*, at: datetime) -> dict[str, int]:
    """Names and addresses that Zoom told us go; that somebody was there, and when, stays."""
    old = at - rules.NAMES_KEPT_FOR
    named = or_(LivePresence.name.is_not(None), LivePresence.email.is_not(None))
    nameless = {"name": None, "email": None}
    rows = db.session.execute(update(LivePresence).where(LivePresence.left_at < old, named).values(**nameless))
    events = db.session.execute(delete(LiveEvent).where(LiveEvent.at < old))
    return {"names": rows.rowcount, "events": events.rowcount}


def _row(task: Task) -> Any:
    return lock(db.session.get_one(LiveReport, task.id))
