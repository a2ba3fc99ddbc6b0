"""What a learner's own calendar is made from."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select

from lms.core.db import db, read
from lms.enrolment.feeds import left_window, window_begins
from lms.enrolment.models import Enrolment
from lms.enrolment.queries.seats import HELD
from lms.people.models import Person
from lms.schedule.models import CalendarFeed, Series, Session
from lms.schedule.rules import SeriesState


class FeedState(NamedTuple):
    """What a learner's calendar is made from: enough to answer "unchanged" without building it."""

    person_id: int
    language: str
    version: int
    #: When the newest of its parts changed; never back.
    changed_at: datetime
    #: Everything that may change the bytes.
    marks: str


def feed_version(person: Any) -> int:
    """Which version of the calendar address of a person is current."""
    return db.session.scalar(select(CalendarFeed.version).where(CalendarFeed.person_id == person.id)) or 1


def feed_state(person_id: str, at: datetime) -> FeedState | None:
    """How the calendar of a person (public id) stands at `at`, in one SELECT; None if there is no such person."""
    found = read(_feed_state(), public_id=person_id, begins=window_begins(at)).all()
    if not found:
        return None
    number, language, made, version, changed, *_rest = found[0]
    moments = [changed or made, *(row[6] for row in found if row[6])]
    moments += [left_window(row[7]) for row in found if row[7]]
    marks = ";".join(f"{row[5]}={row[6]}/{row[7]}" for row in found)
    return FeedState(number, language, version or 1, max(moments), f"{version}:{changed}:{marks}")


@cache
def _feed_state() -> Any:
    gone = (
        select(func.max(Session.ends_at))
        .where(Session.series_id == Series.id, Session.ends_at < bindparam("begins"))
        .correlate(Series)
        .scalar_subquery()
    )
    person = (Person.id, Person.language, Person.created_at)
    return (
        select(*person, CalendarFeed.version, CalendarFeed.changed_at, Series.id, Series.changed_at, gone)
        .outerjoin(CalendarFeed, CalendarFeed.person_id == Person.id)
        .outerjoin(Enrolment, and_(Enrolment.person_id == Person.id, HELD))
        .outerjoin(Series, and_(Series.id == Enrolment.series_id, Series.state != SeriesState.DRAFT))
        .where(Person.public_id == bindparam("public_id"), Person.disabled_at.is_(None), Person.erased_at.is_(None))
        .order_by(Series.id)
    )


@cache
def feed_sessions() -> Any:
    """SELECT of the sessions in the calendar of `person_id`: from `begins` on, cancelled ones too. For `blocks`."""
    return (
        select(Session)
        .join(Series, Series.id == Session.series_id)
        .join(Enrolment, Enrolment.series_id == Session.series_id)
        .where(
            Enrolment.person_id == bindparam("person_id"),
            HELD,
            Series.state != SeriesState.DRAFT,
            Session.ends_at >= bindparam("begins"),
        )
    )
