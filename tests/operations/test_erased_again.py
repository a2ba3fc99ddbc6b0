"""A backup knows people who were erased since; restoring it erases them again."""

import json
from pathlib import Path

import pytest

from lms.core import clock, jobs
from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.files import actions as shelf
from lms.operations.backup import backup, store
from lms.operations.restore import restore
from lms.people.models import Person
from lms.reach.queries import ledger
from lms.rights import erasures
from lms.rights.actions import erasing, requests
from lms.rights.models import Erasure
from lms.rights.rules import Way
from tests.factories import enrolment, people, reach, schedule
from tests.operations.test_backup import other
from tests.rights.conftest import no_list  # noqa: F401 – a fixture, used by its name


@pytest.fixture
def target(bench, tmp_path):
    """Where backups are restored to."""
    made = other(bench, tmp_path / "other")
    yield made
    with made.app_context():
        db.engine.dispose()


def erase(app, person, at):
    """As the worker does, the list included."""
    with mode("write"):
        requests.ask_to_be_erased(person, Way.PAGE, by=person, at=at)
        db.session.commit()
    jobs.plan_rhythms(at=at)
    jobs.run_due(most=60)


def counted(at):
    reach.count(at=at)
    db.session.rollback()
    return [
        tuple(row) for row in db.session.execute(db.select(ledger.CubeCell.__table__).order_by("indicator", "scope"))
    ]


def test_who_was_erased_since_is_erased_again(app, clock, tmp_path, at):
    person, other_one = people.person("Vừ Thị Dính", email="dinh@example.vn"), people.person("Sùng A Chu")
    series = schedule.series(people.trainer())
    for somebody in (person, other_one):
        enrolment.enrol(somebody, series)
    cells = counted(at)
    backup(app, tmp_path / "old", at=at)
    erase(app, person, at)
    done = restore(app, tmp_path / "old", replace=True)
    assert done.erased == 1
    rows = {row.public_id: row.name for row in db.session.scalars(db.select(Person))}
    assert (rows[person.public_id], rows[other_one.public_id]) == ("", "Sùng A Chu")
    assert counted(at) == cells and ledger.cube_against_ledger() == []
    assert db.session.scalars(db.select(Erasure.public_id)).all() == [person.public_id]


def test_an_erasure_whose_line_was_never_written_is_saved_from_the_database_in_use(app, clock, tmp_path, at):
    person = people.person("Vừ Thị Dính")
    backup(app, tmp_path / "old", at=at)
    with mode("write"):
        erasing.erase(person, app.extensions["personal_data"], by=None, at=at)
        db.session.commit()
    assert list(erasures.read(Path(app.instance_path))) == []
    assert restore(app, tmp_path / "old", replace=True).erased == 1
    assert db.session.scalars(db.select(Person.name)).all() == [""]


def test_another_machine_learns_of_it_from_a_later_backup(app, target, clock, tmp_path, at):
    person = people.person("Vừ Thị Dính")
    backup(app, tmp_path / "old", at=at)
    erase(app, person, at)
    backup(app, tmp_path / "new", at=at)
    assert restore(target, tmp_path / "old").erased == 0, "nobody told this machine"
    assert restore(target, tmp_path / "old", replace=True, lists=[tmp_path / "new"]).erased == 1


def test_their_stored_files_do_not_come_back(app, clock, tmp_path, at):
    person = people.person("Vừ Thị Dính")
    with mode("write"):
        kept = shelf.keep(person, "x", "a.txt", b"abc", "text/plain", None, by=person, at=at)
        db.session.commit()
    path = store(app) / kept.public_id[:2] / kept.public_id
    backup(app, tmp_path / "old", at=at)
    erase(app, person, at)
    assert not path.exists()
    restore(app, tmp_path / "old", replace=True)
    assert not path.exists()


def test_a_database_put_back_by_other_means_is_mended_by_the_worker(app, clock, at):
    person = people.person("Vừ Thị Dính")
    erasures.write(Path(app.instance_path), [erasures.Line(person.id, person.public_id, at)])
    jobs.plan_rhythms(at=at)
    jobs.run_due(most=60)
    db.session.expire_all()
    assert db.session.get(Person, person.id).name == ""


def test_a_line_that_waits_is_never_lost(app, clock, at):
    """The change stays in the outbox until the line is on the disk; a second line does no harm."""
    folder, person = Path(app.instance_path), people.person("Vừ Thị Dính")
    with mode("write"):
        erasing.erase(person, app.extensions["personal_data"], by=None, at=at)
        db.session.commit()
        erasing.write_down(folder, at=at)
        db.session.rollback()  # the power went after the line was written
    assert db.session.scalars(db.select(Change.kind).where(Change.kind == "rights.erased")).all() == ["rights.erased"]
    with mode("write"):
        erasing.write_down(folder, at=at)
        db.session.commit()
    assert {line.public_id for line in erasures.read(folder)} == {person.public_id}


def test_a_torn_line_spoils_no_other(tmp_path):
    path, line = tmp_path / erasures.NAME, erasures.Line(7, "a" * 13, clock.now())
    erasures.write(tmp_path, [line])
    with path.open("a") as file:
        file.write('{"person_id": 8, "publ')
    erasures.write(tmp_path, [line._replace(person_id=9)])
    assert [found.person_id for found in erasures.read(tmp_path)] == [7, 9]
    assert set(json.loads(path.read_text().splitlines()[0])) == {"person_id", "public_id", "erased_at"}
