"""What a caretaker changes. Roles and sign-ins belong together: staff stay signed in for a shorter time."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from lms.accounts.actions import sign_ins as accounts
from lms.admin import queries, rules
from lms.audit import actions as audit
from lms.core import wake
from lms.core.db import db, take_write_lock
from lms.core.jobs import Job, JobState
from lms.people import actions as people
from lms.people.models import Person
from lms.people.rules import RoleName


def grant(person: Person, name: RoleName, province_code: str, *, by: Any, at: datetime) -> bool:
    """Give a role and end the person's sign-ins; False if they have it already. Raises what `people.grant` raises."""
    new = people.grant(person, name, province_code, by=by, at=at)
    if new:
        _sign_out(person, by=by, at=at)
    return new


def end_role(person: Person, name: RoleName, province_code: str, *, by: Any, at: datetime) -> bool:
    """Take a role back and end the person's sign-ins. Raises LastCaretaker."""
    if name == RoleName.CARETAKER:
        _check_others(person)
    ended = people.end_role(person, name, province_code, by=by, at=at)
    if ended:
        _sign_out(person, by=by, at=at)
    return ended


def close(person: Person, *, by: Any, at: datetime) -> None:
    """Nobody can sign in as this person any more. Raises NotYourself, LastCaretaker."""
    rules.check_other(person.id, by.id)
    _check_others(person)
    people.disable(person, by=by, at=at)
    accounts.end_all(person, by=by, at=at)


def retry(job: Job, *, by: Any, at: datetime) -> bool:
    """Let a failed job run again, now; False if it is no longer failed."""
    values = {"state": JobState.WAITING, "due_at": at, "tries": 0, "ended_at": None}
    done = db.session.execute(update(Job).where(Job.id == job.id, Job.state == JobState.FAILED).values(values)).rowcount
    if done:
        wake.soon()
        audit.record("admin.job-retried", "job", job.id, by=by, at=at)
    return bool(done)


def _check_others(person: Person) -> None:
    """Refuses to leave the house without a caretaker, also when two send each other away at once."""
    take_write_lock(db.session.connection())
    stay = set(db.session.scalars(queries.caretakers().with_for_update(key_share=True))) - {person.id}
    rules.check_stays(len(stay))


def _sign_out(person: Person, *, by: Any, at: datetime) -> None:
    """Everywhere; but whoever changes an own role stays at the screen."""
    if by is None or person.id != by.id:
        accounts.end_all(person, by=by, at=at)
