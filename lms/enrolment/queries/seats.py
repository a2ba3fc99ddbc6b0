"""Who has a seat, and how somebody stands to a class."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from lms.core.db import db, read
from lms.enrolment.models import Enrolment, SeatCount
from lms.enrolment.rules import EnrolmentState
from lms.people.models import Person
from lms.schedule import queries as schedules
from lms.schedule.models import Series, SeriesTrainer, Session
from lms.schedule.rules import SeriesState, SessionState

PAGE = 50
HELD = Enrolment.state == EnrolmentState.ENROLLED


class Place(NamedTuple):
    """A series as one person stands to it, or nobody (all in one SELECT)."""

    series: Series
    #: `enrolled`, `withdrawn` or None.
    state: str | None
    #: Seats taken; None before the first.
    taken: int | None
    #: End of its last session that is not cancelled.
    last_ends_at: datetime | None

    @property
    def enrolled(self) -> bool:
        """Whether the person holds a seat."""
        return self.state == EnrolmentState.ENROLLED


def is_enrolled(person: Any, series_id: int) -> bool:
    """Whether a person holds a seat in a series now."""
    return bool(read(_held(), series_id=series_id, person_id=person.id).scalar())


@cache
def _held() -> Any:
    of = Enrolment.series_id == bindparam("series_id")
    return select(exists().where(of, Enrolment.person_id == bindparam("person_id"), HELD))


def shares_class(trainer: Any, learner: Any) -> bool:
    """Whether a learner holds a seat in a published series that this trainer teaches."""
    taught = select(SeriesTrainer.series_id).where(SeriesTrainer.person_id == trainer.id)
    held = (
        select(Enrolment.id)
        .join(Series, Series.id == Enrolment.series_id)
        .where(Enrolment.person_id == learner.id, HELD, Enrolment.series_id.in_(taught))
        .where(Series.state == SeriesState.PUBLISHED)
    )
    return bool(db.session.scalar(select(held.exists())))


def place(person: Any, slug: str) -> Place | None:
    """The shown series at a slug with its track, seats taken, end, and how a person (or None) stands to it."""
    found = db.session.execute(_place(), {"slug": slug, "person_id": person and person.id}).first()
    return Place(*found) if found else None


@cache
def _place() -> Any:
    last = (
        select(func.max(Session.ends_at))
        .where(Session.series_id == Series.id, Session.state != SessionState.CANCELLED)
        .correlate(Series)
        .scalar_subquery()
    )
    mine = and_(Enrolment.series_id == Series.id, Enrolment.person_id == bindparam("person_id"))
    return (
        select(Series, Enrolment.state, SeatCount.taken, last)
        .outerjoin(Enrolment, mine)
        .outerjoin(SeatCount, SeatCount.series_id == Series.id)
        .where(Series.slug == bindparam("slug"), Series.state.in_(schedules.SHOWN))
        .options(joinedload(Series.track, innerjoin=True))
    )


def sessions_of(series_id: int) -> list[Any]:
    """The sessions of a series by number, with no more than its page shows: a year has 52 (one SELECT)."""
    return list(read(_sessions(), series_id=series_id))


@cache
def _sessions() -> Any:
    what = (Session.id, Session.public_id, Session.number, Session.topic, Session.state, Session.cancel_reason)
    when = (Session.starts_at, Session.ends_at)
    return select(*what, *when).where(Session.series_id == bindparam("series_id")).order_by(Session.number)


def seats_left(series_ids: Collection[int]) -> dict[int, int]:
    """Free seats by series id."""
    found = (
        select(Series.id, Series.seats - func.coalesce(SeatCount.taken, 0))
        .outerjoin(SeatCount, SeatCount.series_id == Series.id)
        .where(Series.id.in_(series_ids))
    )
    return {number: max(0, left) for number, left in db.session.execute(found)}


def roll(series_id: int, *, after: tuple[str, int] | None = None, limit: int | None = PAGE) -> list[Person]:
    """Who holds a seat, in class-list order; `after` is (name_sort, id) of the last one seen."""
    found = (
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.series_id == series_id, HELD)
        .order_by(Person.name_sort, Person.id)
        .limit(limit)
    )
    if after is not None:
        name, number = after
        found = found.where(or_(Person.name_sort > name, and_(Person.name_sort == name, Person.id > number)))
    return list(db.session.scalars(found))


def taken(series_id: int) -> int:
    """How many hold a seat."""
    return db.session.scalar(select(SeatCount.taken).where(SeatCount.series_id == series_id)) or 0


def enrolment(number: int) -> Enrolment | None:
    """One enrolment with its series and person."""
    return db.session.scalar(
        select(Enrolment)
        .where(Enrolment.id == number)
        .options(joinedload(Enrolment.series, innerjoin=True), joinedload(Enrolment.person, innerjoin=True))
    )


def next_session(series_id: int, at: datetime) -> Session | None:
    """The session a late joiner comes to next."""
    return db.session.scalar(
        select(Session)
        .where(Session.series_id == series_id, Session.state == SessionState.SCHEDULED, Session.ends_at > at)
        .order_by(Session.starts_at, Session.number)
        .limit(1)
    )
