"""Losing the person and keeping the count."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from sqlalchemy import select, update

from lms.core.db import db, insert_once
from lms.core.jobs import Job, JobState
from lms.core.outbox import announce, claim
from lms.core.revisions import touch
from lms.files.models import File
from lms.people import actions as people
from lms.reach.actions import counting
from lms.rights import erasures, mentions, queries
from lms.rights.erasures import Line
from lms.rights.models import Erasure

Desks = Sequence[tuple[str, ModuleType]]
#: Announced for everybody who was erased.
ERASED = "rights.erased"
#: Pages kept ready that may show a name: a trainer's on the page of a class.
SHOWN = ("schedule", "catalogue", "reach")


class Replayed(NamedTuple):
    """How many people were erased again, and the files to take off the disk."""

    people: int
    files: list[str]


def erase(person: Any, desks: Desks, *, by: Any, at: datetime) -> list[str]:
    """Erase a person, and every row that turned out to be the same person; answers the files to take off the disk.

    `desks` is (room, its `personal_data`) from the ground up; they are asked from the top down, so that each
    still finds what it needs below it. The caller takes the files off (`files.store.remove`) once this is
    committed; what a crash leaves behind, the hourly sweep of the shelf takes.
    Safe to do again.
    """
    gone: list[str] = []
    for row in [*queries.also(person), person]:
        if row.erased_at is None:
            gone += _erase_one(row, desks, by=by, at=at)
    for name in SHOWN:
        touch(name)
    return gone


def _erase_one(person: Any, desks: Desks, *, by: Any, at: datetime) -> list[str]:
    counting.recount([person.id], at=at)  # what they did a moment ago counts too; later nobody looks at them
    said = mentions.of(person)
    gone = list(db.session.scalars(select(File.public_id).where(File.owner_id == person.id)))
    for _room, desk in reversed(desks):
        desk.erase(person)
    for words in said:
        gone += mentions.scrub(words)
    _forget_jobs(person)
    people.close(person, by=by, at=at)
    values = {"person_id": person.id, "public_id": person.public_id, "erased_at": at}
    if insert_once(Erasure, values, "person_id"):
        announce(ERASED, person.id, at=at)
    db.session.flush()
    return gone


def _forget_jobs(person: Any) -> None:
    """What the person's own work was called and what came of it; what still waits is stopped."""
    theirs = update(Job).where(Job.owner_id == person.id)
    open_states = Job.state.in_((JobState.WAITING, JobState.RUNNING))
    db.session.execute(theirs.where(open_states).values(state=JobState.STOPPED, key=None, leased_until=None))
    db.session.execute(theirs.values(args={}, result=None, error=None))


def write_down(folder: Path, *, at: datetime) -> int:
    """Bring those just erased onto the list outside the database; answers how many.

    They wait in the outbox until their lines are on the disk: one may be written twice, none is lost.
    """
    waiting = [change.subject for change in claim(ERASED)]
    rows = db.session.scalars(select(Erasure).where(Erasure.person_id.in_(waiting)).order_by(Erasure.erased_at))
    return erasures.write(folder, [_line(row) for row in rows])


def complete_list(folder: Path, *, at: datetime) -> int:
    """Add whoever is missing on the list, all of it compared; answers how many."""
    known = {line.public_id for line in erasures.read(folder)}
    return erasures.write(folder, [_line(row) for row in queries.erasures() if row.public_id not in known])


def replay(folder: Path, desks: Desks, *, at: datetime) -> Replayed:
    """Erase again whoever stands on the list and is here with a name."""
    listed = {line.public_id: line.person_id for line in erasures.read(folder)}
    gone: list[str] = []
    people = queries.to_erase_again(listed)
    for person in people:
        gone += erase(person, desks, by=None, at=at)
    return Replayed(len(people), gone)


def _line(row: Erasure) -> Line:
    return Line(row.person_id, row.public_id, row.erased_at)
