"""What one's own calendar is made from: the classes one holds a seat in, and those one teaches."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, join, select, true, union

from lms.core.db import db
from lms.enrolment.feeds import left_window, window_begins
from lms.enrolment.models import Enrolment
from lms.enrolment.queries.seats import HELD
from lms.people.models import Person
from lms.schedule.models import CalendarFeed, Series, SeriesTrainer, Session
from lms.schedule.rules import SeriesState


class FeedState(NamedTuple):
    """What a calendar is made from: enough to answer "unchanged" without building it."""

    person_id: int
    language: str
    version: int
    #: Whether the person is; False once they turned out to be somebody else.
    here: bool
    #: When the address before this one ended; of a person not here, when they did.
    replaced_at: datetime | None
    #: When the newest of its parts changed; never back.
    changed_at: datetime
    #: Everything that may change the bytes.
    marks: str
    #: The part of it that everybody with the same classes shares.
    classes: str


def feed_of(person: Any) -> tuple[int, bool]:
    """(version of the current calendar address of a person, whether they want invitations by e-mail)."""
    columns = (CalendarFeed.version, CalendarFeed.wants_invitations)
    found = db.session.execute(select(*columns).where(CalendarFeed.person_id == person.id)).first()
    return (found.version, found.wants_invitations) if found else (1, False)


def feed_version(person: Any) -> int:
    """Which version of the calendar address of a person is current."""
    return feed_of(person)[0]


def feed_state(person_id: str, at: datetime) -> FeedState | None:
    """How the calendar of a person (public id) stands at `at`, in one SELECT; None if there is no such person.

    Phones ask day and night, mostly for nothing new: a session of the mapper would cost more than what it asks.
    """
    with db.engine.connect() as connection:
        found = connection.execute(_feed_state(), {"public_id": person_id, "begins": window_begins(at)}).all()
    if not found:
        return None
    number, language, here, version, replaced_at, changed, *_series = found[0]
    moments = [changed]
    for *_person, series_changed, gone in found:
        moments += [moment for moment in (series_changed, gone and left_window(gone)) if moment]
    marks = ";".join(f"{series}={moved}/{gone}" for *_person, series, moved, gone in found)
    own = f"{version}:{changed}:{marks}"
    return FeedState(number, language, version, here, replaced_at, max(moments), own, marks)


@cache
def _feed_state() -> Any:
    gone = (
        select(func.max(Session.ends_at))
        .where(Session.series_id == Series.id, Session.ends_at < bindparam("begins"))
        .correlate(Series)
        .scalar_subquery()
    )
    whose = select(Person.id).where(Person.public_id == bindparam("public_id")).scalar_subquery()
    own = classes_of(whose).subquery()
    shown = join(own, Series, and_(Series.id == own.c.series_id, Series.state != SeriesState.DRAFT))
    person = (Person.id, Person.language, Person.merged_at.is_(None))
    version, replaced = func.coalesce(CalendarFeed.version, 1), func.coalesce(Person.merged_at, CalendarFeed.renewed_at)
    changed = func.coalesce(CalendarFeed.changed_at, Person.created_at)
    return (
        select(*person, version, replaced, changed, Series.id, Series.changed_at, gone)
        .select_from(Person)
        .outerjoin(CalendarFeed, CalendarFeed.person_id == Person.id)
        .outerjoin(shown, true())
        .where(Person.public_id == bindparam("public_id"), Person.disabled_at.is_(None), Person.erased_at.is_(None))
        .order_by(Series.id)
    )


@cache
def feed_sessions() -> Any:
    """SELECT of the sessions in the calendar of `person_id`: from `begins` on, cancelled ones too. For `blocks`."""
    return (
        select(Session)
        .join(Series, Series.id == Session.series_id)
        .where(
            Series.id.in_(classes_of(bindparam("person_id"))),
            Series.state != SeriesState.DRAFT,
            Session.ends_at >= bindparam("begins"),
        )
    )


def classes_of(person: Any) -> Any:
    """SELECT of the series in the calendar of a person (an expression for the id); a draft is among them."""
    learns = select(Enrolment.series_id).where(Enrolment.person_id == person, HELD)
    return union(learns, select(SeriesTrainer.series_id).where(SeriesTrainer.person_id == person))
