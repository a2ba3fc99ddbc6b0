"""What the worker does by itself as time passes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update

from lms.audit import actions as audit
from lms.core.db import db, upsert
from lms.core.revisions import touch
from lms.schedule import events, queries
from lms.schedule.models import CalendarBlock, Series, Session
from lms.schedule.rules import SeriesState, SessionState

#: Sessions one run of the job marks at most.
BATCH = 500


def hold_ended(*, by: Any, at: datetime) -> int:
    """Mark published sessions whose end has passed as held; answers how many."""
    shown = select(Series.id).where(Series.state.in_((SeriesState.PUBLISHED, SeriesState.FINISHED)))
    due = (
        select(Session.id)
        .where(Session.state == SessionState.SCHEDULED, Session.ends_at <= at, Session.series_id.in_(shown))
        .order_by(Session.ends_at)
        .limit(BATCH)
    )
    held = db.session.scalars(
        update(Session)
        .where(Session.id.in_(due), Session.state == SessionState.SCHEDULED)
        .values(state=SessionState.HELD)
        .returning(Session.id)
        .execution_options(synchronize_session=False)
    ).all()
    for number in held:
        audit.record("schedule.held", "session", number, by=by, at=at)
    if held:
        touch("schedule")
    return len(held)


def finish_ended(*, by: Any, at: datetime) -> int:
    """Finish published series all of whose sessions are over; answers how many."""
    open_still = exists().where(
        Session.series_id == Series.id, (Session.state == SessionState.SCHEDULED) | (Session.ends_at > at)
    )
    over = db.session.scalars(
        update(Series)
        .where(Series.state == SeriesState.PUBLISHED, ~open_still)
        .values(state=SeriesState.FINISHED)
        .returning(Series.id)
        .execution_options(synchronize_session=False)
    ).all()
    for number in over:
        audit.record("schedule.finished", "series", number, by=by, at=at)
    if over:
        touch("schedule")
    return len(over)


def keep_blocks(site: str, languages: Sequence[str], *, by: Any, at: datetime) -> int:
    """Make the calendar bytes that are missing or old, for an LMS at the address `site`; answers how many."""
    made = 0
    for language in languages:
        for session in queries.without_block(at, language):
            values = {
                "session_id": session.id,
                "language": language,
                "sequence": session.sequence,
                "block": events.block_of(session, site, language),
            }
            upsert(CalendarBlock, values, "session_id", "language", update=["sequence", "block"])
            made += 1
    return made
