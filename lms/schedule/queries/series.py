"""Questions about series, their sessions and who teaches."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.catalogue.models import Module, Track
from lms.core.db import db, read
from lms.people.models import Person, Role
from lms.people.rules import RoleName
from lms.schedule.models import Notice, Series, SeriesTrainer, Session
from lms.schedule.rules import SeriesState, SessionState

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
    """Any series, drafts too, with its trainers."""
    found = select(Series).where(Series.public_id == series_id).options(joinedload(Series.trainers))
    return db.session.scalars(found).unique().first()


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


def published(at: datetime, *, limit: int = PAGE) -> list[Listed]:
    """Published series that still meet, by next session, with track and trainers (two SELECTs)."""
    found = (
        select(Series, Session)
        .join(Session, Session.id == next_session_id(at))
        .where(Series.state == SeriesState.PUBLISHED)
        .options(joinedload(Series.track, innerjoin=True), selectinload(Series.trainers))
        .order_by(Session.starts_at, Series.public_id)
        .limit(limit)
    )
    return [Listed(series, session) for series, session in db.session.execute(found)]


def mine(person: Any, at: datetime, *, archived: bool = False) -> list[tuple[Series, Session | None]]:
    """The series a person teaches, by their next session, then those that are over; or only the `archived` ones."""
    found = (
        select(Series, Session)
        .join(SeriesTrainer, SeriesTrainer.series_id == Series.id)
        .outerjoin(Session, Session.id == next_session_id(at))
        .where(SeriesTrainer.person_id == person.id, _put_away(archived))
        .options(selectinload(Series.trainers))
        .order_by(Session.starts_at.is_(None), Session.starts_at, Series.first_date.desc(), Series.id.desc())
        .limit(100)
    )
    return [(series, session) for series, session in db.session.execute(found)]


def everyones(
    at: datetime, *, archived: bool = False, after: str | None = None, limit: int = PAGE
) -> list[tuple[Series, Session | None]]:
    """All series, last made first, for coordinators; `after` is the public id of the last one seen."""
    found = (
        select(Series, Session)
        .outerjoin(Session, Session.id == next_session_id(at))
        .where(_put_away(archived))
        .options(selectinload(Series.trainers))
        .order_by(Series.id.desc())
        .limit(limit)
    )
    if after:
        found = found.where(Series.id < select(Series.id).where(Series.public_id == after).scalar_subquery())
    return [(series, session) for series, session in db.session.execute(found)]


def _put_away(archived: bool) -> Any:
    return Series.state == SeriesState.ARCHIVED if archived else Series.state != SeriesState.ARCHIVED


def modules_of(track_id: int) -> list[tuple[int, str]]:
    """(id, Vietnamese title) of the modules of a track, in order."""
    found = select(Module.id, Module.title_vi).where(Module.track_id == track_id).order_by(Module.position)
    return [(number, title) for number, title in db.session.execute(found)]


def modules_by_topic(series_id: int) -> dict[str, int]:
    """Topic -> module, of the sessions of a series that have one."""
    found = select(Session.topic, Session.module_id).where(Session.series_id == series_id)
    return {topic: module for topic, module in db.session.execute(found.where(Session.module_id.is_not(None)))}


def notice_by_public_id(notice_id: str) -> Notice | None:
    """A notice with its series."""
    found = select(Notice).where(Notice.public_id == notice_id)
    return db.session.scalar(found.options(joinedload(Notice.series, innerjoin=True)))


def notices_of(series: Series, *, limit: int = 5) -> list[Notice]:
    """The last changes of a series that were told, newest first."""
    told = (Notice.series_id == series.id, Notice.replaced_at.is_(None))
    return list(db.session.scalars(select(Notice).where(*told).order_by(Notice.id.desc()).limit(limit)))


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
