"""Meetings: taking what is to be told to Zoom, noting what came of it. No transaction is open in between."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import exists, or_, select, update

from lms.audit import actions as audit
from lms.core.db import db, lock
from lms.live import queries
from lms.live.models import LiveHost, LiveMeeting, LiveRegistration, LiveReport
from lms.live.rules import meeting as rules
from lms.live.rules.meeting import Slot
from lms.live.rules.states import NO_HOST, MeetingState, RegistrationState, ReportState
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState

#: A worker that took one must be done by then.
LEASE = timedelta(minutes=5)
#: Until a host may have time again; meetings looked at in one go.
NO_HOST_PAUSE, MOST = timedelta(minutes=10), 50


class Task(NamedTuple):
    """What is to be done for a series: its meeting made (no `meeting_id`), changed, or dropped."""

    series_id: int
    drop: bool
    user: str | None
    meeting_id: str | None
    mark: str
    topic: str
    zone: str
    weekdays: list[int]
    #: Still to be held.
    slots: list[Slot]
    told: str
    #: How the series stood, so that a change meanwhile is seen.
    stands: datetime
    #: It was tried before: a meeting may be there.
    tried: bool


def tend(*, at: datetime) -> None:
    """An archived class needs no meeting."""
    archived = select(Series.id).where(Series.state == SeriesState.ARCHIVED)
    going_on = (LiveMeeting.series_id.in_(archived), LiveMeeting.state != MeetingState.GIVEN_UP)
    db.session.execute(update(LiveMeeting).where(*going_on).values(state=MeetingState.GIVEN_UP, due_at=at))


def take(*, at: datetime) -> Task | None:
    """The next thing to do, held for LEASE; what turns out to need nothing is noted on the way."""
    for _number in range(MOST):
        row = db.session.scalar(_due(at))
        if row is None:
            return None
        task = _task(row, db.session.get_one(Series, row.series_id), at)
        if task is not None:
            row.tries, row.due_at = row.tries + 1, at + LEASE
            return task
        db.session.flush()
    return None


def _due(at: datetime) -> Any:
    pulled = ~exists().where(
        LiveReport.session_id == Session.id,
        Session.series_id == LiveMeeting.series_id,
        LiveReport.state == ReportState.WANTED,
    )
    shown = Series.state == SeriesState.PUBLISHED
    changed = or_(LiveMeeting.told.is_(None), Series.changed_at > LiveMeeting.changed_at)
    drop = (LiveMeeting.state == MeetingState.GIVEN_UP) & LiveMeeting.meeting_id.is_not(None) & pulled
    make = (LiveMeeting.state == MeetingState.WANTED) & shown
    change = (LiveMeeting.state == MeetingState.MADE) & shown & changed
    return (
        select(LiveMeeting)
        .join(Series, Series.id == LiveMeeting.series_id)
        .where(or_(drop, make, change), LiveMeeting.due_at <= at)
        .order_by(LiveMeeting.due_at, LiveMeeting.series_id)
        .limit(1)
        .with_for_update(of=LiveMeeting, skip_locked=True)
    )


def _task(row: LiveMeeting, series: Series, at: datetime) -> Task | None:
    """What is to be done for it; None if nothing can or need be, which is noted in the row."""
    slots = [slot for slot, _state in queries.slots_of(series.id)]
    coming, told = [slot for slot in slots if slot.ends_at > at], rules.fingerprint(series.title, series.zone, slots)
    drop = row.state == MeetingState.GIVEN_UP
    if not drop and not coming:
        row.due_at, row.changed_at, row.told = at + timedelta(days=1), series.changed_at, told
        return None
    if row.state == MeetingState.MADE and row.told == told:
        row.changed_at = series.changed_at
        return None
    if not drop and row.meeting_id is None and not _choose_host(row, series, coming, at):
        return None
    user = db.session.scalar(select(LiveHost.zoom_user).where(LiveHost.id == row.host_id)) if row.host_id else None
    what = (series.title, series.zone, series.weekdays, coming, told, series.changed_at, row.tries > 0)
    return Task(series.id, drop, user, row.meeting_id, rules.mark(series.public_id), *what)


def _choose_host(row: LiveMeeting, series: Series, slots: list[Slot], at: datetime) -> bool:
    there, busy = queries.free_hosts(), queries.busy(series.id, at)
    found = rules.free_host(there, busy, slots, series.seats, now=row.host_id)
    if found is None:
        row.host_id, row.error, row.due_at = None, NO_HOST, at + NO_HOST_PAUSE
        return False
    if found != row.host_id:
        row.host_id, row.tries = found, 0
    row.error = None
    return True


def note_done(task: Task, result: tuple[str | None, str | None], *, at: datetime) -> None:
    """`result`: (the meeting's id, trouble with single repetitions). What was chosen meanwhile stands."""
    row, (meeting_id, trouble) = _row(task), result
    if task.drop:
        _forget(row, at)
        audit.record("live.meeting-deleted", "series", row.series_id, by=None, at=at)
        return
    if row.meeting_id != meeting_id:
        _start_again(row.series_id, at)
        capacity = select(LiveHost.capacity).where(LiveHost.id == row.host_id).scalar_subquery()
        db.session.execute(update(Series).where(Series.id == row.series_id).values(room_capacity=capacity))
        audit.record("live.meeting-made", "series", row.series_id, by=None, at=at)
    row.meeting_id, row.told, row.changed_at, row.error = meeting_id, task.told, task.stands, trouble
    row.tries, row.due_at = 0, at
    if row.state != MeetingState.GIVEN_UP:
        row.state = MeetingState.MADE


def note_gone(task: Task, *, at: datetime) -> None:
    """Zoom has no such meeting (any more): one that was to go is gone; another is made for the rest."""
    gone(task.series_id, at=at)


def gone(series_id: int, *, at: datetime) -> None:
    """The meeting of a series is not there any more, and no link into it works."""
    row = lock(db.session.get_one(LiveMeeting, series_id))
    if row.state != MeetingState.GIVEN_UP:
        row.state = MeetingState.WANTED
    _forget(row, at)


def note_refused(task: Task, code: str, words: str, *, at: datetime) -> None:
    """Zoom said no. A meeting that stands goes on as it is; else somebody has to look, or press *try again*."""
    row = _row(task)
    row.error = words
    if task.drop:
        row.due_at = at + timedelta(days=1)
    elif row.state == MeetingState.MADE:
        row.told, row.changed_at = task.told, task.stands
    elif row.state == MeetingState.WANTED:
        row.state = MeetingState.FAILED


def note_later(task: Task, until: datetime, *, at: datetime) -> None:
    """Zoom did not answer, or asks us to wait."""
    _row(task).due_at = until


def _row(task: Task) -> LiveMeeting:
    return lock(db.session.get_one(LiveMeeting, task.series_id))


def _forget(row: LiveMeeting, at: datetime) -> None:
    _start_again(row.series_id, at, wanted=row.state != MeetingState.GIVEN_UP)
    row.meeting_id, row.told, row.tries, row.due_at, row.error = None, None, 0, at, None
    if row.state == MeetingState.GIVEN_UP:
        row.host_id = None


def _start_again(series_id: int, at: datetime, *, wanted: bool = True) -> None:
    """Registrations in a meeting that is no more: who held one wants one (if `wanted`), who was leaving has left."""
    mine = LiveRegistration.series_id == series_id
    fresh = {"registrant_id": None, "join_url": None, "tries": 0, "error": None, "due_at": at}
    made = LiveRegistration.state.in_((RegistrationState.MADE, RegistrationState.FAILED))
    left = LiveRegistration.state == RegistrationState.LEAVING
    again = RegistrationState.WANTED if wanted else RegistrationState.LEFT
    for which, state in ((made, again), (left, RegistrationState.LEFT)):
        db.session.execute(update(LiveRegistration).where(mine, which).values(state=state, **fresh))
