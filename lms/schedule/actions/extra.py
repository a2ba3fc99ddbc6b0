"""One session more, in a class that is running."""

import uuid
from datetime import date, datetime, time
from typing import Any

from lms.audit import actions as audit
from lms.core.db import db, lock
from lms.core.outbox import announce
from lms.schedule import queries, telling
from lms.schedule.actions.changes import WAIT
from lms.schedule.actions.shown import series_changed
from lms.schedule.changing import Moved, is_urgent
from lms.schedule.models import Notice, Series, Session


def add_session(
    series: Series, day: date, starts: time, topic: str, why: str, *, number: str, seen: str, by: Any, at: datetime
) -> Notice | None:
    """Add what `queries.extra` shows under the public id `number`; a second time nothing happens.

    `seen` is the mark of what was shown: Moved is raised if it would be another one by now. Raises what `extra` does.
    """
    lock(series)
    if queries.session_by_public_id(number) is not None:
        return None
    extra = queries.extra(series, day, starts, topic, why, at)
    if seen != extra.mark:
        raise Moved()
    modules = {title: key for key, title in queries.modules_of(series.track_id)}
    session = Session(
        public_id=number,
        series_id=series.id,
        number=extra.number,
        topic=topic,
        module_id=modules.get(topic),
        date_local=day,
        starts_local=starts,
        starts_at=extra.starts_at,
        ends_at=extra.ends_at,
        calendar_uid=str(uuid.uuid4()),
        changed_at=at,
    )
    db.session.add(session)
    db.session.flush()
    series_changed(series, at=at)
    announce("schedule.planned", series.id, at=at)
    audit.record("schedule.added", "session", session.id, by=by, at=at, series=series.id)
    return _notice(series, session, why, by=by, at=at)


def _notice(series: Series, session: Session, why: str, *, by: Any, at: datetime) -> Notice:
    """Its learners are told as of any other change."""
    notice = Notice(
        series_id=series.id,
        sessions=[session.id],
        kind=telling.News.ADDED,
        before=telling.snapshot(series, [session], unheard_of=True),
        why=why,
        urgent=is_urgent([session.starts_at], at),
        by_id=by and by.id,
        at=at,
    )
    db.session.add(notice)
    db.session.flush()
    announce("schedule.notice", notice.id, at=at if notice.urgent else at + WAIT)
    return notice
