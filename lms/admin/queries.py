"""Questions of the caretaker that go through several rooms or into core."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from lms.audit import queries as audit
from lms.core.db import db
from lms.core.jobs import Job, JobState
from lms.notifications.models import Letter
from lms.people.models import Person, Role
from lms.people.queries import IS_HERE
from lms.people.rules import RoleName

PAGE = 50


class Slice(NamedTuple):
    """One page, newest first; `before` is the key to go on from, None at the end."""

    rows: list[Any]
    before: Any


def role_history(person: Person) -> list[Role]:
    """Every role the person has or had, newest first."""
    return list(db.session.scalars(select(Role).where(Role.person_id == person.id).order_by(Role.id.desc())))


def caretakers() -> Any:
    """The ids of the persons who are caretakers and can sign in, as a SELECT to be locked."""
    held = (Role.name == RoleName.CARETAKER, Role.ended_at.is_(None))
    here = (Person.disabled_at.is_(None), Person.erased_at.is_(None))
    return select(Role.person_id).join(Person, Person.id == Role.person_id).where(*held, *here).order_by(Role.id)


def deciders() -> set[int]:
    """The ids of those who may agree to a role and can sign in: caretakers, and coordinators of the whole country."""
    national = (Role.name == RoleName.COORDINATOR) & (Role.province_code == "")
    held = (or_(Role.name == RoleName.CARETAKER, national), Role.ended_at.is_(None))
    here = (Person.disabled_at.is_(None), *IS_HERE)
    return set(db.session.scalars(select(Role.person_id).join(Person, Person.id == Role.person_id).where(*held, *here)))


def record(
    viewer: Any, asked: Mapping[str, Any], *, before: int | None = None, most: int = PAGE
) -> tuple[audit.Slice, dict[int, Person]]:
    """A page of the record and the persons in it by id, as they are called now.

    `asked`: `person` (an id), `act`, `since` and `until` (instants, ISO 8601), each may be missing.
    """
    limits = {name: datetime.fromisoformat(asked[name]) for name in ("since", "until") if asked.get(name)}
    about = {"person_id": asked.get("person"), "action": asked.get("act") or "", **limits}
    found = audit.entries(viewer, **about, before=before, most=most)
    chosen = select(Person).where(Person.id.in_(audit.persons_in(found.entries)))
    return found, {person.id: person for person in db.session.scalars(chosen)}


def job(job_id: str) -> Job | None:
    """One job."""
    return db.session.scalar(select(Job).where(Job.public_id == job_id))


def jobs(viewer: Any, state: str, *, before: str | None = None, most: int = PAGE) -> Slice:
    """The jobs in a state: what waits by when it is due, everything else newest first."""
    found = select(Job).where(Job.state == state).limit(most + 1)
    last = job(before) if before else None
    if state == JobState.WAITING:
        found = found.order_by(Job.due_at, Job.id)
        if last is not None:
            found = found.where(or_(Job.due_at > last.due_at, (Job.due_at == last.due_at) & (Job.id > last.id)))
    else:
        found = found.order_by(Job.id.desc())
        if last is not None:
            found = found.where(Job.id < last.id)
    rows = list(db.session.scalars(found))
    return Slice(rows[:most], rows[most - 1].public_id if len(rows) > most else None)


def count_jobs(state: str) -> int:
    """How many jobs are in a state."""
    return db.session.scalar(select(func.count()).select_from(Job).where(Job.state == state)) or 0


def count_letters(state: str) -> int:
    """How many letters are in a state."""
    return db.session.scalar(select(func.count()).select_from(Letter).where(Letter.state == state)) or 0


def readers_of(letters: list[Letter]) -> dict[int, Person]:
    """The persons these letters are to, by id; one SELECT."""
    chosen = select(Person).where(Person.id.in_({letter.to_id for letter in letters}))
    return {person.id: person for person in db.session.scalars(chosen)}
