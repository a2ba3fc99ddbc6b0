"""Counting people once: the ledger follows the facts, and the cube follows the ledger."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.core.db import db, mode
from lms.people import actions as people_actions
from lms.people.rules import Purpose
from lms.reach.actions import counting
from lms.reach.models import CubeCell, CubeDay
from lms.reach.queries import ledger
from tests.factories import catalogue, enrolment, people, reach, schedule

WEEK = timedelta(days=7)
SCOPES = {"programme", "year:2026", "month:2026-11"}


@pytest.fixture
def evenings(app, at):
    """The sessions of a weekly series from 12 November on: 12, 19, 26 November, 3 December …"""
    return schedule.sessions_of(schedule.series(people.trainer(consent=False), first=date(2026, 11, 12), count=8))


def narrow(session):
    return {f"track:{session.series.track_id}", f"series:{session.series_id}"}


def figure(scope, indicator="attended", **cell):
    found = select(func.sum(CubeCell.people)).where(CubeCell.scope == scope, CubeCell.indicator == indicator)
    return db.session.scalar(found.filter_by(**cell)) or 0


def exact():
    numbers = ledger.people_after(0)
    return ledger.against_facts(numbers) == [] and ledger.cube_against_ledger() == []


def test_the_first_session_counts_once_in_each_scope(evenings, at):
    person = people.person(birth_year=2004, province_code="12", gender="female")
    reach.decided(evenings[0], person, at=at)
    reach.count(at=at)
    rows = reach.ledger(person)
    assert set(rows) == SCOPES | narrow(evenings[0])
    assert {figure(scope) for scope in rows} == {1}
    row = rows["programme"]
    assert (row.day, row.province_code, row.gender, row.age_band) == (date(2026, 11, 12), "12", "female", "18-24")
    assert (row.youth, row.by_year, row.self_reported) == (True, True, False)
    assert (row.proof_kind, row.proof_id) == ("session", evenings[0].id)
    assert exact()


def test_a_second_session_of_the_month_adds_nothing_and_one_of_another_month_adds_the_month(evenings, at):
    person = people.person()
    for evening in evenings[:2]:
        reach.decided(evening, person, at=at)
    reach.count(at=at)
    assert figure("year:2026") == 1 and figure("month:2026-11") == 1
    reach.decided(evenings[3], person, at=at)
    reach.count(at=at)
    assert (figure("year:2026"), figure("month:2026-11"), figure("month:2026-12")) == (1, 1, 1)
    assert reach.withdrawn(person) == [] and exact()


def test_recounting_changes_nothing(evenings, at):
    person = people.person()
    reach.decided(evenings[0], person, at=at)
    reach.count(at=at)
    with mode("write"):
        assert counting.recount([person.id], at=at) == 0
        db.session.commit()
    assert figure("programme") == 1


@pytest.mark.parametrize("state", ["partial", "absent", "excused", "open"])
def test_what_is_not_presence_counts_nobody(evenings, at, state):
    person = people.person()
    reach.decided(evenings[0], person, state, at=at)
    reach.count(at=at)
    assert reach.ledger(person) == {}


def test_watched_later_counts(evenings, at):
    person = people.person()
    reach.decided(evenings[0], person, "watched_later", at=at)
    reach.count(at=at)
    assert figure("programme") == 1


def test_a_correction_withdraws_with_a_reason_and_the_next_fact_takes_its_place(evenings, at):
    person = people.person()
    for evening in evenings[:2]:
        reach.decided(evening, person, at=at)
    reach.count(at=at)
    reach.decided(evenings[0], person, "absent", at=at + WEEK)
    reach.count(at=at + WEEK)
    assert {row.proof_id for row in reach.ledger(person).values()} == {evenings[1].id}
    assert {why for _scope, why in reach.withdrawn(person)} == {"other-fact-first"}
    assert figure("programme") == 1 and exact()
    reach.decided(evenings[1], person, "absent", at=at + WEEK)
    reach.count(at=at + WEEK)
    assert reach.ledger(person) == {} and figure("programme") == 0
    assert {why for _scope, why in reach.withdrawn(person)} == {"other-fact-first", "no-longer-proven"}
    assert exact()


def test_own_word_stands_in_a_cell_of_its_own_until_it_is_proven(evenings, at):
    person = people.person()
    reach.decided(evenings[0], person, self_reported=True, at=at)
    reach.count(at=at)
    assert figure("programme", self_reported=True) == 1
    reach.decided(evenings[0], person, self_reported=False, at=at)
    reach.count(at=at)
    assert (figure("programme", self_reported=True), figure("programme", self_reported=False)) == (0, 1)


def test_months_and_years_turn_at_midnight_in_vietnam(app, at):
    for number, instant in enumerate(
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
    ):
        person = people.person(f"Người {number}", at=instant)
        reach.count(at=instant)
        month = ("month:2026-12", "month:2027-01")[number]
        year = ("year:2026", "year:2027")[number]
        assert set(reach.ledger(person, "registered")) == {"programme", year, month}


def test_moving_afterwards_does_not_move_the_figure(evenings, at):
    person = people.person(province_code="12", gender="male")
    reach.decided(evenings[0], person, at=at)
    reach.count(at=at)
    with mode("write"):
        people_actions.move_to(person, "01", by=person, at=at)
        db.session.commit()
    reach.decided(evenings[3], person, at=at)
    reach.count(at=at)
    rows = reach.ledger(person)
    assert (rows["year:2026"].province_code, rows["month:2026-11"].province_code) == ("12", "12")
    assert rows["month:2026-12"].province_code == "01"
    assert reach.withdrawn(person) == [] and exact()


def test_what_becomes_known_fills_the_gap(evenings, at):
    person = people.person(province_code=None)
    reach.decided(evenings[0], person, at=at)
    reach.count(at=at)
    assert figure("year:2026", province_code="") == 1
    with mode("write"):
        people_actions.move_to(person, "01", by=person, at=at)
        db.session.commit()
    reach.count(at=at)
    assert (figure("year:2026", province_code=""), figure("year:2026", province_code="01")) == (0, 1)
    assert {why for _scope, why in reach.withdrawn(person)} == {"now-known"} and exact()


def test_an_enrolment_counts_in_its_class_and_track_only(evenings, at):
    person = people.person(consent=False)
    row = enrolment.enrol(person, evenings[0].series, at=at)
    with mode("write"):
        counting.recount([person.id], at=at)
        db.session.commit()
    rows = reach.ledger(person, "registered")
    assert set(rows) == narrow(evenings[0])
    assert {(found.proof_kind, found.proof_id) for found in rows.values()} == {("enrolment", row.id)}


def test_completing_a_track(app, at):
    track = catalogue.track(modules=2)
    series = schedule.series(people.trainer(), first=date(2026, 11, 12), count=3, track_id=track.id)
    person, sessions = people.person(), schedule.sessions_of(series)
    for module in track.modules:
        reach.tried(person, module, at=at + 3 * WEEK)
    for session in sessions[:2]:
        reach.decided(session, person, at=at)
    reach.count(at=at)
    assert reach.ledger(person, "completed") == {}
    reach.decided(sessions[2], person, at=at)
    reach.count(at=at)
    rows = reach.ledger(person, "completed")
    assert set(rows) == {"programme", "year:2026", "month:2026-12", f"track:{track.id}", f"series:{series.id}"}
    assert rows["programme"].day == date(2026, 12, 17) and exact()


def test_a_cancelled_session_may_complete_those_who_were_at_the_others(app, at):
    track = catalogue.track(modules=1)
    series = schedule.series(people.trainer(), first=date(2026, 11, 12), count=3, track_id=track.id)
    person, sessions = people.person(), schedule.sessions_of(series)
    reach.tried(person, track.modules[0], at=at)
    for session in sessions[:2]:
        reach.decided(session, person, at=at)
    reach.count(at=at)
    assert reach.ledger(person, "completed") == {}
    with mode("write"):
        schedule.cancel(sessions[2], at=datetime(2026, 11, 20, tzinfo=UTC))
        db.session.commit()
    reach.count(at=at)
    assert "programme" in reach.ledger(person, "completed") and exact()


def test_an_erased_person_stays_counted(evenings, at):
    person = people.person()
    reach.decided(evenings[0], person, at=at)
    reach.count(at=at)
    with mode("write"):
        people_actions.withdraw_consent(person, Purpose.LEARNING, by=person, at=at)
        person.erased_at = at
        db.session.commit()
    reach.decided(evenings[0], person, "absent", at=at)
    reach.count(at=at)
    assert figure("programme") == 1 and exact()


@pytest.mark.parametrize("seed", range(4))
def test_cube_ledger_and_facts_agree_after_any_sequence(evenings, at, seed):
    chance = random.Random(seed)
    crowd = [
        people.person(
            f"Người {number}",
            province_code=chance.choice(["12", "01", None]),
            gender=chance.choice([None, "female"]),
            birth_year=chance.choice([None, 1990, 2004]),
        )
        for number in range(6)
    ]
    for step in range(60):
        person = chance.choice(crowd)
        deed = chance.random()
        if deed < 0.8:
            state = chance.choice(["present", "present", "watched_later", "absent", "partial"])
            reach.decided(chance.choice(evenings), person, state, self_reported=chance.random() < 0.3, at=at)
        elif deed < 0.9:
            with mode("write"):
                people_actions.move_to(person, chance.choice(["79", "01", None]), by=person, at=at)
                db.session.commit()
        if chance.random() < 0.4:
            reach.count(at=at + timedelta(minutes=step))
    reach.count(at=at + WEEK)
    assert exact()
    there = len([person for person in crowd if reach.ledger(person)])
    assert figure("programme") == there == figure("year:2026")
    assert db.session.scalar(select(func.sum(CubeDay.people)).where(CubeDay.indicator == "attended")) == there


def test_the_rolling_check_finds_and_mends_what_nobody_announced(evenings, at):
    person = people.person()
    row = reach.decided(evenings[0], person, at=at)
    reach.count(at=at)
    row.state = "absent"
    db.session.commit()
    with mode("write"):
        found = counting.check_next(at=at)
        db.session.commit()
    assert {(difference.person_id, difference.what) for difference in found} == {(person.id, "no-longer-proven")}
    assert reach.ledger(person) == {} and exact()


def test_the_number_of_statements_does_not_grow_with_the_persons(evenings, at):
    from tests.statements import statements

    def counted(some):
        for person in some:
            reach.decided(evenings[0], person, at=at)
        with mode("write"), statements() as seen:
            counting.count_new(at=at)
            db.session.commit()
        return len(seen)

    one = counted([people.person("Một")])
    assert counted([people.person(f"Người {number}") for number in range(20)]) == one <= 24


def test_an_evening_that_did_not_take_place_counts_nobody(evenings, at):
    """Marked at the door, cancelled a minute later: nobody attended, and completing asks for it no more either."""
    person = people.person()
    reach.decided(evenings[3], person, at=at)
    reach.count(at=at)
    assert figure("programme") == 1
    with mode("write"):
        schedule.cancel(evenings[3], at=at)
        db.session.commit()
    reach.count(at=at)
    assert figure("programme") == 0
    assert exact()
