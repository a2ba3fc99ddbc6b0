"""What the pages about people show: children, pairs, requests, a role that waits, answers.

`arrive` brings those who come besides the crowd; `look_after` does what they and staff have done since.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from types import ModuleType
from typing import Any, NamedTuple

from lms.accounts import passwords
from lms.core.outbox import work_off
from lms.demo.crowd import Cast
from lms.duplicates import actions as duplicates
from lms.guardians import actions as guardians
from lms.guardians.rules import Relation
from lms.people import actions as people
from lms.people.models import Person
from lms.people.rules import Gender, Purpose, RoleName
from lms.profile import actions as profile
from lms.profile.rules.cards import Card
from lms.rights.actions import requests
from lms.rights.rules import Kind, Way

DAY = timedelta(days=1)
LAI_CHAU, CHILDS_AGE = "12", 14
#: What the invented mother would type.
GUARDIAN_CODE = "274193"
#: Places among the learners: here under one name twice, under a near one, merged; and who asked for something.
TWICE, NEARLY, MERGED, ASKED = 5, 9, 3, (1, 2, 4, 8)


class Twins(NamedTuple):
    """Somebody, and the second row that is the same person."""

    first: Person
    second: Person


def arrive(cast: Cast, *, at: datetime) -> Twins:
    """Two children, twins with their mother's phone, and three who sign up again; answers one of those."""
    year = at.year - CHILDS_AGE
    _child("Giàng Thị Sua", 101, year, at=at - 2 * DAY)
    agreed = _child("Tẩn Láo Tả", 102, year, at=at - 20 * DAY)
    mother = {"name": "Phàn Mý Lai", "relation": Relation.MOTHER, "phone": "+84990000103"}
    guardians.consent(agreed, **mother, code=passwords.scramble(GUARDIAN_CODE), at=at - 19 * DAY)
    for name in ("Hoàng Thị Hương", "Hoàng Thị Hường"):
        come(name, "+84990000104", 2005, LAI_CHAU, at=at - 15 * DAY)
    nearly = cast.learners[NEARLY]
    _again(cast.learners[TWICE], cast.learners[TWICE].name, at=at - 9 * DAY)
    _again(nearly, nearly.name.replace(" ", " Thị ", 1), at=at - 6 * DAY)
    return Twins(cast.learners[MERGED], _again(cast.learners[MERGED], cast.learners[MERGED].name, at=at - 12 * DAY))


def come(name: str, phone: str | None, year: int | None, province: str, *, at: datetime) -> Person:
    """Somebody signs up and agrees to learn."""
    contacts = [("phone", phone)] if phone else []
    person = people.create(
        name, birth_year=year, province_code=province, contacts=contacts, demo=True, by=None, at=at
    )  # fmt: skip
    people.agree_to_learn(person, way="demo", by=None, at=at)
    return person


def _child(name: str, number: int, year: int, *, at: datetime) -> Person:
    child = come(name, f"+84990000{number}", year, LAI_CHAU, at=at)
    guardians.note_agreement(child, agreed_at=at, by=None, at=at)
    return child


def _again(person: Person, name: str, *, at: datetime) -> Person:
    """The person signs up once more, with the phone they have here already."""
    return come(name, person.contacts[0].value, person.birth_year, person.province_code or "", at=at)


def look_after(cast: Cast, twins: Twins, desks: Sequence[tuple[str, ModuleType]], *, at: datetime) -> None:
    """Pairs are found and one is merged; people ask and answer; a role is proposed."""
    while work_off(duplicates.IDENTIFIED, partial(_look, at=at), at=at):
        pass
    duplicates.merge(twins.second, twins.first, desks, by=cast.coordinator, at=at - 2 * DAY)
    _ask(cast, at)
    _answer(cast, at)
    people.propose(cast.trainers[1], RoleName.COORDINATOR, "20", by=cast.coordinator, at=at - DAY)


def _look(person_id: int, *, at: datetime) -> bool:
    duplicates.look(person_id, at=at)
    return True


def _ask(cast: Cast, at: datetime) -> None:
    """One request is late, one has just come, one is acknowledged, one is done."""
    staff = cast.coordinator
    late, new, told, done = (cast.learners[place] for place in ASKED)
    requests.note(late, Kind.CORRECT, Way.PHONE, by=staff, at=at - 25 * DAY)
    requests.note(new, Kind.SEE, Way.IN_PERSON, by=staff, at=at)
    requests.acknowledge(
        requests.note(told, Kind.CORRECT, Way.LETTER, by=staff, at=at - 3 * DAY), by=staff, at=at - 2 * DAY
    )
    request = requests.note(done, Kind.SEE, Way.PHONE, by=staff, at=at - 12 * DAY)
    requests.carry_out(request, by=staff, at=at - 8 * DAY)


def _answer(cast: Cast, at: datetime) -> None:
    """Some of the crowd were asked a question or two, and agreed to more than learning."""
    for number, person in enumerate(cast.learners[1:25]):
        then = at - (number % 9 + 1) * DAY
        act: Any = (_tells, profile.refuse, profile.defer)[number % 3]
        act(person, Card.GENDER, by=person, at=then)
        if number % 2:
            profile.give(person, Purpose.SHARING, by=person, at=then)
        if number % 5 == 0:
            profile.give(person, Purpose.STORIES, by=person, at=then)


def _tells(person: Person, card: Card, *, by: Person, at: datetime) -> None:
    profile.answer(person, card, person.gender or Gender.OTHER, by=by, at=at)
