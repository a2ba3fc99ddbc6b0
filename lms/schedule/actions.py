"""Changes to series and sessions. Everything a calendar shows passes through `_changed`."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update

from lms.audit import actions as audit
from lms.core.db import db, lock, upsert
from lms.core.ids import public_id
from lms.core.outbox import announce
from lms.core.revisions import touch
from lms.schedule import events, planner, queries
from lms.schedule.models import CalendarBlock, Series, SeriesTrainer, Session
from lms.schedule.planner import DatesPast, Outline, SessionOver, TopicsMissing, TrainerBusy
from lms.schedule.rules import LiveRoom, SeriesState, SessionState, check_step

#: Sessions one run of the job marks at most.
BATCH = 500


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
    _series_changed(series, at)
    audit.record("schedule.published", "series", series.id, by=by, at=at)


def update_series(
    series: Series, *, title: str, summary: str, seats: int, room: LiveRoom | None, by: Any, at: datetime
) -> None:
    """New words, number of seats or live room. The title stands in calendars; the room never does."""
    lock(series)
    before = (series.title, series.summary, series.seats, series.room_url)
    renamed = series.title != title
    series.title, series.summary, series.seats = title, summary, seats
    _set_room(series, room)
    if before == (series.title, series.summary, series.seats, series.room_url):
        return
    if renamed:
        for session in queries.sessions_of(series):
            _changed(session, at)
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
        _changed(session, at)
    touch("schedule")
    numbers = [session.number for session, _topic in changes]
    audit.record("schedule.topics-set", "series", series.id, by=by, at=at, sessions=numbers)


def update_session(session: Session, *, topic: str, room: LiveRoom | None, by: Any, at: datetime) -> None:
    """Another topic, or a live room of its own (None: the series')."""
    lock(session)
    before = (session.topic, session.room_url)
    session.topic = topic
    _set_room(session, room)
    if before == (session.topic, session.room_url):
        return
    if before[0] != topic:
        _changed(session, at)
    touch("schedule")
    audit.record("schedule.session-updated", "session", session.id, by=by, at=at)


def cancel(session: Session, reason: str, *, by: Any, at: datetime) -> None:
    """The class does not meet this time; the session stays to be seen, struck out. A second tap changes nothing."""
    lock(session)
    if session.state == SessionState.CANCELLED:
        return
    _refuse_over(session, at)
    session.state, session.cancel_reason = SessionState.CANCELLED, reason
    _changed(session, at)
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
    _changed(session, at)
    touch("schedule")
    announce("schedule.planned", session.series_id, at=at)
    audit.record("schedule.restored", "session", session.id, by=by, at=at)


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


def _plan(series: Series, outline: Outline, trainers: Sequence[Any], at: datetime) -> None:
    """Write an outline into a series and give it new sessions and trainers."""
    forecast = queries.forecast(outline, trainers)
    series.title, series.summary, series.seats = outline.title, outline.summary, outline.seats
    series.track_id, series.zone = outline.track_id, str(outline.zone)
    series.weekdays, series.starts_local = sorted(set(outline.weekdays)), outline.starts
    series.minutes, series.first_date = outline.minutes, forecast.plan.sessions[0].day
    series.changed_at = at
    _set_room(series, outline.room)
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


def _changed(session: Session, at: datetime) -> None:
    """A calendar shows this session differently from now on. The only place where its sequence moves.

    The database adds: of two changes at once, each gets a number of its own, whatever was read before.
    """
    session.sequence = Session.sequence + 1
    session.changed_at = _later(session.changed_at, at)
    _series_changed(session.series, at)


def _series_changed(series: Series, at: datetime) -> None:
    series.changed_at = _later(series.changed_at, at)
    touch("schedule")


def _later(before: datetime, at: datetime) -> datetime:
    """`at`, or just after `before`: validators must move with every change, and never back."""
    return max(at, before + timedelta(microseconds=1))


def _set_room(of: Series | Session, room: LiveRoom | None) -> None:
    of.room_url, of.room_platform = (room.url, str(room.platform)) if room else (None, None)


def _put_trainers(series: Series, trainers: Sequence[Any]) -> None:
    for position, person in enumerate(trainers):
        db.session.add(SeriesTrainer(series_id=series.id, person_id=person.id, position=position))
    db.session.flush()


def _new_slug(title: str) -> str:
    slug = planner.slug_of(title)
    if slug and not queries.slug_taken(slug):
        return slug
    return "-".join(part for part in (slug, public_id()[:6]) if part)


def _refuse_over(session: Session, at: datetime) -> None:
    if session.state == SessionState.HELD or session.ends_at <= at:
        raise SessionOver()
