"""Who is in the demonstration: sixty-five people, six of them with a part."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from lms.core.db import db
from lms.core.text import fold
from lms.demo import people as invented
from lms.demo.people import Invented
from lms.people import actions as people
from lms.people import queries
from lms.people.models import Person
from lms.people.rules import Purpose, RoleName

GENDERS = {"f": "female", "m": "male", "o": "other"}
#: Until the first of them came, and until the last.
CAME_FIRST, CAME_LAST = timedelta(days=70), timedelta(days=20)


@dataclass
class Cast:
    """The people of the demonstration. `diligence`: how likely somebody comes on an evening, by person id."""

    learner: Person
    trainers: list[Person]
    coordinator: Person
    of_province: Person
    learners: list[Person]
    diligence: dict[int, float] = field(default_factory=dict)


def invite(chance: Random, *, at: datetime) -> Cast:
    """Everybody comes, the learner first; staff have their roles from the start."""
    first = at - CAME_FIRST
    learner = _person(invented.LEARNER, 1, at=first, email="may.lo@example.com")
    trainer = _staff(invented.TRAINER, 2, RoleName.TRAINER, at=first)
    coordinator = _staff(invented.COORDINATOR, 3, RoleName.COORDINATOR, at=first)
    _staff(invented.CARETAKER, 4, RoleName.CARETAKER, at=first)
    of_province = _staff(invented.OF_PROVINCE, 5, RoleName.COORDINATOR, invented.OF_PROVINCE.province, at=first)
    second = _staff(invented.SECOND_TRAINER, 6, RoleName.TRAINER, at=first)
    rest = []
    for number, who in enumerate(invented.learners(), 7):
        came = first + chance.random() ** 2 * (CAME_FIRST - CAME_LAST)
        email = f"{fold(who.name).split()[-1]}{number}@example.com" if number % 3 == 0 else None
        rest.append(_person(who, number, at=came, email=email))
    cast = Cast(learner, [trainer, second], coordinator, of_province, [learner, *rest])
    cast.diligence = {person.id: chance.uniform(0.4, 0.98) for person in cast.learners}
    cast.diligence[learner.id] = 0.95
    return cast


def _person(who: Invented, number: int, *, at: datetime, email: str | None = None) -> Person:
    contacts = [("phone", f"+84990000{number:03}")] + [("email", email)] * bool(email)
    person = people.create(
        who.name,
        birth_year=who.birth_year or None,
        province_code=who.province or None,
        contacts=contacts,
        demo=True,
        by=None,
        at=at,
    )
    person.gender = GENDERS.get(who.gender)
    people.give_consent(person, Purpose.LEARNING, way="demo", by=None, at=at)
    if number % 4 == 0:
        people.give_consent(person, Purpose.NEWS, way="demo", by=None, at=at)
    db.session.flush()
    return person


def _staff(who: Invented, number: int, role: RoleName, province: str = "", *, at: datetime) -> Person:
    person = _person(who, number, at=at, email=f"{role}{number}@example.com")
    people.grant(person, role, province, by=None, at=at)
    return queries.as_viewer(person)
