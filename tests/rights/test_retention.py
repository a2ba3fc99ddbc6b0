"""What goes by itself, and what stays."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import SignIn
from lms.audit.models import Entry
from lms.core import jobs
from lms.core.db import db, mode
from lms.core.outbox import announce
from lms.notifications.models import Letter
from lms.people import actions
from lms.people.models import Person
from lms.rights import queries
from lms.rights.actions import requests, retention
from lms.rights.models import DataRequest
from lms.rights.rules import Kind, Way
from tests.factories import attendance, enrolment, people, quizzes, schedule

#: More than two years before the day the tests are about.
LONG_AGO = datetime(2024, 3, 1, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def step(at):
    with mode("write"):
        done = retention.step(at=at)
        db.session.commit()
    return done


def work():
    db.session.commit()
    jobs.plan_rhythms(at=jobs.clock.now())
    jobs.run_due(most=60)
    db.session.expire_all()


def name(person):
    return db.session.get(Person, person.id).name


def asked():
    rows = db.session.execute(select(DataRequest.person_id, DataRequest.kind, DataRequest.way, DataRequest.state))
    return [tuple(row) for row in rows]


def signs(person, at):
    """Every sign of life there is, each by itself."""
    series = schedule.series(people.trainer())
    session = schedule.sessions_of(series)[0]
    return {
        "sign-in": lambda: db.session.add(
            SignIn(token="t", person_id=person.id, device="x", began_at=at, seen_at=at, expires_at=at, idle_seconds=1)
        ),
        "seat": lambda: enrolment.enrol(person, series, at=at),
        "trace": lambda: attendance.trace(session, person, at=at),
        "attempt": lambda: quizzes.attempt(quizzes.quiz(("single",)), person, at=at),
    }


def test_nobody_without_a_sign_for_two_years_stays(app, clock, at):
    person = people.person(at=LONG_AGO)
    assert step(at)["erasing"] == 1
    work()
    assert name(person) == ""
    assert asked() == [(person.id, "delete", "retention", "done")]


@pytest.mark.parametrize("sign", ["sign-in", "seat", "trace", "attempt"])
def test_any_sign_keeps_the_account(app, clock, at, sign):
    person = people.person(at=LONG_AGO)
    signs(person, at - 600 * DAY)[sign]()
    db.session.commit()
    assert step(at) == {"warned": 0, "erasing": 0, "forgotten": 0}


def test_staff_are_never_erased_by_themselves(app, clock, at):
    people.trainer(at=LONG_AGO)
    assert step(at)["erasing"] == 0


def test_who_came_less_than_two_years_ago_stays(app, clock, at):
    people.person(at=at - 700 * DAY)
    assert step(at)["erasing"] == 0


def test_a_letter_comes_thirty_days_before(app, clock, at):
    person = people.person("Vừ Thị Dính", email="dinh@example.vn", at=LONG_AGO)
    assert step(at) == {"warned": 1, "erasing": 0, "forgotten": 0}
    letter = db.session.scalars(select(Letter)).one()
    assert "Thứ Bảy 26/12" in letter.subject and "Thứ Bảy, 26 tháng 12" in letter.text
    assert step(at + 29 * DAY) == {"warned": 0, "erasing": 0, "forgotten": 0}
    assert step(at + 30 * DAY)["erasing"] == 1
    clock.move_to(at + 30 * DAY)
    work()
    assert name(person) == ""


def test_who_comes_back_after_the_letter_stays(app, clock, at):
    person = people.person(email="dinh@example.vn", at=LONG_AGO)
    step(at)
    signs(person, at + 10 * DAY)["sign-in"]()
    db.session.commit()
    assert step(at + 40 * DAY)["erasing"] == 0
    assert step(at + 780 * DAY)["warned"] == 1, "a new silence is announced anew"


def test_a_child_nobody_consents_for_goes_after_thirty_days(app, clock, at):
    child = people.person(birth_year=2014, paused_at=at - 31 * DAY, paused_why="guardian")
    waiting = people.person(birth_year=2014, paused_at=at - 29 * DAY, paused_why="guardian")
    assert step(at)["erasing"] == 1
    work()
    assert (name(child), name(waiting) != "") == ("", True)


def test_one_step_looks_at_some_and_the_next_goes_on(app, at):
    first, second, third = (people.person(at=LONG_AGO) for _ in range(3))
    found, come = queries.quiet(0, at, most=2)
    assert ([one.person.id for one in found], come) == ([first.id, second.id], second.id)
    found, come = queries.quiet(come, at, most=2)
    assert ([one.person.id for one in found], come) == ([third.id], 0)


def test_the_record_and_ended_requests_go_after_two_years(app, clock, at):
    person = people.person()
    with mode("write"):
        db.session.execute(Entry.__table__.delete())
        for when in (at - 740 * DAY, at - 720 * DAY):
            db.session.add(Entry(at=when, action="x.y", subject_kind="person"))
            asked_then = requests.note(person, Kind.SEE, Way.PAGE, by=person, at=when)
            requests.finish(asked_then, by=None, at=when)
        requests.note(person, Kind.SEE, Way.PAGE, by=person, at=at - 740 * DAY)
        db.session.execute(Entry.__table__.delete().where(Entry.action != "x.y"))
        db.session.commit()
    assert step(at)["forgotten"] == 2
    assert db.session.scalars(select(Entry.at).where(Entry.action == "x.y")).all() == [at - 720 * DAY]
    assert sorted(row[3] for row in asked()) == ["done", "open"]


def test_a_guardian_who_asks_is_heard(app, clock, at):
    child = people.person(birth_year=2014)
    with mode("write"):
        announce("guardians.deletion-asked", child.id, at=at)
        announce("guardians.deletion-asked", child.id, at=at)
        db.session.commit()
    work()
    work()
    assert name(child) == ""
    assert asked() == [(child.id, "delete", "guardian", "done")]


def test_a_consent_taken_back_stands_in_the_register(app, clock, at):
    person = people.person()
    with mode("write"):
        actions.withdraw_consent(person, "learning", by=person, at=at)
        db.session.commit()
    work()
    assert asked() == [(person.id, "withdraw", "page", "done")]
