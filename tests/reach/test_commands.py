"""`flask --app wsgi reach verify`: silent when all is well, loud when not."""

from datetime import date

import pytest
from sqlalchemy import text, update

from lms.core.db import db, mode
from lms.reach.models import CubeCell, CubeDay
from tests.factories import people, reach, schedule


@pytest.fixture
def person(app, at):
    """Somebody counted for one session."""
    session = schedule.sessions_of(schedule.series(people.trainer(consent=False), first=date(2026, 11, 12)))[0]
    found = people.person()
    reach.decided(session, found, at=at)
    reach.count(at=at)
    return found


def verify(app):
    db.session.commit()
    db.session.remove()
    with mode("write"):
        return app.test_cli_runner().invoke(args=["reach", "verify"])


def test_all_is_well(app, clock, person):
    answer = verify(app)
    assert (answer.exit_code, answer.output) == (0, "2 persons: 0 ledger rows and 0 cells differ.\n")


def test_what_only_waits_is_no_difference(app, clock, person, at):
    people.person("Người mới")
    assert verify(app).exit_code == 0


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM milestone WHERE scope = 'programme' AND indicator = 'attended'", "missing"),
        ("UPDATE decision SET state = 'absent'", "no-longer-proven"),
        ("UPDATE milestone SET day = '2026-11-13' WHERE indicator = 'attended'", "other-fact-first"),
    ],
)
def test_a_ledger_that_is_not_the_facts(app, clock, person, damage, told):
    number = person.id
    db.session.execute(text(damage))
    answer = verify(app)
    assert answer.exit_code == 1
    assert f"person {number}: attended in programme is {told}" in answer.output


@pytest.mark.parametrize("cube", [CubeCell, CubeDay])
def test_a_cube_that_is_not_the_ledger(app, clock, person, cube):
    db.session.execute(update(cube).where(cube.indicator == "attended").values(people=cube.people + 1))
    answer = verify(app)
    assert answer.exit_code == 1
    assert "attended · year:2026" in answer.output and "+1 in the cube" in answer.output
