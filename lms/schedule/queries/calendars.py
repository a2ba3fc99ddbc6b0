"""Questions about the calendar bytes that are kept of sessions."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import contains_eager

from lms.core.db import db, read
from lms.schedule.models import CalendarBlock, Series, Session
from lms.schedule.queries.series import SHOWN


def blocks(sessions: Any, language: str, **values: Any) -> list[tuple[int, bytes | None]]:
    """(session id, kept calendar bytes or None if they are missing or old) of a SELECT of sessions, by start.

    `values` fill the parameters of the SELECT, which is one of a few that are built once.
    """
    found = read(_blocks(sessions), language=language, **values)
    return [(number, block) for number, block in found]


@cache
def _blocks(sessions: Any) -> Any:
    kept = and_(
        CalendarBlock.session_id == Session.id,
        CalendarBlock.language == bindparam("language"),
        CalendarBlock.sequence == Session.sequence,
    )
    found = sessions.with_only_columns(Session.id, CalendarBlock.block).outerjoin(CalendarBlock, kept)
    return found.order_by(Session.starts_at, Session.id)


def with_series(numbers: Collection[int]) -> list[Session]:
    """Sessions by id, each with its series."""
    return list(
        db.session.scalars(
            select(Session)
            .join(Series, Series.id == Session.series_id)
            .where(Session.id.in_(numbers))
            .options(contains_eager(Session.series))
        )
    )


def without_block(at: datetime, language: str, *, limit: int = 500) -> list[Session]:
    """Sessions of shown series that ended at most 31 days ago and lack up-to-date calendar bytes in a language."""
    kept = exists().where(
        CalendarBlock.session_id == Session.id,
        CalendarBlock.language == language,
        CalendarBlock.sequence == Session.sequence,
    )
    return list(
        db.session.scalars(
            select(Session)
            .join(Series, Series.id == Session.series_id)
            .where(Session.ends_at > at - timedelta(days=31), Series.state.in_(SHOWN), ~kept)
            .options(contains_eager(Session.series))
            .limit(limit)
        )
    )


@cache
def of_series() -> Any:
    """SELECT of all sessions of the series `series_id`, for `blocks`."""
    return select(Session).where(Session.series_id == bindparam("series_id"))
