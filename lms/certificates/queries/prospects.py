"""Questions about who can still complete a track by the class they are in."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select, true

from lms.attendance.models import Claim, Decision, Settled
from lms.certificates.queries.completing import COUNTED, checklist_of, checklist_statement, modules_of, passes_of
from lms.certificates.rules import Checklist, Danger, Prospect, completion, danger
from lms.core.db import db, read
from lms.enrolment.models import Enrolment
from lms.people.models import Person
from lms.people.queries import IS_HERE
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState, SessionState

HAS_SEAT = "enrolled"
#: States of a series that a learner sees.
SHOWN = (SeriesState.PUBLISHED, SeriesState.FINISHED, SeriesState.ARCHIVED)


class Path(NamedTuple):
    """How far somebody is in a series, and whether the way to the end narrows."""

    series: Series
    checklist: Checklist
    prospect: Prospect
    danger: Danger | None


class Risk(NamedTuple):
    """Somebody to be warned."""

    person: Person
    prospect: Prospect
    danger: Danger


def path(person: Any, series: Series, at: datetime) -> Path:
    """How far a person is in one series (one SELECT)."""
    found = read(_path(), series_id=series.id, person_id=person.id, at=at).all()
    return _path_of(person, series, checklist_of(found), Prospect(*found[0][-5:]), seat=found[0].seat)


def paths(person: Any, at: datetime) -> list[Path]:
    """The same of every series in which a person has or had a seat, those that run first (three SELECTs)."""
    counted = (
        select(Series, Enrolment.state, *_counts(bindparam("at")))
        .select_from(Enrolment)
        .join(Series, Series.id == Enrolment.series_id)
        .where(Enrolment.person_id == person.id, Series.state.in_(SHOWN))
    )
    rows = db.session.execute(_with_sessions(counted).group_by(Series.id, Enrolment.id), {"at": at}).all()
    mine = [(row[0], row[1] == HAS_SEAT, Prospect(*row[2:])) for row in rows]
    modules, passed = modules_of({series.track_id for series, _seat, _prospect in mine}), passes_of([person.id])
    found = []
    for series, seat, prospect in sorted(mine, key=lambda one: (not one[2].ahead, one[0].first_date, one[0].id)):
        if seat or prospect.done:
            done = len(passed[person.id, series.track_id])
            total = prospect.held + prospect.ahead
            found.append(_path_of(
                person, series, completion(total, prospect.done, modules.get(series.track_id, 0), done), prospect,
                seat=seat,
            ))  # fmt: skip
    return found


def _path_of(person: Any, series: Series, done: Checklist, prospect: Prospect, *, seat: bool) -> Path:
    """Nobody is warned of a class they left or that stands still, nor where there is nothing to complete."""
    warned = seat and person.paused_at is None and series.state == SeriesState.PUBLISHED and done.modules
    return Path(series, done, prospect, danger(prospect) if warned else None)


def own_series(person: Any, series_id: str) -> Series | None:
    """A series by public id in which a person has or had a seat."""
    seat = exists().where(Enrolment.series_id == Series.id, Enrolment.person_id == person.id)
    return db.session.scalar(select(Series).where(Series.public_id == series_id, Series.state.in_(SHOWN), seat))


def running(at: datetime) -> list[Series]:
    """Series with something over and something to begin, and with a quiz in their track, by id."""
    planned = (Session.series_id == Series.id, Session.state != SessionState.CANCELLED)
    begun, comes = exists().where(*planned, Session.ends_at <= at), exists().where(*planned, Session.starts_at > at)
    found = select(Series).where(Series.state == SeriesState.PUBLISHED, begun, comes).order_by(Series.id)
    series = list(db.session.scalars(found))
    modules = modules_of({one.track_id for one in series})
    return [one for one in series if modules.get(one.track_id)]


def next_session(series_id: int, at: datetime) -> Session | None:
    """The session of a series that begins next."""
    comes = (Session.series_id == series_id, Session.state != SessionState.CANCELLED, Session.starts_at > at)
    return db.session.scalar(select(Session).where(*comes).order_by(Session.starts_at, Session.id).limit(1))


def threatened(series: Series, at: datetime, *, after: int, limit: int) -> tuple[list[Risk], int | None]:
    """(those of a series who are to be warned, by id from after one on; whom to go on after). One SELECT."""
    counted = (
        select(Person, *_counts(bindparam("at")))
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.series_id == series.id, Enrolment.state == HAS_SEAT, Person.id > after,
            Person.paused_at.is_(None), *IS_HERE,
        )
        .order_by(Person.id)
        .limit(limit)
    )  # fmt: skip
    rows = db.session.execute(_with_sessions(counted).group_by(Person.id), {"at": at}).all()
    stands = [(row[0], Prospect(*row[1:])) for row in rows]
    risks = [Risk(person, prospect, level) for person, prospect in stands if (level := danger(prospect))]
    return risks, rows[-1][0].id if len(rows) == limit else None


@cache
def _path() -> Any:
    person_id, series_id = bindparam("person_id"), bindparam("series_id")
    mine = select(func.max(Enrolment.state) == HAS_SEAT, *_counts(bindparam("at"))).select_from(Enrolment)
    mine = mine.where(Enrolment.person_id == person_id, Enrolment.series_id == series_id)
    names = ("seat", "held", "seen", "ahead", "done", "pending")
    counts = _with_sessions(mine).subquery("counts")
    labelled = [column.label(name) for name, column in zip(names, counts.c, strict=True)]
    return checklist_statement().join(counts, true()).add_columns(*labelled)


def _counts(at: Any) -> tuple[Any, ...]:
    """The columns of a `Prospect`, over the rows of `_with_sessions`."""
    over = Session.ends_at <= at
    counted = func.coalesce(Decision.state.in_(COUNTED), False)
    undecided = or_(Claim.id.is_not(None), Settled.session_id.is_(None))
    return (
        func.count(Session.id).filter(over),
        func.count(Session.id).filter(over, Session.ends_at > Enrolment.enrolled_at),
        func.count(Session.id).filter(~over),
        func.count(Session.id).filter(over, counted),
        func.count(Session.id).filter(over, ~counted, undecided),
    )


def _with_sessions(counted: Select[Any]) -> Select[Any]:
    """Each seat beside the sessions of its series, with what is decided, claimed and settled."""
    return (
        counted.outerjoin(
            Session, and_(Session.series_id == Enrolment.series_id, Session.state != SessionState.CANCELLED)
        )
        .outerjoin(Decision, and_(Decision.session_id == Session.id, Decision.person_id == Enrolment.person_id))
        .outerjoin(
            Claim,
            and_(Claim.session_id == Session.id, Claim.person_id == Enrolment.person_id, Claim.state == "open"),
        )
        .outerjoin(Settled, Settled.session_id == Session.id)
    )
