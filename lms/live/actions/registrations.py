"""Registrations: each learner with a seat gets a link of their own, ahead of the class; it ends with the seat."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, insert, literal, select, update
from sqlalchemy.orm import aliased

from lms.core.db import Moment, db, lock
from lms.enrolment.models import Enrolment
from lms.live import queries
from lms.live.actions import meetings
from lms.live.models import LiveMeeting, LiveRegistration
from lms.live.rules.limits import AFTER_REFUSAL
from lms.live.rules.registration import PERSONAL
from lms.live.rules.states import MeetingState, RegistrationState
from lms.people.models import Person
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState, SessionState

LEASE = timedelta(minutes=5)
#: Refusals to let somebody leave that are tried again, a day apart.
TRIES = 5
STATE = LiveRegistration.state


class Task(NamedTuple):
    """One learner who comes, or goes (`registrant_id`: as Zoom knows them)."""

    id: int
    series_id: int
    series: str
    meeting_id: str
    leaves: bool
    person: str
    name: str
    mark: str
    registrant_id: str | None


def tend(*, at: datetime) -> None:
    """Compare seats with registrations: a learner who got a seat is to come, one who gave it up is to go."""
    _add(at)
    without = queries.without_seat(LiveRegistration.series_id, LiveRegistration.person_id)
    held = LiveRegistration.registrant_id.is_not(None)
    _turn(STATE == RegistrationState.MADE, without, RegistrationState.LEAVING, at)
    pending = STATE.in_((RegistrationState.WANTED, RegistrationState.FAILED))
    _turn(pending, without & held, RegistrationState.LEAVING, at)
    _turn(pending, without & ~held, RegistrationState.LEFT, at)
    _turn(STATE == RegistrationState.LEAVING, ~without & held, RegistrationState.MADE, at)
    _turn(STATE == RegistrationState.LEFT, ~without, RegistrationState.WANTED, at)


def _turn(which: Any, where: Any, state: str, at: datetime) -> None:
    here = LiveRegistration.series_id.in_(_meetings())
    statement = update(LiveRegistration).where(here, which, where).values(state=state, due_at=at, tries=0, error=None)
    db.session.execute(statement.execution_options(synchronize_session=False))


def _meetings() -> Select[tuple[int]]:
    """Ids of the series that are held on Zoom now."""
    return (
        select(LiveMeeting.series_id)
        .join(Series, Series.id == LiveMeeting.series_id)
        .where(LiveMeeting.state == MeetingState.MADE, Series.state == SeriesState.PUBLISHED)
    )


def _add(at: datetime) -> None:
    there = exists().where(
        LiveRegistration.series_id == Enrolment.series_id, LiveRegistration.person_id == Enrolment.person_id
    )
    rows = (
        select(
            Enrolment.series_id, Enrolment.person_id, literal(RegistrationState.WANTED), literal(0), literal(at, Moment)
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.series_id.in_(_meetings()), queries.SEATED, *queries.HERE, ~there)
        .order_by(Enrolment.id)
    )
    columns = ["series_id", "person_id", "state", "tries", "due_at"]
    db.session.execute(insert(LiveRegistration).from_select(columns, rows))


def take(*, at: datetime) -> Task | None:
    """The next learner, held for LEASE; first those whose class comes first."""
    row = db.session.scalar(_due(at))
    if row is None:
        return None
    row.tries, row.due_at = row.tries + 1, at + LEASE
    person, series = db.session.get_one(Person, row.person_id), db.session.get_one(Series, row.series_id)
    meeting_id = db.session.scalar(select(LiveMeeting.meeting_id).where(LiveMeeting.series_id == series.id))
    who = (person.public_id, person.name, person.mark, row.registrant_id)
    return Task(row.id, series.id, series.public_id, meeting_id, row.state == RegistrationState.LEAVING, *who)


def _due(at: datetime) -> Any:
    ahead = aliased(Session)
    next_at = (
        select(func.min(ahead.starts_at))
        .where(ahead.series_id == LiveRegistration.series_id, ahead.state == SessionState.SCHEDULED, ahead.ends_at > at)
        .scalar_subquery()
    )
    return (
        select(LiveRegistration)
        .join(LiveMeeting, LiveMeeting.series_id == LiveRegistration.series_id)
        .where(
            STATE.in_((RegistrationState.WANTED, RegistrationState.LEAVING)),
            LiveRegistration.due_at <= at,
            LiveMeeting.meeting_id.is_not(None),
            (STATE == RegistrationState.LEAVING) | (LiveMeeting.state == MeetingState.MADE),
        )
        .order_by(next_at.is_(None), next_at, LiveRegistration.due_at, LiveRegistration.id)
        .limit(1)
        .with_for_update(of=LiveRegistration, skip_locked=True)
    )


def note_done(task: Task, result: tuple[str, str] | None, *, at: datetime) -> None:
    """`result`: (registrant id, link) of who came. Who gave the seat up meanwhile leaves again."""
    row = _row(task)
    row.tries, row.error, row.due_at = 0, None, at
    if result is None:
        _leave(row)
        return
    row.registrant_id, row.join_url = result
    row.state = RegistrationState.MADE if row.state == RegistrationState.WANTED else RegistrationState.LEAVING


def note_gone(task: Task, *, at: datetime) -> None:
    """Zoom knows no such registrant, or no such meeting."""
    if task.leaves:
        _leave(_row(task))
    else:
        meetings.gone(task.series_id, at=at)


def note_refused(task: Task, code: str, words: str, *, at: datetime) -> None:
    """Zoom said no. If it is not about this learner, the others of the class wait until somebody has looked."""
    row = _row(task)
    if task.leaves:
        row.due_at, row.error = at + timedelta(days=1), words
        if row.tries >= TRIES:
            _leave(row)
        return
    if row.state == RegistrationState.WANTED:
        row.state, row.error = RegistrationState.FAILED, words
    if code not in PERSONAL:
        others = (LiveRegistration.series_id == task.series_id, STATE == RegistrationState.WANTED)
        db.session.execute(update(LiveRegistration).where(*others).values(due_at=at + AFTER_REFUSAL))
        db.session.execute(update(LiveMeeting).where(LiveMeeting.series_id == task.series_id).values(error=words))


def note_later(task: Task, until: datetime, *, at: datetime) -> None:
    """Zoom did not answer, or asks us to wait: at most once a day for one learner after a limit of the day."""
    _row(task).due_at = until


def _leave(row: LiveRegistration) -> None:
    row.registrant_id, row.join_url, row.state = None, None, RegistrationState.LEFT


def _row(task: Task) -> LiveRegistration:
    return lock(db.session.get_one(LiveRegistration, task.id))
