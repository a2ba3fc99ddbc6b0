"""Who has a seat, and how somebody stands to a class."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from lms.core.db import db, read
from lms.enrolment import rules
from lms.enrolment.models import Enrolment, SeatCount, Waiting
from lms.enrolment.rules import EnrolmentState, Offer, WaitingState
from lms.people.models import Person
from lms.schedule import queries as schedules
from lms.schedule.models import Series, SeriesTrainer, Session
from lms.schedule.rules import SeriesState, SessionState

PAGE = 50
HELD = Enrolment.state == EnrolmentState.ENROLLED
WAITS = Waiting.state == WaitingState.WAITING


class Place(NamedTuple):
    """A series as one person stands to it, or nobody (all in one SELECT)."""

    series: Series
    #: `enrolled`, `withdrawn` or None.
    state: str | None
    #: Seats taken; None before the first.
    taken: int | None
    #: Beginning and end of its last session that is not cancelled.
    last_starts_at: datetime | None
    last_ends_at: datetime | None
    #: Whether somebody waits for a seat.
    line: bool
    #: As which the person stands in the line; 0 for who does not.
    position: int

    @property
    def enrolled(self) -> bool:
        """Whether the person holds a seat."""
        return self.state == EnrolmentState.ENROLLED

    @property
    def left(self) -> int:
        """Seats for newcomers."""
        return rules.seats_left(self.series.seats, self.taken or 0, line=self.line)

    def offer(self, at: datetime) -> Offer:
        """What the class has for somebody who is not in it."""
        window = {"opens_at": self.series.enrol_from, "closes_at": self.series.enrol_until}
        return rules.offer(self.series.state, self.left, self.last_starts_at, self.last_ends_at, at, **window)


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
    person_id = bindparam("person_id")
    mine = and_(Enrolment.series_id == Series.id, Enrolment.person_id == person_id)
    ends = (last_of(Session.starts_at), last_of(Session.ends_at))
    return (
        select(Series, Enrolment.state, SeatCount.taken, *ends, line_of(Series.id), position_of(person_id))
        .outerjoin(Enrolment, mine)
        .outerjoin(SeatCount, SeatCount.series_id == Series.id)
        .where(Series.slug == bindparam("slug"), Series.state.in_(schedules.SHOWN))
        .options(joinedload(Series.track, innerjoin=True))
    )


def last_of(column: Any) -> Any:
    """Subquery: the latest start or end of the sessions of the `Series` beside it, cancelled ones left out."""
    held = (Session.series_id == Series.id, Session.state != SessionState.CANCELLED)
    return select(func.max(column)).where(*held).correlate(Series).scalar_subquery()


def line_of(series_id: Any) -> Any:
    """Condition: somebody waits for a seat in this series."""
    return exists().where(Waiting.series_id == series_id, WAITS)


def position_of(person_id: Any) -> Any:
    """Subquery: as which a person stands in the line of the `Series` beside it; 0 for who does not."""
    mine = aliased(Waiting)
    own = (mine.series_id == Series.id, mine.person_id == person_id, mine.state == WaitingState.WAITING)
    return count_before(Series.id, select(mine.id).where(*own).correlate(Series).scalar_subquery())


def count_before(series_id: Any, number: Any) -> Any:
    """Subquery: how many wait in a series up to this `Waiting.id`."""
    other = aliased(Waiting)
    before = (other.series_id == series_id, other.state == WaitingState.WAITING, other.id <= number)
    return select(func.count()).where(*before).correlate(Series, Waiting).scalar_subquery()


def sessions_of(series_id: int) -> list[Any]:
    """The sessions of a series by number, with no more than its page shows: a year has 52 (one SELECT)."""
    return list(read(_sessions(), series_id=series_id))


@cache
def _sessions() -> Any:
    what = (Session.id, Session.public_id, Session.number, Session.topic, Session.state, Session.cancel_reason)
    when = (Session.starts_at, Session.ends_at)
    along = (Session.slides_url, Session.recording_url, (func.length(Session.recap) > 0).label("has_recap"))
    return select(*what, *when, *along).where(Session.series_id == bindparam("series_id")).order_by(Session.number)


def seats_left(series_ids: Collection[int]) -> dict[int, int]:
    """Free seats by series id, as newcomers find them: none where somebody waits."""
    found = (
        select(Series.id, Series.seats, func.coalesce(SeatCount.taken, 0), line_of(Series.id))
        .outerjoin(SeatCount, SeatCount.series_id == Series.id)
        .where(Series.id.in_(series_ids))
    )
    rows = db.session.execute(found)
    return {number: rules.seats_left(seats, taken, line=line) for number, seats, taken, line in rows}


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
