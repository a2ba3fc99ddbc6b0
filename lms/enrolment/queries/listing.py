"""The public list of classes."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.db import db
from lms.enrolment import rules
from lms.enrolment.models import SeatCount
from lms.enrolment.queries.seats import last_of, line_of
from lms.enrolment.rules import Offer
from lms.partners.models import Partner, PartnerLink
from lms.places.models import Province
from lms.schedule import queries as schedules
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState


class Wanted(NamedTuple):
    """What the list is narrowed down to; None does not."""

    track_id: int | None = None
    #: ISO weekday, 1 = Monday.
    weekday: int | None = None
    #: Province of a partner that brings people to the class.
    province: str | None = None


class Open(NamedTuple):
    """A class that still meets, with its next (or running) session and the seats for newcomers."""

    series: Series
    next: Session
    left: int
    #: What it has for somebody who is not in it.
    offer: Offer


def open_classes(at: datetime, wanted: Wanted, *, after: tuple[datetime, str] | None, limit: int) -> list[Open]:
    """Published classes by next session, with track and trainers (two SELECTs).

    `after` is (starts_at of the next session, public id) of the last one seen.
    """
    ends = (last_of(Session.starts_at), last_of(Session.ends_at))
    found = (
        select(Series, Session, func.coalesce(SeatCount.taken, 0), line_of(Series.id), *ends)
        .join(Session, Session.id == schedules.next_session_id(at))
        .outerjoin(SeatCount, SeatCount.series_id == Series.id)
        .where(Series.state == SeriesState.PUBLISHED, *_conditions(wanted))
        .options(joinedload(Series.track, innerjoin=True), selectinload(Series.trainers))
        .order_by(Session.starts_at, Series.public_id)
        .limit(limit)
    )
    if after:
        begins, number = after
        later = and_(Session.starts_at == begins, Series.public_id > number)
        found = found.where(or_(Session.starts_at > begins, later))
    return [_open(at, *row) for row in db.session.execute(found)]


def _open(at: datetime, series: Series, session: Session, taken: int, line: bool, *ends: datetime) -> Open:
    left = rules.seats_left(series.seats, taken, line=line)
    window = {"opens_at": series.enrol_from, "closes_at": series.enrol_until}
    return Open(series, session, left, rules.offer(series.state, left, *ends, at, **window))


def _conditions(wanted: Wanted) -> list[Any]:
    conditions = []
    if wanted.track_id:
        conditions.append(Series.track_id == wanted.track_id)
    if wanted.weekday:  # a list of single digits, as text on either database
        conditions.append(cast(Series.weekdays, String).contains(str(wanted.weekday)))
    if wanted.province:
        conditions.append(exists().where(*_brings(), Partner.province_code == wanted.province))
    return conditions


def _brings() -> tuple[Any, ...]:
    """Conditions: a working link of a working partner leads to the `Series` beside it."""
    works = (PartnerLink.ended_at.is_(None), Partner.ended_at.is_(None))
    return (PartnerLink.class_slug == Series.slug, Partner.id == PartnerLink.partner_id, *works)


def partner_provinces() -> list[Row[Any]]:
    """(code, name_vi, name_en) of the provinces whose partners bring people to a published class, in order."""
    led = exists().where(Series.state == SeriesState.PUBLISHED, *_brings(), Partner.province_code == Province.code)
    found = select(Province.code, Province.name_vi, Province.name_en).where(led).order_by(Province.name_sort)
    return list(db.session.execute(found))
