"""Who waits for a seat, where, and as which in line."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from lms.core.db import db, read
from lms.enrolment import rules
from lms.enrolment.models import Enrolment, SeatCount, Waiting
from lms.enrolment.queries.seats import HELD, PAGE, WAITS, count_before, last_of, line_of
from lms.enrolment.rules import WaitingState
from lms.people.models import Person
from lms.people.queries import IS_HERE
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState, SessionState

#: How long a line that ended without a seat is told of.
TOLD = timedelta(days=14)


class Standing(NamedTuple):
    """What decides whether a class's line moves."""

    seats: int
    state: str
    last_starts_at: datetime | None
    #: A session has begun and not ended.
    running: bool


class Came(NamedTuple):
    """A seat that the line brought, or will bring."""

    waiting: Waiting
    person: Person
    series: Series
    #: Since when they have the seat they hold now; None without one.
    enrolled_at: datetime | None

    @property
    def declinable(self) -> bool:
        """Whether it is that seat still."""
        return rules.may_decline(self.waiting.state, self.waiting.ended_at, self.enrolled_at)

    @property
    def still_there(self) -> bool:
        """Whether it came at all, to somebody who has an account still."""
        return self.waiting.state in (WaitingState.SEATED, WaitingState.DECLINED) and not self.person.erased_at


def has_line(series_id: int) -> bool:
    """Whether somebody waits for a seat in a series."""
    return bool(read(_has_line(), series_id=series_id).scalar())


@cache
def _has_line() -> Any:
    return select(line_of(bindparam("series_id")))


def standing(series_id: int, at: datetime) -> Standing:
    """How a series stands at `at`."""
    columns = (Series.seats, Series.state, last_of(Session.starts_at), _running(at))
    return Standing(*db.session.execute(select(*columns).where(Series.id == series_id)).one())


def _running(at: datetime) -> Any:
    now = (Session.starts_at <= at, Session.ends_at > at, Session.state == SessionState.SCHEDULED)
    return exists().where(Session.series_id == Series.id, *now).correlate(Series)


def next_in_line(series_id: int, limit: int) -> list[Row[Any]]:
    """(id, person_id, comes) of who waits, in order; `comes`: they have an account and may learn."""
    here = and_(*IS_HERE, Person.disabled_at.is_(None), Person.paused_at.is_(None))
    found = select(Waiting.id, Waiting.person_id, here.label("comes")).join(Person, Person.id == Waiting.person_id)
    found = found.where(Waiting.series_id == series_id, WAITS).order_by(Waiting.id).limit(limit)
    return list(db.session.execute(found))


def lines_with_room(at: datetime) -> list[int]:
    """The series in which a seat is free, somebody waits and the line moves."""
    free = func.coalesce(SeatCount.taken, 0) < Series.seats
    found = (
        select(Series.id)
        .outerjoin(SeatCount, SeatCount.series_id == Series.id)
        .where(
            Series.state == SeriesState.PUBLISHED,
            free,
            line_of(Series.id),
            ~_running(at),
            last_of(Session.starts_at) > at,
        )
        .order_by(Series.id)
    )
    return list(db.session.scalars(found))


def lines_over(at: datetime) -> list[int]:
    """The series whose line ended while somebody still waits."""
    begun = func.coalesce(last_of(Session.starts_at) <= at, True)
    over = or_(Series.state != SeriesState.PUBLISHED, begun)
    return list(db.session.scalars(select(Series.id).where(line_of(Series.id), over)))


def seat_that_came(waiting_id: str) -> Came | None:
    """Somebody's place in a line by its public id, and the seat they hold in that class now."""
    found = db.session.execute(
        select(Waiting, Person, Series, Enrolment.enrolled_at)
        .join(Person, Person.id == Waiting.person_id)
        .join(Series, Series.id == Waiting.series_id)
        .outerjoin(
            Enrolment,
            and_(Enrolment.series_id == Waiting.series_id, Enrolment.person_id == Waiting.person_id, HELD),
        )
        .where(Waiting.public_id == waiting_id)
        .execution_options(populate_existing=True)
    ).first()
    return Came(*found) if found else None


def seat_that_came_by_id(number: int) -> Came | None:
    """The same by its row."""
    waiting_id = db.session.scalar(select(Waiting.public_id).where(Waiting.id == number))
    return seat_that_came(waiting_id) if waiting_id else None


def lines_of(person: Any, at: datetime) -> list[Row[Any]]:
    """(series, position, ended) of the lines a person stands in, the first in line before others, then of those that
    ended lately without a seat (one SELECT)."""
    ended = and_(Waiting.state == WaitingState.OVER, Waiting.ended_at > at - TOLD)
    found = (
        select(Series, count_before(Waiting.series_id, Waiting.id).label("position"), ended.label("ended"))
        .join(Waiting, Waiting.series_id == Series.id)
        .where(Waiting.person_id == person.id, or_(WAITS, ended))
        .order_by("ended", "position", Series.id)
        .limit(PAGE)
    )
    return list(db.session.execute(found))


def line_length(series_id: int) -> int:
    """How many wait."""
    return db.session.scalar(select(func.count()).select_from(Waiting).where(Waiting.series_id == series_id, WAITS))


def line(series_id: int, *, after: int = 0, limit: int = PAGE) -> list[Waiting]:
    """Who waits, in order, each with the person; `after` is the id of the last one seen."""
    found = (
        select(Waiting)
        .where(Waiting.series_id == series_id, WAITS, Waiting.id > after)
        .options(joinedload(Waiting.person, innerjoin=True))
        .order_by(Waiting.id)
        .limit(limit)
    )
    return list(db.session.scalars(found))


def line_before(series_id: int, number: int) -> int:
    """How many stand in the line of a series up to this `Waiting.id`."""
    before = (Waiting.series_id == series_id, WAITS, Waiting.id <= number)
    return db.session.scalar(select(func.count()).where(*before))
