"""Questions about requests, about who was erased, and about whom nobody has seen for long."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, or_, select, true, tuple_
from sqlalchemy.orm import joinedload

from lms.accounts.models import SignIn
from lms.attendance.models import Evidence
from lms.core.clock import ZONE
from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.files.models import File
from lms.notifications.models import Letter
from lms.people.models import Person, Role
from lms.people.queries import IS_HERE, covers
from lms.people.rules import RoleName
from lms.places import queries as places
from lms.quizzes.models import Attempt
from lms.reach.models import Merged
from lms.rights.models import DataRequest, Erasure
from lms.rights.rules import MARGIN, Kind, State

PAGE = 30
#: Persons looked at in one step of keeping time.
BATCH = 2000
#: What a copy of one's data is for, on the shelf; the letter that says that an account will be erased.
DOWNLOAD, WARNING = "rights.download", "rights/letters/quiet"


class Slice(NamedTuple):
    """One page of requests; `after` is the public id to go on from, None at the end."""

    requests: list[DataRequest]
    after: str | None


class Quiet(NamedTuple):
    """Somebody nobody has seen for long: when they were warned, None when not, and whether they can be."""

    person: Person
    warned_at: datetime | None


def days_off(first: date) -> set[date]:
    """Every public holiday that can matter for a time limit counted from `first`."""
    found = places.holidays_between(first, first + MARGIN)
    return {off.first + timedelta(days=n) for off in found for n in range((off.last - off.first).days + 1)}


def by_public_id(request_id: str) -> DataRequest | None:
    """The request of an address, with its person."""
    found = select(DataRequest).where(DataRequest.public_id == request_id)
    return db.session.scalar(found.options(joinedload(DataRequest.person, innerjoin=True)))


def by_job(job_id: str) -> DataRequest | None:
    """The request that a job carries out."""
    return db.session.scalar(select(DataRequest).where(DataRequest.job_id == job_id))


def open_one(person: Any, kind: Kind) -> DataRequest | None:
    """The person's oldest request of this kind that has not ended."""
    standing = (DataRequest.person_id == person.id, DataRequest.kind == kind, DataRequest.state == State.OPEN)
    return db.session.scalar(select(DataRequest).where(*standing).order_by(DataRequest.id).limit(1))


def of_person(person: Any) -> list[DataRequest]:
    """Everything the person asked, newest first."""
    found = select(DataRequest).where(DataRequest.person_id == person.id)
    return list(db.session.scalars(found.order_by(DataRequest.id.desc()).limit(PAGE)))


def downloads(person: Any, *, at: datetime) -> list[File]:
    """The copies of their data that lie ready for the person, newest first."""
    found = select(File).where(File.owner_id == person.id, File.purpose == DOWNLOAD, File.keep_until > at)
    return list(db.session.scalars(found.order_by(File.id.desc())))


def has_roles(person: Any) -> bool:
    """Whether the person has a role now."""
    return bool(db.session.scalar(select(exists().where(Role.person_id == person.id, Role.ended_at.is_(None)))))


def seen_by(viewer: Any) -> Any:
    """The condition on `Person` that cuts requests to the viewer's scope; who was erased keeps a province."""
    names = {role.name for role in viewer.roles_now}
    if RoleName.CARETAKER in names or covers(viewer, None):
        return true()
    return Person.province_code.in_(
        [role.province_code for role in viewer.roles_now if role.name == RoleName.COORDINATOR]
    )


def requests(viewer: Any, *, ended: bool, after: str | None = None, most: int = PAGE) -> Slice:
    """Requests in the viewer's scope: the open ones by the day they are due, or the ended ones, newest first."""
    found = _seen(viewer).options(joinedload(DataRequest.person, innerjoin=True))
    last = by_public_id(after) if after else None
    if ended:
        found = found.where(DataRequest.state != State.OPEN).order_by(DataRequest.id.desc())
        found = found.where(DataRequest.id < last.id) if last else found
    else:
        found = found.where(DataRequest.state == State.OPEN).order_by(DataRequest.due_by, DataRequest.id)
        key = tuple_(DataRequest.due_by, DataRequest.id)
        found = found.where(key > tuple_(last.due_by, last.id)) if last else found
    rows = list(db.session.scalars(found.limit(most + 1)))
    return Slice(rows[:most], rows[most - 1].public_id if len(rows) > most else None)


def proof(viewer: Any, year: int) -> Iterator[tuple[DataRequest, str]]:
    """(request, the person's address) of all requests received in a year, in the order they came, a few at a time."""
    first, last = datetime(year, 1, 1, tzinfo=ZONE), datetime(year + 1, 1, 1, tzinfo=ZONE)
    inside = (DataRequest.received_at >= first, DataRequest.received_at < last)
    rows = _seen(viewer).add_columns(Person.public_id).where(*inside)
    found = db.session.execute(rows.order_by(DataRequest.id), execution_options={"yield_per": 500})
    yield from ((request, number) for request, number in found)


def _seen(viewer: Any) -> Select[tuple[DataRequest]]:
    return select(DataRequest).join(Person, Person.id == DataRequest.person_id).where(seen_by(viewer))


def also(person: Any) -> list[Person]:
    """Rows that were merged into the person, and into those: the same human being, still with a name."""
    found: list[Person] = []
    into = [person.id]
    while into:
        rows = list(
            db.session.scalars(
                select(Person).join(Merged, Merged.person_id == Person.id).where(Merged.into_id.in_(into))
            )
        )
        found += rows
        into = [row.id for row in rows]
    return found


def erasures() -> Iterator[Erasure]:
    """Everybody who was erased, a few at a time."""
    yield from db.session.scalars(select(Erasure).order_by(Erasure.erased_at), execution_options={"yield_per": 1000})


def to_erase_again(ids: dict[str, int]) -> list[Person]:
    """Those of {public id: key} who are here, with a name: the database is older than their erasure."""
    found: list[Person] = []
    waiting = iter(ids)
    while some := list(islice(waiting, 500)):
        rows = db.session.scalars(select(Person).where(Person.public_id.in_(some), Person.erased_at.is_(None)))
        found += [person for person in rows if ids[person.public_id] == person.id]
    return found


def quiet(after: int, since: datetime, most: int = BATCH) -> tuple[list[Quiet], int]:
    """Learners without any sign of life `since`, among the next persons; and the last id looked at (0: the end).

    A sign is a sign-in, a seat taken or given up, a trace in a class, an attempt. Staff have none to give.
    """
    looked_at = list(db.session.scalars(select(Person.id).where(Person.id > after).order_by(Person.id).limit(most)))
    if not looked_at:
        return [], 0
    of = Person.id
    signs = [
        exists().where(SignIn.person_id == of, SignIn.seen_at >= since),
        exists().where(Enrolment.person_id == of, or_(Enrolment.enrolled_at >= since, Enrolment.withdrawn_at >= since)),
        exists().where(Evidence.person_id == of, Evidence.at >= since),
        exists().where(Attempt.person_id == of, Attempt.started_at >= since),
        exists().where(Role.person_id == of, Role.ended_at.is_(None)),
    ]
    nobody = and_(*IS_HERE, Person.created_at < since, *(~sign for sign in signs))
    found = db.session.execute(
        select(Person, Letter.written_at)
        .outerjoin(Letter, and_(Letter.to_id == Person.id, Letter.template == WARNING, Letter.written_at >= since))
        .where(Person.id > after, Person.id <= looked_at[-1], nobody)
        .order_by(Person.id, Letter.written_at)
    )
    return [Quiet(*row) for row in found], looked_at[-1] if len(looked_at) == most else 0
