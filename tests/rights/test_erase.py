"""After an erasure nothing says who it was, and everything counts as before."""

from pathlib import Path

import pytest
import structlog
from sqlalchemy import select

from lms.app import create_app
from lms.core import jobs
from lms.core.db import db, mode
from lms.core.jobs import Job
from lms.files import actions as shelf
from lms.files import store
from lms.files.models import File
from lms.notifications.models import Letter
from lms.people import actions
from lms.people.models import Person
from lms.reach.models import CubeCell, CubeDay, Merged
from lms.reach.queries import ledger
from lms.rights import erasures
from lms.rights.models import DataRequest, Erasure
from tests.factories import people, reach, schedule
from tests.rights import planted
from tests.visitor import Visitor


@pytest.fixture
def talkative(bench, app, clock):
    """An app that writes every line; the level of the tests is back afterwards."""
    before = structlog.get_config()
    settings = {name: bench.config[name] for name in ("INSTANCE", "DATABASE_URL", "SECRET_KEY")}
    made = create_app({**settings, "LOG_LEVEL": "DEBUG"})
    yield made
    with made.app_context():
        db.engine.dispose()
    structlog.configure(**before)


def cubes():
    cells = [
        tuple(row) for table in (CubeCell, CubeDay) for row in db.session.execute(select(*table.__table__.columns))
    ]
    return sorted(map(str, cells))


def leave(visit, person):
    """Delete one's account over the page, and let the worker do its part."""
    page = visit.as_(person).post("rights.learner.erase", {"present": people.PASSWORD})
    assert (page.status, page.location) == (303, "/deleted")
    db.session.commit()
    jobs.plan_rhythms(at=jobs.clock.now())
    jobs.run_due(most=60)
    return page


def test_every_column_that_may_hold_words_is_planted(app, at):
    """The plant leaves words in every table about a person, or the tests below would look for nothing."""
    planted.plant(at)
    told = planted.in_database()
    wanted = {table.name for table, _owner in planted.of_persons() if planted.wordy(table)}
    assert wanted - planted.LATER - set(told) == set()
    assert set.union(*told.values()) == set(planted.SECRETS)


def test_nothing_says_who_it_was(talkative, at, capfd):
    with talkative.app_context():
        visit = Visitor(talkative)
        person = planted.plant(at)
        number, key = person.public_id, person.id
        before = cubes()
        files = db.session.scalar(select(db.func.count(File.id)))
        leave(visit, person)
        reach.count(at=at)
        db.session.expire_all()
        assert planted.in_database() == {}
        assert planted.in_files(Path(talkative.instance_path) / "files") == {}
        assert files - db.session.scalar(select(db.func.count(File.id))) == 5, "theirs, a row made up, three lists"
        assert cubes() == before and ledger.cube_against_ledger() == []
        row = db.session.get(Person, key)
        assert (row.public_id, row.name, row.birth_year, row.province_code) == (number, "", 2003, "12")
        assert db.session.scalars(select(Erasure.public_id)).all() == [number]
        assert planted.found(capfd.readouterr().out) == []
        office = visit.as_(people.caretaker("Phạm Minh Đức"))
        for page in (
            "rights.staff.requests",
            "rights.staff.export",
            "admin.caretaker.audit",
            "admin.caretaker.letters",
        ):
            assert planted.found(office.get(page).html) == [], page


def test_the_worker_says_what_it_did(app, visit, at):
    person = planted.plant(at)
    leave(visit, person)
    asked = db.session.scalars(select(DataRequest).where(DataRequest.kind == "delete")).one()
    assert (asked.state, asked.way, asked.ended_by_id) == ("done", "page", None)
    assert asked.acknowledged_at == asked.received_at
    assert db.session.scalar(select(Job.state).where(Job.kind == "rights.erase")) == "done"
    assert [line.public_id for line in erasures.read(Path(app.instance_path))] == [person.public_id]


def test_their_files_leave_the_disk_with_them_and_not_an_hour_later(app, visit, at):
    person = people.with_password(people.person("Giàng A Páo"))
    with mode("write"):
        kept = shelf.keep(person, "x", "a.txt", b"abc", "text/plain", None, by=person, at=at)
        db.session.commit()
    path = store.path_of(kept.public_id)
    assert path.is_file()
    visit.as_(person).post("rights.learner.erase", {"present": people.PASSWORD})
    jobs.run_due()  # this work alone, without what comes round every hour
    assert not path.exists()


def test_rows_merged_into_them_go_as_well(app, visit, at):
    person = people.with_password(people.person("Giàng A Páo"))
    twin = people.person("Giàng A Pao Cũ", merged_at=at)
    with mode("write"):
        db.session.add(Merged(person_id=twin.id, into_id=person.id))
        db.session.commit()
    leave(visit, person)
    db.session.expire_all()
    assert [db.session.get(Person, one.id).name for one in (person, twin)] == ["", ""]


def test_the_page_of_a_class_forgets_its_trainer(app, visit, at):
    trainer = people.with_password(people.trainer("Hạng Mí Nhù"))
    series = schedule.series(trainer)
    assert "Hạng Mí Nhù" in visit.get("enrolment.public.series", slug=series.slug)
    with mode("write"):
        actions.end_role(trainer, "trainer", by=None, at=at)
        db.session.commit()
    leave(visit, trainer)
    assert "Hạng Mí Nhù" not in visit.get("enrolment.public.series", slug=series.slug)


def test_a_shared_phone_and_a_namesake_go_on_being_theirs(app, visit, at):
    person = people.with_password(people.person("Lò Thị Mai", phone="+84912000111"))
    sister = people.person("Lò Thị Mai", phone="+84912000111")
    with mode("write"):
        db.session.add(Letter(key="k", template="x", to_id=sister.id, subject="Lò Thị Mai", text="0912 000 111",
                              due_at=at, written_at=at, state="kept"))  # fmt: skip
        db.session.commit()
    leave(visit, person)
    db.session.expire_all()
    letter = db.session.scalars(select(Letter).where(Letter.key == "k")).one()
    assert (letter.subject, letter.text) == ("Lò Thị Mai", "0912 000 111")
    assert db.session.get(Person, sister.id).contacts[0].value == "+84912000111"
