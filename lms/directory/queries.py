"""Questions about one person that go through several rooms, and about people in batches."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, select

from lms.attendance.models import Decision
from lms.attendance.rules.decision import State
from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.enrolment.rules import EnrolmentState
from lms.invitations.models import Invitation
from lms.people import queries as people
from lms.people.models import Contact, Person, Role
from lms.schedule.models import Series, Session
from lms.schedule.rules import SessionState

#: Classes of one person that their page shows.
MOST_CLASSES = 20


class Attended(NamedTuple):
    """A class of a person: how many of its past sessions they were in."""

    series: Series
    #: `enrolled` or `withdrawn`.
    state: str
    since: datetime
    #: Sessions that ended since they came.
    held: int
    there: int

    @property
    def is_in(self) -> bool:
        """Whether they hold a seat."""
        return self.state == EnrolmentState.ENROLLED


def classes_of(person: Any, at: datetime) -> list[Attended]:
    """The classes of a person, newest first, with sessions that were and sessions they were in (one SELECT)."""
    past = (Session.ends_at <= at, Session.ends_at > Enrolment.enrolled_at, Session.state != SessionState.CANCELLED)
    was = and_(Session.series_id == Series.id, *past)
    came = and_(Decision.session_id == Session.id, Decision.person_id == person.id)
    here = Decision.state.in_((State.PRESENT, State.PARTIAL, State.WATCHED_LATER))
    found = (
        select(Series, Enrolment, func.count(Session.id), func.sum(case((here, 1), else_=0)))
        .join(Enrolment, Enrolment.series_id == Series.id)
        .outerjoin(Session, was)
        .outerjoin(Decision, came)
        .where(Enrolment.person_id == person.id)
        .group_by(Series.id, Enrolment.id)
        .order_by(Enrolment.id.desc())
        .limit(MOST_CLASSES)
    )
    return [
        Attended(series, seat.state, seat.enrolled_at, held, there)
        for series, seat, held, there in db.session.execute(found)
    ]


def invited_at(person: Any) -> datetime | None:
    """When somebody was first invited by a list; None for those who came by themselves."""
    return db.session.scalar(select(func.min(Invitation.invited_at)).where(Invitation.person_id == person.id))


def contacts_of(found: list[Person]) -> dict[int, list[Contact]]:
    """The contacts of these persons, by person id; one SELECT."""
    return _by_person(Contact, select(Contact).where(Contact.person_id.in_([person.id for person in found])))


def roles_of(found: list[Person]) -> dict[int, list[Role]]:
    """The roles in force of these persons, by person id; one SELECT."""
    standing = (Role.person_id.in_([person.id for person in found]), Role.ended_at.is_(None))
    return _by_person(Role, select(Role).where(*standing))


def _by_person(table: Any, found: Any) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = {}
    for row in db.session.scalars(found.order_by(table.id)):
        rows.setdefault(row.person_id, []).append(row)
    return rows


def batches(viewer: Any, asked: dict[str, str], most: int) -> Iterator[list[Person]]:
    """Everybody found, so many at a time; nobody outside the viewer's scope."""
    after: str | None = ""
    while after is not None:
        found, after = people.search(viewer, **asked, after=after, most=most)
        if found:
            yield found
