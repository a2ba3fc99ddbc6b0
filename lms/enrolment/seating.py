"""The statements that seats are moved by. Each leaves the class's count locked until the transaction ends.

Whoever changes seats or the line of a class takes that lock first, then rows of persons: one order for all, so
that two never wait for each other.
"""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lms.core.db import db, insert_once_id
from lms.enrolment.models import Enrolment, SeatCount, Waiting
from lms.enrolment.rules import EnrolmentState, WaitingState
from lms.schedule.models import Series


def take_seat(series_id: int) -> bool:
    """One more seat taken, unless all are or somebody waits: decided and written in one statement.

    PostgreSQL locks the count even when it then changes nothing (INSERT, ON CONFLICT); SQLite has one writer.
    """
    values = {"series_id": series_id, "taken": 1, "which": series_id}
    return db.session.scalar(_seat(db.engine.dialect.name), values) is not None


@cache
def _seat(dialect: str) -> Any:
    count = SeatCount.__table__
    # By its own name: a column of `count` would bring the whole table into the subqueries.
    seats = select(Series.seats).where(Series.id == bindparam("which")).scalar_subquery()
    line = exists().where(Waiting.series_id == bindparam("which"), Waiting.state == WaitingState.WAITING.value)
    free = (count.c.taken < seats) & ~line
    return (
        _one_more(dialect)
        .on_conflict_do_update(index_elements=["series_id"], set_={"taken": count.c.taken + 1}, where=free)
        .returning(count.c.taken)
    )


def hold(series_id: int) -> int:
    """Lock the count of a class; answers how many seats are taken."""
    return db.session.scalar(_hold(db.engine.dialect.name), {"series_id": series_id, "taken": 0})


@cache
def _hold(dialect: str) -> Any:
    count = SeatCount.__table__
    return (
        _one_more(dialect)
        .on_conflict_do_update(index_elements=["series_id"], set_={"taken": count.c.taken})
        .returning(count.c.taken)
    )


def _one_more(dialect: str) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(SeatCount.__table__)


def add_taken(series_id: int, more: int) -> None:
    """So many seats more (or fewer) are taken, whatever the limit."""
    db.session.execute(
        update(SeatCount)
        .where(SeatCount.series_id == series_id, SeatCount.taken + more >= 0)
        .values(taken=SeatCount.taken + more)
        .execution_options(synchronize_session=False)
    )


def seat(series_id: int, person_id: int, way: str, at: datetime) -> int | None:
    """The row of an enrolment: new, or one given up taken up again; None if they hold a seat already."""
    held = {"state": EnrolmentState.ENROLLED, "enrolled_at": at, "withdrawn_at": None, "way": way}
    values = {"series_id": series_id, "person_id": person_id, **held}
    number = insert_once_id(Enrolment, values, "series_id", "person_id")
    if number is not None:
        return number
    withdrawn = Enrolment.state == EnrolmentState.WITHDRAWN
    return _change(Enrolment, series_id, person_id, withdrawn, held)


def unseat(series_id: int, person_id: int, at: datetime) -> int | None:
    """The row of an enrolment given up; None if they hold no seat."""
    given_up = {"state": EnrolmentState.WITHDRAWN, "withdrawn_at": at}
    return _change(Enrolment, series_id, person_id, Enrolment.state == EnrolmentState.ENROLLED, given_up)


def step_out(series_id: int, person_id: int, state: WaitingState, at: datetime) -> int | None:
    """The row of somebody who waits no more; None if they did not."""
    ended = {"state": state, "ended_at": at}
    return _change(Waiting, series_id, person_id, Waiting.state == WaitingState.WAITING, ended)


def _change(model: Any, series_id: int, person_id: int, if_: Any, values: dict[str, Any]) -> int | None:
    return db.session.scalar(
        update(model)
        .where(model.series_id == series_id, model.person_id == person_id, if_)
        .values(**values)
        .returning(model.id)
        .execution_options(synchronize_session=False)
    )
