"""Questions about what else is on at a time, of the same trainers or in the same live room; and what would change."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import contains_eager

from lms.core.db import db
from lms.core.words import language
from lms.places import queries as places
from lms.schedule import changing, planner
from lms.schedule.changing import Outcome, SeriesWish, Step, Which, Wish
from lms.schedule.models import Series, SeriesTrainer, Session
from lms.schedule.planner import Clash
from lms.schedule.queries.series import modules_of, room_of, sessions_of
from lms.schedule.rules import (
    MOST_SESSIONS,
    SeriesState,
    SessionCountUnlikely,
    SessionState,
    StepNotAllowed,
    check_first,
    columns_of,
    instants,
    room_key,
)

#: Sessions of one span looked at, at most.
MOST = 1000


class Span(NamedTuple):
    """When something would be on, and the link of its live room."""

    starts_at: datetime
    ends_at: datetime
    room: str | None


def sessions_between(first: datetime, last: datetime, *, people: Collection[int] = ()) -> list[Session]:
    """Sessions, not cancelled, that touch the span, with their series; `people`: only those taught by them."""
    found = _between(select(Session), first, last)
    return list(db.session.scalars(found.where(Session.series_id.in_(_taught(people))) if people else found))


def _between(found: Any, first: datetime, last: datetime) -> Any:
    return (
        found.join(Series, Series.id == Session.series_id)
        .where(Session.starts_at < last, Session.ends_at > first, Session.state != SessionState.CANCELLED)
        .options(contains_eager(Session.series))
        .order_by(Session.starts_at, Session.id)
        .limit(MOST)
    )


def _taught(people: Collection[int]) -> Any:
    return select(SeriesTrainer.series_id).where(SeriesTrainer.person_id.in_(people))


def clashes(spans: Mapping[int, Span], people: Collection[int], *, besides: int | None) -> dict[int, list[Clash]]:
    """Key of a span -> sessions of other series than `besides` that overlap it, taught by `people` or in its room."""
    if not spans:
        return {}
    rooms = {room_key(span.room) for span in spans.values() if span.room}
    link, taught = func.coalesce(Session.room_url, Series.room_url), Session.series_id.in_(_taught(people))
    there = or_(false(), *(link.contains(key, autoescape=True) for key in rooms))
    first, last = min(span.starts_at for span in spans.values()), max(span.ends_at for span in spans.values())
    found = _between(select(Session, taught), first, last).where(or_(taught, there))
    if besides is not None:
        found = found.where(Session.series_id != besides)
    others = [tuple(row) for row in db.session.execute(found)]
    met = {key: [hit for other in others if (hit := _clash(span, *other))] for key, span in spans.items()}
    return {key: hits for key, hits in met.items() if hits}


def _clash(span: Span, other: Session, taught: bool) -> Clash | None:
    link = room_of(other)
    shared = bool(span.room and link and room_key(span.room) == room_key(link))
    if not (taught or shared) or not planner.overlapping(span.starts_at, span.ends_at, [other]):
        return None
    return Clash(other, bool(taught), shared)


def forecast(outline: planner.Outline, trainers: Sequence[Any], *, besides: int | None = None) -> planner.Forecast:
    """The dates, topics and clashes an outline would have. Raises what `rules.plan` raises."""
    check_first(outline.first)
    last = outline.first + timedelta(weeks=outline.count + 10)
    plan = planner.dates_of(outline, places.holidays_between(outline.first, last), language())
    room, _platform = columns_of(outline.room)
    spans = {item.number: Span(item.starts_at, item.ends_at, room) for item in plan.sessions}
    topics = planner.fill_topics(outline.topics, [title for _id, title in modules_of(outline.track_id)], outline.count)
    met = clashes(spans, [person.id for person in trainers], besides=besides)
    return planner.Forecast(plan, topics, met)


def clashes_of(series: Series) -> dict[int, list[Clash]]:
    """Session id -> what else is on at the times of a series, of its trainers or in its room."""
    own = [item for item in sessions_of(series) if item.state == SessionState.SCHEDULED]
    spans = {item.id: Span(item.starts_at, item.ends_at, room_of(item)) for item in own}
    return clashes(spans, [person.id for person in series.trainers], besides=series.id)


def preview(session: Session, wish: Wish, at: datetime) -> Outcome:
    """What would come of a wish that begins at a session. Raises what `changing.outcome` raises."""
    series, sessions = session.series, sessions_of(session.series)
    steps = changing.outcome(wish, session, sessions, ZoneInfo(series.zone), at)
    whole = wish.room if wish.which == Which.ALL and wish.room and wish.room[0] else None
    room = whole if whole and whole[0] != series.room_url else None
    return Outcome(
        steps=steps,
        room=room,
        holidays=changing.met(steps, _holidays([step.day for step in steps])),
        clashes=_met(series, sessions, steps, series.trainers, room, at),
        why=wish.why,
    )


def preview_series(series: Series, wish: SeriesWish, at: datetime) -> Outcome:
    """What would come of a wish about a whole series. Raises TopicsMissing."""
    sessions, people = sessions_of(series), [person.id for person in wish.trainers]
    if wish.topics is not None and len(wish.topics) != len(sessions):
        raise planner.TopicsMissing(given=len(wish.topics), count=len(sessions))
    same_people = people == [person.id for person in series.trainers]
    room = wish.room if wish.room[0] != series.room_url else None
    return Outcome(
        steps=changing.retopic(sessions, wish.topics) if wish.topics is not None else [],
        title=wish.title if wish.title != series.title else None,
        trainers=None if same_people else wish.trainers,
        room=room,
        clashes={} if same_people and not room else _met(series, sessions, [], wish.trainers, room, at, whole=True),
    )


def extra(series: Series, day: date, starts: time, topic: str, why: str, at: datetime) -> planner.Extra:
    """What one session more of a series would be. Raises StepNotAllowed, SessionCountUnlikely and TimePast."""
    sessions = sessions_of(series)
    if series.state != SeriesState.PUBLISHED:
        raise StepNotAllowed()
    if len(sessions) >= MOST_SESSIONS:
        raise SessionCountUnlikely(most=MOST_SESSIONS)
    check_first(day)
    starts_at, ends_at = instants(day, starts, series.minutes, ZoneInfo(series.zone))
    if starts_at <= at:
        raise planner.TimePast()
    span = Span(starts_at, ends_at, series.room_url)
    met = clashes({0: span}, [person.id for person in series.trainers], besides=series.id).get(0, [])
    ahead = [item for item in sessions if item.state == SessionState.SCHEDULED]
    own = [Clash(item, True, True) for item in planner.overlapping(starts_at, ends_at, ahead)]
    number = max((item.number for item in sessions), default=0) + 1
    return planner.Extra(number, day, starts, starts_at, ends_at, topic, why, _holidays([day]).get(day), own + met)


def _holidays(days: list[date]) -> dict[date, str]:
    return planner.named(places.holidays_between(min(days), max(days)), language()) if days else {}


def _met(
    series: Series,
    sessions: list[Session],
    steps: list[Step],
    trainers: Sequence[Any],
    room: changing.Room | None,
    at: datetime,
    *,
    whole: bool = False,
) -> dict[int, list[Clash]]:
    """Session id -> what else would be on: elsewhere, and of the series itself. `whole`: look at all its sessions."""
    by_id = {step.session.id: step for step in steps}
    would = [by_id.get(item.id) or item for item in sessions if item.ends_at > at]
    would = [item for item in would if item.state == SessionState.SCHEDULED]
    spans = {}
    for item in would:
        own, of_series = (item.room[0], item.session) if isinstance(item, Step) else (item.room_url, item)
        looked_at = whole or bool(room) or (isinstance(item, Step) and (item.moved or item.restored or item.rehoused))
        if looked_at:
            spans[of_series.id] = Span(item.starts_at, item.ends_at, own or (room[0] if room else series.room_url))
    found = clashes(spans, [person.id for person in trainers], besides=series.id)
    for step in steps:
        if step.session.id in spans and (step.moved or step.restored):
            hits = planner.overlapping(step.starts_at, step.ends_at, [item for item in would if item is not step])
            found.setdefault(step.session.id, []).extend(Clash(_row(hit), True, True) for hit in hits)
    return {number: hits for number, hits in found.items() if hits}


def _row(item: Any) -> Session:
    return item.session if isinstance(item, Step) else item
