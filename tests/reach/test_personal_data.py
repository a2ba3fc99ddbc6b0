"""What reach keeps of a person, keeps when they are erased, and does when two turn out to be one."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lms.attendance import personal_data as attendance
from lms.core.db import db, mode
from lms.people import personal_data as people_data
from lms.reach import personal_data
from lms.reach.models import CubeCell, Merged
from lms.reach.queries import ledger
from tests.factories import people, reach, schedule


@pytest.fixture
def evenings(app, at):
    """Weekly sessions from 12 November on."""
    return schedule.sessions_of(schedule.series(people.trainer(consent=False), first=date(2026, 11, 12)))


def figure(indicator="attended"):
    found = select(func.sum(CubeCell.people)).where(CubeCell.scope == "programme", CubeCell.indicator == indicator)
    return db.session.scalar(found) or 0


def exact():
    return ledger.against_facts(ledger.people_after(0)) == [] and ledger.cube_against_ledger() == []


def test_export_tells_everything(evenings, at):
    person = people.person()
    reach.decided(evenings[0], person, at=at)
    reach.count(at=at)
    reach.decided(evenings[0], person, "absent", at=at)
    reach.count(at=at)
    rows = personal_data.export(person)["counted"]
    assert len(rows) == 3 + 5
    gone = [row for row in rows if row["withdrawn_at"]]
    assert {row["withdrawn_why"] for row in gone} == {"no-longer-proven"} and len(gone) == 5
    assert {row["day"] for row in gone} == {"2026-11-12"}


def test_erasing_keeps_the_number(evenings, at):
    person = people.person()
    reach.decided(evenings[0], person, at=at)
    reach.count(at=at)
    with mode("write"):
        personal_data.erase(person)
        person.erased_at, person.name = at, ""
        db.session.commit()
    assert (figure(), figure("registered")) == (1, 1) and exact()


def test_two_who_are_one_count_once_and_can_be_parted(evenings, at, clock):
    source, target = people.person("Lò Mảy"), people.person("Lò Thị Mảy")
    for evening, person in ((evenings[0], source), (evenings[1], source), (evenings[1], target)):
        reach.decided(evening, person, at=at)
    reach.count(at=at)
    assert (figure(), figure("registered")) == (2, 2)
    with mode("write"):
        undone = [(desk, desk.move(source, target)) for desk in (people_data, attendance, personal_data)]
        db.session.commit()
    assert (figure(), figure("registered")) == (1, 1) and exact()
    assert reach.ledger(target)["programme"].day == date(2026, 11, 12)
    assert reach.ledger(source) == {} and "merged" in {why for _scope, why in reach.withdrawn(source)}
    reach.decided(evenings[1], source, at=at)
    reach.count(at=at)
    assert figure() == 1
    with mode("write"):
        for desk, undo in undone:
            desk.move_back(undo, source, target)
        db.session.commit()
    assert (figure(), figure("registered")) == (2, 2) and exact()
    assert db.session.scalar(select(func.count()).select_from(Merged)) == 0
