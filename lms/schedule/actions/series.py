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
from lms.schedule.actions.calendars import calendars_changed
from lms.schedule.actions.shown import series_changed
from lms.schedule.models import CalendarBlock, Series, SeriesTrainer, Session
from lms.schedule.planner import DatesPast, Details, Outline, TrainerBusy
from lms.schedule.rules import SeriesState, StepNotAllowed, check_step, columns_of


def draft(
    outline: Outline,
    trainers: Sequence[Any],
    *,
    number: str | None = None,
    copied_from: Series | None = None,
    by: Any,
    at: datetime,
) -> Series:
    """A new series as a draft, with its sessions on the planned dates and a topic each.

    `number`: its public id; a second time it is the one that is there. One person plans one class at a time.
    `copied_from`: the series of an earlier term; modules follow topics that stayed.
    """
    if number is not None:
        lock(by)
        there = queries.series_by_public_id(number)
        if there is not None:
            return there
    series = Series(public_id=number or public_id(), state=SeriesState.DRAFT, created_at=at)
    series.slug = _new_slug(outline.title)
    series.copied_from_id = copied_from and copied_from.id
    _plan(series, outline, trainers, at)
    source = copied_from and copied_from.id
    audit.record("schedule.drafted", "series", series.id, by=by, at=at, sessions=outline.count, copied_from=source)
    return series


def replan(series: Series, outline: Outline, trainers: Sequence[Any], *, by: Any, at: datetime) -> None:
    """Plan a draft again from the start. What was published keeps its sessions for ever."""
    lock(series)
    check_step(series.state, SeriesState.DRAFT)
    db.session.execute(delete(CalendarBlock).where(CalendarBlock.session_id.in_(_ids_of(series))))
    db.session.execute(delete(Session).where(Session.series_id == series.id))
    db.session.expire(series, ["sessions"])
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


def put_away(series: Series, wanted: SeriesState, *, by: Any, at: datetime) -> None:
    """Archive a class that is over, or take it back into the lists; a second tap changes nothing."""
    lock(series)
    if series.state == wanted:
        return
    if {series.state, wanted} != {SeriesState.FINISHED, SeriesState.ARCHIVED}:
        raise StepNotAllowed()
    series.state = wanted
    series_changed(series, at=at)
    archived = wanted == SeriesState.ARCHIVED
    audit.record("schedule.archived" if archived else "schedule.taken-back", "series", series.id, by=by, at=at)


def set_details(series: Series, details: Details, *, stood: str | None = None, by: Any, at: datetime) -> None:
    """What no letter tells of: summary, seats, when one may enrol, what goes with the room, the Zalo group.

    `stood`: the marks of what the form showed. Raises ChangedMeanwhile.
    """
    lock(series)
    details = planner.merged(details, planner.details_of(series), stood)
    if planner.details_of(series) == details:
        return
    for field, value in details._asdict().items():
        setattr(series, field, value)
    touch("schedule")
    audit.record("schedule.updated", "series", series.id, by=by, at=at, seats=details.seats)


def _plan(series: Series, outline: Outline, trainers: Sequence[Any], at: datetime) -> None:
    """Write an outline into a series and give it new sessions and trainers."""
    forecast = queries.forecast(outline, trainers)
    series.title = outline.title
    for field, value in outline.details._asdict().items():
        setattr(series, field, value)
    series.track_id, series.zone = outline.track_id, str(outline.zone)
    series.weekdays, series.starts_local = sorted(set(outline.weekdays)), outline.starts
    series.minutes, series.first_date = outline.minutes, forecast.plan.sessions[0].day
    series.changed_at = at
    series.room_url, series.room_platform = columns_of(outline.room)
    db.session.add(series)
    db.session.flush()
    modules = {title: number for number, title in queries.modules_of(outline.track_id)}
    if series.copied_from_id:
        modules |= queries.modules_by_topic(series.copied_from_id)
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
    put_trainers(series, trainers, at=at)


def _ids_of(series: Series) -> Any:
    return select(Session.id).where(Session.series_id == series.id)


def put_trainers(series: Series, trainers: Sequence[Any], *, at: datetime) -> None:
    """Who teaches a series, in this order. It leaves the calendars of some, and comes into those of others."""
    before = set(db.session.scalars(select(SeriesTrainer.person_id).where(SeriesTrainer.series_id == series.id)))
    calendars_changed(before ^ {person.id for person in trainers}, at=at)
    db.session.execute(delete(SeriesTrainer).where(SeriesTrainer.series_id == series.id))
    for position, person in enumerate(trainers):
        db.session.add(SeriesTrainer(series_id=series.id, person_id=person.id, position=position))
    db.session.flush()
    db.session.expire(series, ["trainers"])


def _new_slug(title: str) -> str:
    slug = planner.slug_of(title)
    if slug and not queries.slug_taken(slug):
        return slug
    return "-".join(part for part in (slug, public_id()[:6]) if part)
