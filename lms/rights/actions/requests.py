"""The register of requests: noting, acknowledging, extending, carrying out, refusing."""

from datetime import date, datetime, time
from typing import Any

from lms.accounts import personal_data as accounts
from lms.audit import actions as audit
from lms.core import jobs
from lms.core.clock import ZONE, local
from lms.core.db import db, lock
from lms.people import actions as people
from lms.people.rules import Paused
from lms.rights import queries, rules
from lms.rights.models import DataRequest
from lms.rights.rules import Extended, Kind, Refused, State, Way

#: What the jobs of the room are called.
DOWNLOAD, ERASE = "rights.download", "rights.erase"


def note(person: Any, kind: Kind, way: Way, *, received: date | None = None, by: Any, at: datetime) -> DataRequest:
    """A request has come, today or on the day `received`. Raises NotThatDay.

    What comes over a page is acknowledged by it.
    """
    today = local(at).date()
    rules.check_received(received or today, today)
    came = at if received in (None, today) else datetime.combine(received, time(12), ZONE)
    acknowledge_by, due_by = rules.limits(kind, local(came).date(), queries.days_off(local(came).date()))
    request = DataRequest(
        person_id=person.id,
        kind=kind.value,
        way=way.value,
        noted_by_id=by and by.id,
        received_at=came,
        acknowledge_by=acknowledge_by,
        due_by=due_by,
        acknowledged_at=None if way in rules.NOTED else at,
        state=State.OPEN.value,
    )
    db.session.add(request)
    db.session.flush()
    audit.record("rights.asked", "person", person.id, by=by, at=at, kind=kind.value, way=way.value)
    return request


def acknowledge(request: DataRequest, *, by: Any, at: datetime) -> None:
    """The person has been told that it came; a second time changes nothing. Raises AlreadyEnded."""
    rules.check_open(lock(request).state)
    if request.acknowledged_at is None:
        request.acknowledged_at = at
        _record("rights.acknowledged", request, by=by, at=at)


def extend(request: DataRequest, why: Extended, *, by: Any, at: datetime) -> None:
    """More time, once. Raises AlreadyEnded, AlreadyExtended."""
    rules.check_extendable(lock(request).state, request.extended_why)
    request.extended_why = why.value
    request.due_by = rules.working_day(request.due_by, rules.EXTENSION, queries.days_off(request.due_by))
    _record("rights.extended", request, by=by, at=at, why=why.value)


def refuse(request: DataRequest, why: Refused, *, by: Any, at: datetime) -> None:
    """It is not carried out, and why. Raises AlreadyEnded, BeingDone."""
    rules.check_open(lock(request).state)
    if request.job_id:
        raise rules.BeingDone()
    request.refused_why = why.value
    _end(request, State.REFUSED, by=by, at=at)
    _record("rights.refused", request, by=by, at=at, why=why.value)


def carry_out(request: DataRequest, *, by: Any, at: datetime) -> None:
    """Start the job that does it, or note that staff have done it. Raises AlreadyEnded, BeingDone, RolesFirst."""
    rules.check_open(lock(request).state)
    request.acknowledged_at = request.acknowledged_at or at
    if request.kind not in rules.BY_JOB:
        finish(request, by=by, at=at)
    elif request.job_id and jobs.by_public_id(request.job_id).state in (jobs.JobState.WAITING, jobs.JobState.RUNNING):
        raise rules.BeingDone()
    elif request.kind == Kind.DELETE:
        erase_soon(request, by=by, at=at)
    else:
        _start(request, DOWNLOAD, owner=request.person, at=at)


def finish(request: DataRequest, *, by: Any, at: datetime) -> None:
    """It has been carried out."""
    _end(request, State.DONE, by=by, at=at)
    _record("rights.done", request, by=by, at=at)


def ask_for_copy(person: Any, *, by: Any, at: datetime) -> str:
    """The person wants a copy of their data; answers the public id of the job. Asked twice, there is one job."""
    number = _begin(DOWNLOAD, person, owner=person, at=at)
    if queries.by_job(number) is None:
        request = queries.open_one(person, Kind.DOWNLOAD) or note(person, Kind.DOWNLOAD, Way.PAGE, by=by, at=at)
        request.job_id = number
    return number


def ask_to_be_erased(person: Any, way: Way, *, by: Any, at: datetime) -> DataRequest:
    """The account is closed now, the rest goes with the job. Asked twice, there is one request. Raises RolesFirst."""
    request = queries.open_one(person, Kind.DELETE) or note(person, Kind.DELETE, way, by=by, at=at)
    erase_soon(request, by=by, at=at)
    return request


def erase_soon(request: DataRequest, *, by: Any, at: datetime) -> None:
    """Nobody can be this person from now on, their seats are free, and a job erases them. Raises RolesFirst."""
    person = request.person
    rules.check_no_roles([True] if queries.has_roles(person) else [])
    accounts.erase(person)
    people.pause(person, Paused.WITHDRAWN, by=by, at=at)
    if person.disabled_at is None:
        people.disable(person, by=by, at=at)
    _start(request, ERASE, owner=None, at=at)


def _start(request: DataRequest, kind: str, *, owner: Any, at: datetime) -> None:
    request.job_id = _begin(kind, request.person, owner=owner, at=at)


def _begin(kind: str, person: Any, *, owner: Any, at: datetime) -> str:
    return jobs.start(kind, owner=owner, key=f"{kind}:{person.id}", at=at)


def _end(request: DataRequest, state: State, *, by: Any, at: datetime) -> None:
    request.state, request.ended_at, request.ended_by_id = state.value, at, by and by.id


def _record(action: str, request: DataRequest, *, by: Any, at: datetime, **detail: Any) -> None:
    audit.record(action, "person", request.person_id, by=by, at=at, kind=request.kind, **detail)
