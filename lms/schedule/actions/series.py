"""Changes to a whole series."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from lms.audit import actions as audit
from lms.core.db import db, lock
from lms.core.ids import public_id
from lms.core.revisions import touch
from lms.schedule import planner, queries
from lms.schedule.actions.shown import changed, series_changed
from lms.schedule.models import CalendarBlock, Series, SeriesTrainer, Session
from lms.schedule.planner import DatesPast, Outline, TopicsMissing, TrainerBusy
from lms.schedule.rules import LiveRoom, SeriesState, check_step, columns_of


def draft(outline: Outline, trainers: Sequence[Any], *, by: Any, at: datetime) -> Series:
    """A new series as a draft, with its sessions on the planned dates and a topic each."""
    series = Series(public_id=public_id(), slug=_new_slug(outline.title), state=SeriesState.DRAFT, created_at=at)
    _plan(series, outline, trainers, at)
    audit.record("schedule.drafted", "series", series.id, by=by, at=at, sessions=outline.count)
    return series


def replan(series: Series, outline: Outline, trainers: Sequence[Any], *, by: Any, at: datetime) -> None:
    """Plan a draft again from the start. What was published keeps its sessions for ever."""
    lock(series)
    check_step(series.state, SeriesState.DRAFT)
    db.session.execute(delete(CalendarBlock).where(CalendarBlock.session_id.in_(_ids_of(series))))
    db.session.execute(delete(Session).where(Session.series_id == series.id))
    db.session.execute(delete(SeriesTrainer).where(SeriesTrainer.series_id == series.id))
    db.session.expire(series, ["trainers", "sessions"])
    _plan(series, outline, trainers, at)
    audit.record("schedule.drafted", "series", series.id, by=by, at=at, sessions=outline.count)


def publish(series: Series, *, even_if_busy: bool = False, by: Any, at: datetime) -> None:
    """Open a draft to everybody; a second tap changes nothing."""
    lock(series)
    if series.state == SeriesState.PUBLISHED:
        return
    check_step(series.state, SeriesState.PUBLISHED)
    if any(session.ends_at <= at for session in queries.sessions_of(series)):
        raise DatesPast()
    if not even_if_busy and queries.clashes_of(series):
        raise TrainerBusy()
    series.state, series.published_at = SeriesState.PUBLISHED, series.published_at or at
    series_changed(series, at=at)
    audit.record("schedule.published", "series", series.id, by=by, at=at)


def update_series(
    series: Series, *, title: str, summary: str, seats: int, room: LiveRoom | None, by: Any, at: datetime
) -> None:
    """New words, number of seats or live room. The title stands in calendars; the room never does."""
    lock(series)
    before = (series.title, series.summary, series.seats, series.room_url)
    renamed = series.title != title
    series.title, series.summary, series.seats = title, summary, seats
    series.room_url, series.room_platform = columns_of(room)
    if before == (series.title, series.summary, series.seats, series.room_url):
        return
    if renamed:
        for session in queries.sessions_of(series):
            changed(session, at=at)
    touch("schedule")
    audit.record("schedule.updated", "series", series.id, by=by, at=at, renamed=renamed, seats=seats)


def set_trainers(series: Series, trainers: Sequence[Any], *, by: Any, at: datetime) -> None:
    """Who teaches a series, in this order."""
    if [person.id for person in series.trainers] == [person.id for person in trainers]:
        return
    lock(series)
    db.session.execute(delete(SeriesTrainer).where(SeriesTrainer.series_id == series.id))
    _put_trainers(series, trainers)
    db.session.expire(series, ["trainers"])
    touch("schedule")
    people = [person.id for person in trainers]
    audit.record("schedule.trainers-set", "series", series.id, by=by, at=at, trainers=people)


def set_topics(series: Series, topics: Sequence[str], *, by: Any, at: datetime) -> None:
    """One topic for each session that is still to come or was held, in order."""
    sessions = queries.sessions_of(series)
    if len(topics) != len(sessions):
        raise TopicsMissing(given=len(topics), count=len(sessions))
    changes = [(session, topic) for session, topic in zip(sessions, topics, strict=True) if session.topic != topic]
    if not changes:
        return
    lock(series)
    modules = {title: number for number, title in queries.modules_of(series.track_id)}
    for session, topic in changes:
        session.topic, session.module_id = topic, modules.get(topic, session.module_id)
        changed(session, at=at)
    touch("schedule")
    numbers = [session.number for session, _topic in changes]
    audit.record("schedule.topics-set", "series", series.id, by=by, at=at, sessions=numbers)


def _plan(series: Series, outline: Outline, trainers: Sequence[Any], at: datetime) -> None:
    """Write an outline into a series and give it new sessions and trainers."""
    forecast = queries.forecast(outline, trainers)
    series.title, series.summary, series.seats = outline.title, outline.summary, outline.seats
    series.track_id, series.zone = outline.track_id, str(outline.zone)
    series.weekdays, series.starts_local = sorted(set(outline.weekdays)), outline.starts
    series.minutes, series.first_date = outline.minutes, forecast.plan.sessions[0].day
    series.changed_at = at
    series.room_url, series.room_platform = columns_of(outline.room)
    db.session.add(series)
    db.session.flush()
    modules = {title: number for number, title in queries.modules_of(outline.track_id)}
    for planned, topic in zip(forecast.plan.sessions, forecast.topics, strict=True):
        db.session.add(
            Session(
                series_id=series.id,
                number=planned.number,
                topic=topic,
                module_id=modules.get(topic),
                date_local=planned.day,
                starts_local=outline.starts,
                starts_at=planned.starts_at,
                ends_at=planned.ends_at,
                calendar_uid=str(uuid.uuid4()),
                changed_at=at,
            )
        )
    _put_trainers(series, trainers)


def _ids_of(series: Series) -> Any:
    return select(Session.id).where(Session.series_id == series.id)


def _put_trainers(series: Series, trainers: Sequence[Any]) -> None:
    for position, person in enumerate(trainers):
        db.session.add(SeriesTrainer(series_id=series.id, person_id=person.id, position=position))
    db.session.flush()


def _new_slug(title: str) -> str:
    slug = planner.slug_of(title)
    if slug and not queries.slug_taken(slug):
        return slug
    return "-".join(part for part in (slug, public_id()[:6]) if part)
