"""Questions about what else is on at a time: of the same trainers, or in the same live room."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.core.db import db
from lms.core.words import language
from lms.places import queries as places
from lms.schedule import planner
from lms.schedule.models import Series, SeriesTrainer, Session
from lms.schedule.queries.series import modules_of, sessions_of
from lms.schedule.rules import SessionState, check_first


def sessions_between(
    first: datetime, last: datetime, *, people: Collection[int] = (), besides: int | None = None
) -> list[Session]:
    """Sessions, not cancelled, that touch the span, with their series; `people`: only those taught by them."""
    found = (
        select(Session)
        .join(Series, Series.id == Session.series_id)
        .where(Session.starts_at < last, Session.ends_at > first, Session.state != SessionState.CANCELLED)
        .options(contains_eager(Session.series))
        .order_by(Session.starts_at, Session.id)
        .limit(1000)
    )
    if people:
        taught = select(SeriesTrainer.series_id).where(SeriesTrainer.person_id.in_(people))
        found = found.where(Session.series_id.in_(taught))
    if besides is not None:
        found = found.where(Session.series_id != besides)
    return list(db.session.scalars(found))


def forecast(outline: planner.Outline, trainers: Sequence[Any], *, besides: int | None = None) -> planner.Forecast:
    """The dates, topics and clashes an outline would have. Raises what `rules.plan` raises."""
    check_first(outline.first)
    last = outline.first + timedelta(weeks=outline.count + 10)
    plan = planner.dates_of(outline, places.holidays_between(outline.first, last), language())
    begins, ends = plan.sessions[0].starts_at, plan.sessions[-1].ends_at
    people = [person.id for person in trainers]
    others = sessions_between(begins, ends, people=people, besides=besides) if people else []
    clashes = {item.number: planner.overlapping(item.starts_at, item.ends_at, others) for item in plan.sessions}
    topics = planner.fill_topics(outline.topics, [title for _id, title in modules_of(outline.track_id)], outline.count)
    return planner.Forecast(plan, topics, {number: found for number, found in clashes.items() if found})


def clashes_of(series: Series) -> list[Session]:
    """Other sessions of the trainers of a series at the times of its own."""
    own = [item for item in sessions_of(series) if item.state == SessionState.SCHEDULED]
    people = [person.id for person in series.trainers]
    if not own or not people:
        return []
    begins, ends = min(item.starts_at for item in own), max(item.ends_at for item in own)
    others = sessions_between(begins, ends, people=people, besides=series.id)
    return [other for other in others if planner.overlapping(other.starts_at, other.ends_at, own)]


def clashes_with(session: Session) -> list[Session]:
    """Other sessions of its trainers at the time of this one, those of its own series too."""
    people = [person.id for person in session.series.trainers]
    others = sessions_between(session.starts_at, session.ends_at, people=people) if people else []
    return [other for other in others if other.id != session.id]
