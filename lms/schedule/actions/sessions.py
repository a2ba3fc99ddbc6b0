"""Changes to one session."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lms.audit import actions as audit
from lms.core.db import lock
from lms.core.outbox import announce
from lms.core.revisions import touch
from lms.schedule.actions.shown import changed
from lms.schedule.models import Session
from lms.schedule.planner import SessionBegun, SessionOver, TimePast
from lms.schedule.rules import LiveRoom, SessionState, check_first, columns_of, instants


def update_session(
    session: Session, *, topic: str, day: date, starts: time, room: LiveRoom | None, by: Any, at: datetime
) -> None:
    """Another topic, another time (wall time in the series' zone; it lasts as long as before), or a live room of
    its own (None: the series')."""
    lock(session)
    before = (session.topic, session.starts_at, session.room_url)
    if (day, starts) != (session.date_local, session.starts_local):
        _move(session, day, starts, at)
    session.topic = topic
    session.room_url, session.room_platform = columns_of(room)
    if before == (session.topic, session.starts_at, session.room_url):
        return
    if before[:2] != (session.topic, session.starts_at):
        changed(session, at=at)
    touch("schedule")
    moved = before[1] != session.starts_at
    if moved:
        announce("schedule.planned", session.series_id, at=at)
    audit.record("schedule.session-updated", "session", session.id, by=by, at=at, moved=moved)


def put_material(
    session: Session, *, slides: str | None, recording: str | None, recap: str | None, by: Any, at: datetime
) -> None:
    """Links of slides and recording, and the recap. They may come after the class; no calendar shows them."""
    lock(session)
    if (session.slides_url, session.recording_url, session.recap) == (slides, recording, recap):
        return
    session.slides_url, session.recording_url, session.recap = slides, recording, recap
    touch("schedule")
    audit.record("schedule.material-put", "session", session.id, by=by, at=at)


def cancel(session: Session, reason: str, *, by: Any, at: datetime) -> None:
    """The class does not meet this time; the session stays to be seen, struck out. A second tap changes nothing."""
    lock(session)
    if session.state == SessionState.CANCELLED:
        return
    _refuse_over(session, at)
    session.state, session.cancel_reason = SessionState.CANCELLED, reason
    changed(session, at=at)
    touch("schedule")
    announce("schedule.planned", session.series_id, at=at)
    audit.record("schedule.cancelled", "session", session.id, by=by, at=at)


def restore(session: Session, *, by: Any, at: datetime) -> None:
    """A cancelled session takes place after all."""
    lock(session)
    if session.state == SessionState.SCHEDULED:
        return
    _refuse_over(session, at)
    session.state, session.cancel_reason = SessionState.SCHEDULED, None
    changed(session, at=at)
    touch("schedule")
    announce("schedule.planned", session.series_id, at=at)
    audit.record("schedule.restored", "session", session.id, by=by, at=at)


def _move(session: Session, day: date, starts: time, at: datetime) -> None:
    """Put a session that has not begun on another wall time still to come."""
    minutes = (session.ends_at - session.starts_at) // timedelta(minutes=1)
    begins, ends = instants(day, starts, minutes, ZoneInfo(session.series.zone))
    if session.starts_at <= at:
        raise SessionBegun()
    check_first(day)
    if begins <= at:
        raise TimePast()
    session.date_local, session.starts_local = day, starts
    session.starts_at, session.ends_at = begins, ends


def _refuse_over(session: Session, at: datetime) -> None:
    if session.state == SessionState.HELD or session.ends_at <= at:
        raise SessionOver()
