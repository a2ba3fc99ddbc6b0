"""Counting while others write: every person exactly once, with two workers at it."""

import random
import threading
import time
from datetime import date

import pytest
from sqlalchemy import func, select

from lms.attendance.models import Decision
from lms.core.db import db, insert_once, mode, transaction
from lms.core.outbox import Change, announce
from lms.people.models import Person
from lms.reach import jobs
from lms.reach.actions import counting
from lms.reach.models import CubeCell, Milestone
from lms.reach.queries import ledger
from tests.factories import people, reach, schedule

LEARNERS, WRITERS, DEEDS = 12, 3, 60


@pytest.fixture
def evenings(app, at):
    """Eight sessions from 12 November on."""
    return schedule.sessions_of(schedule.series(people.trainer(consent=False), first=date(2026, 11, 12), count=8))


def exact():
    return ledger.against_facts(ledger.people_after(0)) == [] and ledger.cube_against_ledger() == []


class Crowd:
    """Threads of their own sessions; the first error of any is raised by `join`."""

    def __init__(self, app):
        self.app, self.threads, self.errors = app, [], []

    def start(self, do, *values):
        def run():
            try:
                with self.app.app_context(), mode("write"):
                    do(*values)
                    db.session.remove()
            except Exception as error:
                self.errors.append(error)

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def join(self):
        for thread in self.threads:
            thread.join(60)
        assert self.errors == []


def write(seed, sessions, persons, at):
    """Decide at random, in transactions as long as real ones."""
    chance = random.Random(seed)
    for _deed in range(DEEDS):
        state = chance.choice(["present", "present", "absent", "watched_later"])
        with transaction():
            write_one(chance.choice(sessions), chance.choice(persons), state, at, own_word=chance.random() < 0.3)


def write_one(session_id, person_id, state, at, *, own_word=False):
    """What attendance writes: a decision, made or changed, and its announcement."""
    key = {"session_id": session_id, "person_id": person_id}
    open_row = {"state": "open", "late": False, "self_reported": False, "marked": False, "why": [], "rule": "1"}
    insert_once(Decision, {**key, **open_row, "decided_at": at}, "session_id", "person_id")
    row = db.session.scalar(select(Decision).filter_by(**key).with_for_update())
    row.state, row.self_reported = state, own_word
    db.session.flush()
    announce("attendance.decision", row.id, at=at)


def work(stop):
    while not stop.is_set():
        jobs.count()


def test_two_workers_and_three_writers_count_everybody_once(app, clock, evenings, at):
    persons = [people.person(f"Người {number}").id for number in range(LEARNERS)]
    sessions = [evening.id for evening in evenings]
    db.session.remove()
    stop, workers, writers = threading.Event(), Crowd(app), Crowd(app)
    for _number in range(2):
        workers.start(work, stop)
    for seed in range(WRITERS):
        writers.start(write, seed, sessions, persons, at)
    writers.join()
    stop.set()
    workers.join()
    reach.count(at=at)
    assert exact()
    there = db.session.scalar(
        select(func.count(Decision.person_id.distinct())).where(Decision.state.in_(["present", "watched_later"]))
    )
    attended = select(func.sum(CubeCell.people)).where(CubeCell.indicator == "attended", CubeCell.scope == "programme")
    assert db.session.scalar(attended) == there > 0
    assert db.session.scalar(select(func.min(CubeCell.people))) >= 0


def test_two_workers_at_the_same_person(app, clock, evenings, at):
    person = people.person()
    reach.decided(evenings[0], person, at=at)
    number = person.id
    db.session.remove()
    crowd, barrier = Crowd(app), threading.Barrier(2)

    def recount():
        barrier.wait()
        with transaction():
            counting.recount([number], at=at)

    crowd.start(recount)
    crowd.start(recount)
    crowd.join()
    rows = select(func.count()).where(Milestone.person_id == number, Milestone.scope == "programme")
    assert db.session.scalar(rows.where(Milestone.indicator == "attended")) == 1
    assert exact()


def test_a_worker_behind_another_sees_what_that_one_wrote(app, clock, evenings, at):
    person = people.person()
    reach.decided(evenings[1], person, at=at)
    number, first = person.id, evenings[0].id
    db.session.remove()
    counted, crowd = threading.Event(), Crowd(app)

    def slow():
        with transaction():
            counting.recount([number], at=at)
            counted.set()
            time.sleep(0.4)

    def quick():
        counted.wait(10)
        with transaction():
            counting.recount([number], at=at)

    def earlier_fact():
        with transaction():
            write_one(first, number, "present", at)

    crowd.start(slow)
    counted.wait(10)
    if db.engine.dialect.name == "postgresql":  # on SQLite writers wait for each other anyway
        crowd.start(earlier_fact)
        time.sleep(0.1)
    crowd.start(quick)
    crowd.join()
    assert exact()


def test_a_change_outlives_a_worker_that_fails(app, clock, evenings, at):
    person = people.person()
    reach.decided(evenings[0], person, at=at)
    before = db.session.scalar(select(func.count(Change.id)))
    with pytest.raises(RuntimeError), mode("write"), transaction():
        counting.count_new(at=at)
        raise RuntimeError("the lights went out")
    assert db.session.scalar(select(func.count(Change.id))) == before
    assert reach.ledger(person) == {}
    with mode("write"):
        jobs.count()
    assert "programme" in reach.ledger(person)


def test_more_changes_than_a_batch(app, clock, evenings, at, monkeypatch):
    monkeypatch.setattr(counting, "BATCH", 3)
    crowd = [people.person(f"Người {number}") for number in range(7)]
    for person in crowd:
        reach.decided(evenings[0], person, at=at)
    with mode("write"):
        jobs.count()
    assert db.session.scalar(select(func.count(Change.id)).where(Change.kind == "attendance.decision")) == 0
    assert all(reach.ledger(person) for person in crowd)


def test_the_check_goes_round(app, clock, evenings, at, monkeypatch):
    monkeypatch.setattr(ledger, "BATCH", 2)
    crowd = [people.person(f"Người {number}") for number in range(3)]
    reach.count(at=at)
    for person in crowd:
        row = reach.decided(evenings[0], person, at=at)
        announced = select(Change).where(Change.kind == "attendance.decision", Change.subject == row.id)
        db.session.delete(db.session.scalars(announced).one())
    db.session.commit()
    rounds = (db.session.scalar(select(func.count(Person.id))) + 3) // 2
    with mode("write"):
        for _round in range(rounds):
            jobs.check()
    assert all(reach.ledger(person) for person in crowd) and exact()
