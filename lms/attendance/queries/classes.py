"""Who may have been in a room: everybody of a class, as the ladder of recognising needs them."""

from collections import defaultdict
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, or_, select

from lms.attendance.models import Alias, Evidence
from lms.attendance.queries.evidence import HAS_SEAT
from lms.attendance.rules.matching import Roster
from lms.attendance.rules.roster import Learner
from lms.core.db import db
from lms.core.text import fold
from lms.enrolment.models import Enrolment
from lms.live.models import LiveRegistration
from lms.people.models import Contact, Person
from lms.people.queries import IS_HERE
from lms.schedule.models import SeriesTrainer, Session

#: People that a search shows.
MOST = 20


class Member(NamedTuple):
    """Somebody of a class. `teaches`: and nothing else."""

    id: int
    public_id: str
    name: str
    mark: str
    teaches: bool


class ClassRoom(NamedTuple):
    """Everybody of a class by id, and the roster that recognises them."""

    members: dict[int, Member]
    roster: Roster

    @property
    def trainers(self) -> set[int]:
        """Ids of those who only teach."""
        return {member.id for member in self.members.values() if member.teaches}


def classroom(session: Any) -> ClassRoom:
    """The class of a session (two SELECTs).

    Learners are those with a seat, and those who left a trace or were registered with Zoom and have none any more.
    """
    learns = or_(*_ties(session.series_id))
    teaches = exists().where(SeriesTrainer.series_id == session.series_id, SeriesTrainer.person_id == Person.id)
    found = (
        select(Person.id, Person.public_id, Person.name, Person.mark, learns, Contact.value,
               LiveRegistration.registrant_id)
        .outerjoin(Contact, and_(Contact.person_id == Person.id, Contact.kind == "email",
                                 Contact.verified_at.is_not(None)))
        .outerjoin(LiveRegistration, and_(LiveRegistration.series_id == session.series_id,
                                          LiveRegistration.person_id == Person.id))
        .where(or_(learns, teaches), *IS_HERE)
        .order_by(Person.id, Contact.id)
    )  # fmt: skip
    members: dict[int, Member] = {}
    emails: dict[int, list[str]] = defaultdict(list)
    registrants: dict[int, str | None] = {}
    for number, public_id, name, mark, is_learner, email, registrant in db.session.execute(found):
        members[number] = Member(number, public_id, name, mark, not is_learner)
        emails[number] += [email] if email else []
        registrants[number] = registrant
    learners = [
        Learner(one.id, one.name, one.mark, tuple(emails[one.id]), registrants[one.id]) for one in members.values()
    ]
    aliases = select(Alias.key, Alias.person_id).where(Alias.series_id == session.series_id)
    return ClassRoom(members, Roster(learners, dict(db.session.execute(aliases).all())))


def _ties(series_id: int) -> tuple[Any, Any, Any]:
    """Conditions on `Person`, each of which makes somebody a learner of a series."""
    evenings = select(Session.id).where(Session.series_id == series_id)
    here = (Enrolment.series_id == series_id, Enrolment.person_id == Person.id, Enrolment.state == HAS_SEAT)
    registered = (LiveRegistration.series_id == series_id, LiveRegistration.person_id == Person.id)
    return (
        exists().where(*here),
        exists().where(Evidence.session_id.in_(evenings), Evidence.person_id == Person.id),
        exists().where(*registered).correlate(Person),
    )


def search(session: Any, words: str) -> list[Person]:
    """Learners of the class whose name contains the words, tones and case aside; by given name, MOST at most."""
    key = fold(words[:80])
    if not key:
        return []
    found = _learners(session).where(Person.name_fold.contains(key, autoescape=True))
    return list(db.session.scalars(found.order_by(Person.name_sort, Person.id).limit(MOST)))


def learner(session: Any, person_id: str) -> Person | None:
    """A learner of the class by public id."""
    return db.session.scalar(_learners(session).where(Person.public_id == person_id))


def _learners(session: Any) -> Select[tuple[Person]]:
    return select(Person).where(or_(*_ties(session.series_id)), *IS_HERE)
