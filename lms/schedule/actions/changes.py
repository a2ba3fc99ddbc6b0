"""Changing what was planned: shown first, done in one transaction, and told."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from lms.audit import actions as audit
from lms.core.db import db, lock
from lms.core.outbox import announce, take_back
from lms.core.revisions import touch
from lms.schedule import queries, telling
from lms.schedule.actions.series import put_trainers
from lms.schedule.actions.shown import changed
from lms.schedule.changing import Moved, NothingChanges, Outcome, SeriesWish, Wish, is_urgent
from lms.schedule.models import Notice, Series, Session
from lms.schedule.rules import SeriesState

#: The letters wait as long, so that several changes in a row make one. Urgent ones do not.
WAIT = timedelta(minutes=2)


def change(session: Session, wish: Wish, *, seen: str | None = None, by: Any, at: datetime) -> Notice | None:
    """Do what `queries.preview` shows, beginning at a session; answers the notice, None for a draft.

    `seen` is the mark of the outcome that was confirmed: Moved is raised if it would be another one by now.
    """
    series = _locked(session.series)
    return _do(series, queries.preview(session, wish, at), seen, by=by, at=at)


def change_series(series: Series, wish: SeriesWish, *, seen: str | None = None, by: Any, at: datetime) -> Notice | None:
    """Do what `queries.preview_series` shows, as `change`."""
    return _do(series, queries.preview_series(_locked(series), wish, at), seen, by=by, at=at)


def _locked(series: Series) -> Series:
    """The series under a lock, and its sessions as they are now."""
    lock(series)
    for found in queries.sessions_of(series):
        db.session.expire(found)
    return series


def _do(series: Series, outcome: Outcome, seen: str | None, *, by: Any, at: datetime) -> Notice | None:
    if not outcome.changes:
        raise NothingChanges()
    if seen not in (None, outcome.mark):
        raise Moved()
    sessions = queries.sessions_of(series)
    stood = telling.snapshot(series, sessions)
    rendered = sessions if outcome.title is not None else [step.session for step in outcome.steps if step.rendered]
    replanned = any(step.moved or step.cancelled or step.restored for step in outcome.steps)
    _take(series, outcome, at)
    if rendered:
        changed(series, rendered, at=at)
    touch("schedule")
    if replanned:
        announce("schedule.planned", series.id, at=at)
    db.session.flush()
    return _notice(series, sessions, outcome, stood, by=by, at=at)


def _take(series: Series, outcome: Outcome, at: datetime) -> None:
    """Make the sessions and the series what they would be."""
    modules = {title: number for number, title in queries.modules_of(series.track_id)}
    for step in outcome.steps:
        session = step.session
        if step.state != session.state:
            session.cancel_reason = outcome.why if step.cancelled else None
        if step.renamed:
            session.topic, session.module_id = step.topic, modules.get(step.topic, session.module_id)
        session.date_local, session.starts_local = step.day, step.starts
        session.starts_at, session.ends_at = step.starts_at, step.ends_at
        session.state = step.state
        session.room_url, session.room_platform = step.room
    series.title = series.title if outcome.title is None else outcome.title
    if outcome.room is not None:
        series.room_url, series.room_platform = outcome.room
    if outcome.trainers is not None:
        put_trainers(series, outcome.trainers, at=at)


def _notice(
    series: Series, sessions: list[Session], outcome: Outcome, stood: dict[str, Any], *, by: Any, at: datetime
) -> Notice | None:
    """Write what is told, or for a draft only the record."""
    whole = any(part is not None for part in (outcome.title, outcome.trainers, outcome.room))
    ahead = [item for item in sessions if item.ends_at > at]
    about = ahead if whole else [item for item in ahead if item.id in {step.session.id for step in outcome.steps}]
    numbers = [item.id for item in about]
    audit.record("schedule.changed", "series", series.id, by=by, at=at, sessions=numbers)
    if series.state != SeriesState.PUBLISHED or not about:
        return None
    soon = [*(item.starts_at for item in about), *(datetime.fromisoformat(stood[str(n)]["starts_at"]) for n in numbers)]
    notice = Notice(
        series_id=series.id,
        sessions=numbers,
        before={key: stood[key] for key in (*map(str, numbers), "series")},
        why=outcome.why,
        urgent=is_urgent(soon, at),
        by_id=by and by.id,
        at=at,
    )
    _replace(notice, series, at)
    notice.kind = str(telling.tell(notice, series, sessions, at).news or telling.News.MOVED)
    db.session.add(notice)
    db.session.flush()
    announce("schedule.notice", notice.id, at=at if notice.urgent else at + WAIT)
    return notice


def _replace(notice: Notice, series: Series, at: datetime) -> None:
    """Untold notices of the same sessions are told by this one: what stood before is what stood before them."""
    of_series = (Notice.series_id == series.id, Notice.replaced_at.is_(None), Notice.at > at - 2 * WAIT)
    recent = select(Notice).where(*of_series)
    for earlier in db.session.scalars(recent.order_by(Notice.at.desc(), Notice.id.desc())):
        if not set(earlier.sessions) & set(notice.sessions) or not take_back("schedule.notice", earlier.id):
            continue
        earlier.replaced_at = at
        notice.sessions = sorted({*notice.sessions, *earlier.sessions})
        notice.before = {**notice.before, **earlier.before}
        notice.why, notice.urgent = notice.why or earlier.why, notice.urgent or earlier.urgent
