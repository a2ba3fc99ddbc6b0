"""Questions about series and sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.catalogue.models import Module, Track
from lms.core.db import db, read
from lms.core.words import language
from lms.people.models import Person, Role
from lms.people.rules import RoleName
from lms.places import queries as places
from lms.schedule import planner
from lms.schedule.models import CalendarBlock, Series, SeriesTrainer, Session
from lms.schedule.rules import SeriesState, SessionState, check_first

#: States in which a series has a page of its own.
SHOWN = (SeriesState.PUBLISHED, SeriesState.FINISHED, SeriesState.ARCHIVED)
PAGE = 30
#: Trainers a choice offers at most.
MOST_TRAINERS = 500


class Listed(NamedTuple):
    """A series with its next (or running) session."""

    series: Series
    next: Session


def teaches(person: Any, series_id: int) -> bool:
    """Whether a person is a trainer of a series."""
    return bool(read(_teaches(), series_id=series_id, person_id=person.id).scalar())


@cache
def _teaches() -> Any:
    of = SeriesTrainer.series_id == bindparam("series_id")
    return select(exists().where(of, SeriesTrainer.person_id == bindparam("person_id")))


def series_by_slug(slug: str) -> Series | None:
    """The series at `/classes/<slug>`, with its track; a draft has no such page."""
    return db.session.scalar(
        select(Series)
        .where(Series.slug == slug, Series.state.in_(SHOWN))
        .options(joinedload(Series.track, innerjoin=True))
    )


def series_by_public_id(series_id: str) -> Series | None:
    """Any series, drafts too."""
    return db.session.scalar(select(Series).where(Series.public_id == series_id))


def session_by_public_id(session_id: str) -> Session | None:
    """A session with its series, in one SELECT."""
    return db.session.scalar(_session(), {"public_id": session_id})


@cache
def _session() -> Any:
    return (
        select(Session)
        .join(Series, Series.id == Session.series_id)
        .where(Session.public_id == bindparam("public_id"))
        .options(contains_eager(Session.series))
    )


def room_of(session: Session) -> str | None:
    """The live-room address of a session. Only the redirect of the join may use it: no page, feed or letter does."""
    return session.room_url or session.series.room_url


def platform_of(session: Session) -> str | None:
    """Which platform the session is held on; this much may be shown."""
    return session.room_platform if session.room_url else session.series.room_platform


def sessions_of(series: Series) -> list[Session]:
    """All sessions of a series by number."""
    return list(db.session.scalars(_sessions(), {"series_id": series.id}))


@cache
def _sessions() -> Any:
    return select(Session).where(Session.series_id == bindparam("series_id")).order_by(Session.number)


def next_session_id(at: datetime) -> Any:
    """Subquery: the id of the next or running session of the `Series` it stands beside."""
    ahead = select(Session.id).where(
        Session.series_id == Series.id, Session.state == SessionState.SCHEDULED, Session.ends_at > at
    )
    return ahead.order_by(Session.starts_at, Session.number).limit(1).correlate(Series).scalar_subquery()


def published(
    at: datetime, *, track: str | None = None, after: tuple[datetime, str] | None = None, limit: int = PAGE
) -> list[Listed]:
    """Published series that still meet, by next session, with track and trainers (two SELECTs).

    `after` is (starts_at of the next session, public id) of the last one seen.
    """
    found = (
        select(Series, Session)
        .join(Session, Session.id == next_session_id(at))
        .where(Series.state == SeriesState.PUBLISHED)
        .options(joinedload(Series.track, innerjoin=True), selectinload(Series.trainers))
        .order_by(Session.starts_at, Series.public_id)
        .limit(limit)
    )
    if track:
        found = found.join(Track, Track.id == Series.track_id).where(Track.slug == track)
    if after:
        begins, number = after
        later = and_(Session.starts_at == begins, Series.public_id > number)
        found = found.where(or_(Session.starts_at > begins, later))
    return [Listed(series, session) for series, session in db.session.execute(found)]


def mine(person: Any, at: datetime) -> list[tuple[Series, Session | None]]:
    """The series a person teaches, newest first, with the next session if any."""
    found = (
        select(Series, Session)
        .join(SeriesTrainer, SeriesTrainer.series_id == Series.id)
        .outerjoin(Session, Session.id == next_session_id(at))
        .where(SeriesTrainer.person_id == person.id, Series.state != SeriesState.ARCHIVED)
        .options(selectinload(Series.trainers))
        .order_by(Series.first_date.desc(), Series.id.desc())
        .limit(100)
    )
    return [(series, session) for series, session in db.session.execute(found)]


def everyones(at: datetime, *, after: str | None = None, limit: int = PAGE) -> list[tuple[Series, Session | None]]:
    """All series, last made first, for coordinators; `after` is the public id of the last one seen."""
    found = (
        select(Series, Session)
        .outerjoin(Session, Session.id == next_session_id(at))
        .where(Series.state != SeriesState.ARCHIVED)
        .options(selectinload(Series.trainers))
        .order_by(Series.id.desc())
        .limit(limit)
    )
    if after:
        found = found.where(Series.id < select(Series.id).where(Series.public_id == after).scalar_subquery())
    return [(series, session) for series, session in db.session.execute(found)]


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


def modules_of(track_id: int) -> list[tuple[int, str]]:
    """(id, Vietnamese title) of the modules of a track, in order."""
    found = select(Module.id, Module.title_vi).where(Module.track_id == track_id).order_by(Module.position)
    return [(number, title) for number, title in db.session.execute(found)]


def tracks() -> list[Track]:
    """The tracks, in order."""
    return list(db.session.scalars(select(Track).order_by(Track.position)))


def trainers() -> list[Person]:
    """Who may be chosen as a trainer, in class-list order."""
    held = exists().where(Role.person_id == Person.id, Role.name == RoleName.TRAINER, Role.ended_at.is_(None))
    return list(
        db.session.scalars(
            select(Person)
            .where(held, Person.disabled_at.is_(None), Person.erased_at.is_(None))
            .order_by(Person.name_sort, Person.id)
            .limit(MOST_TRAINERS)
        )
    )


def slug_taken(slug: str) -> bool:
    """Whether another series has this address."""
    return db.session.scalar(select(Series.id).where(Series.slug == slug)) is not None


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
