"""Jobs are rows. The queue only wakes the worker; what is due is read from the table.

A job is claimed with a lease, so that a worker that dies leaves it to the sweeper; it is tried again
with growing pauses and ends as `done` or `failed`. Handlers are safe to run twice.
"""

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock, wake
from lms.core.db import When, db, insert_once, transaction
from lms.core.ids import public_id
from lms.core.logs import log

LEASE = timedelta(minutes=5)
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Job(db.Model):
    """One piece of background work."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Random id used in addresses.
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    #: Which handler runs it.
    kind: Mapped[str] = mapped_column(String(80))
    #: What the handler is told; ids and settings only.
    args: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: At most one job with this key waits or runs.
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    #: Who may watch it; None for the house's own work.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=JobState.WAITING)
    #: Not before this instant.
    due_at: Mapped[When]
    #: The worker that runs it must finish or renew by then.
    leased_until: Mapped[When | None]
    tries: Mapped[int] = mapped_column(default=0)
    #: Progress in the handler's own units.
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    #: What came of it, for the page of the job.
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    #: The last error, for the caretaker only.
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[When]
    ended_at: Mapped[When | None]

    __table_args__ = (Index("ix_job_state_due_at", "state", "due_at"),)


_handlers: dict[str, Callable[[Job], Any]] = {}
_rhythms: dict[str, timedelta] = {}


def task(kind: str) -> Callable[..., Any]:
    """Register the handler of a kind of job. It returns a JSON-able result or None."""

    def register(handler: Callable[[Job], Any]) -> Callable[[Job], Any]:
        _handlers[kind] = handler
        return handler

    return register


def every(*, seconds: int) -> Callable[..., Any]:
    """Run a function (no arguments) in this rhythm, in one transaction of its own."""

    def register(work: Callable[[], Any]) -> Callable[[], Any]:
        kind = f"{work.__module__.removeprefix('lms.').removesuffix('.jobs')}.{work.__name__}"
        _rhythms[kind] = timedelta(seconds=seconds)
        _handlers[kind] = lambda _job: work()
        return work

    return register


def start(
    kind: str, *, args: dict[str, Any] | None = None, owner: Any = None, at: datetime, key: str | None = None
) -> str:
    """Plan a job in the current transaction; answers its public id (of the one already there by `key`)."""
    wake.soon()
    number = public_id()
    values = {
        "public_id": number,
        "kind": kind,
        "args": args or {},
        "owner_id": owner and owner.id,
        "key": key,
        "state": JobState.WAITING,
        "due_at": at,
        "created_at": at,
        "tries": 0,
        "done": 0,
    }
    if insert_once(Job, values, *(["key"] if key else [])):
        return number
    return db.session.scalars(select(Job.public_id).where(Job.key == key)).one()


def plan_rhythms(*, at: datetime) -> None:
    """Make sure every periodic job has its row."""
    with transaction():
        for kind in _rhythms:
            start(kind, at=at, key=f"every:{kind}")


def _claim(at: datetime) -> int | None:
    """Take the next due job (also one whose worker died): conditional, so that two workers never share one."""
    with transaction():
        overdue = (Job.state == JobState.RUNNING) & (Job.leased_until < at)
        due = (Job.state == JobState.WAITING) & (Job.due_at <= at)
        found = db.session.scalars(
            select(Job.id)
            .where(or_(due, overdue))
            .order_by(Job.due_at, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if found is not None:
            db.session.execute(
                update(Job)
                .where(Job.id == found)
                .values(state=JobState.RUNNING, leased_until=at + LEASE, tries=Job.tries + 1)
            )
        return found


def run_due(*, most: int = 1000) -> int:
    """Run what is due now; answers how many jobs were run."""
    ran = 0
    while ran < most and (number := _claim(clock.now())) is not None:
        _run(number)
        ran += 1
    return ran


def _run(number: int) -> None:
    kind = "?"
    try:
        with transaction():
            job = db.session.get(Job, number)
            kind = job.kind
            result = _handlers[kind](job)
            _finish(job, result, at=clock.now())
        log.info("job.done", kind=kind)
    except Exception as error:
        log.error("job.failed", kind=kind, error=type(error).__name__)
        with transaction():
            _put_back(db.session.get(Job, number), error, at=clock.now())


def _finish(job: Job, result: Any, *, at: datetime) -> None:
    rhythm = _rhythms.get(job.kind)
    if rhythm and job.key:
        job.state, job.due_at, job.tries, job.error = JobState.WAITING, at + rhythm, 0, None
    elif job.state != JobState.STOPPED:
        job.state, job.key = JobState.DONE, None
    job.leased_until, job.result, job.ended_at = None, result, at


def _put_back(job: Job, error: Exception, *, at: datetime) -> None:
    job.error = "".join(traceback.format_exception(error))[-4000:]
    job.leased_until = None
    if job.state == JobState.STOPPED:
        return
    if job.kind in _rhythms or job.tries <= len(PAUSES):
        job.state, job.due_at = JobState.WAITING, at + PAUSES[min(job.tries, len(PAUSES)) - 1]
    else:
        job.state, job.key, job.ended_at = JobState.FAILED, None, at


def progress(job_id: int, done: int, total: int | None = None) -> bool:
    """Move the bar of a running job, renew its lease, commit what it did so far; False once it was stopped."""
    at = clock.now()
    values: dict[str, Any] = {"done": done, "leased_until": at + LEASE}
    db.session.execute(
        update(Job).where(Job.id == job_id).values(values if total is None else {**values, "total": total})
    )
    db.session.commit()
    return db.session.scalar(select(Job.state).where(Job.id == job_id)) == JobState.RUNNING


def overdue(at: datetime, *, by: timedelta = timedelta(minutes=2)) -> int:
    """How many jobs should have run by now and have not: zero when a worker lives."""
    late = select(db.func.count()).where(Job.state == JobState.WAITING, Job.due_at < at - by)
    return db.session.scalar(late) or 0


def by_public_id(job_id: str) -> Job | None:
    """The job of an address; the house's own rhythms have none."""
    return db.session.scalar(select(Job).where(Job.public_id == job_id, Job.kind.not_in(list(_rhythms))))


def stop(job: Job, *, at: datetime) -> bool:
    """Stop a job that waits or runs; answers whether it still did. A running handler learns of it from `progress`."""
    open_states = Job.state.in_((JobState.WAITING, JobState.RUNNING))
    values = {"state": JobState.STOPPED, "key": None, "leased_until": None, "ended_at": at}
    return bool(db.session.execute(update(Job).where(Job.id == job.id, open_states).values(values)).rowcount)
