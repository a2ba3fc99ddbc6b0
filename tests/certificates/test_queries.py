"""Who has completed a track, when, and what is left."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.certificates.queries import checklist, completions
from lms.core.db import db
from lms.quizzes.models import Quiz
from tests.factories import catalogue, people, reach, schedule
from tests.statements import statements

WEEK = timedelta(days=7)


@pytest.fixture
def school(app):
    """A track of five modules with a quiz each, and a class of ten evenings from 3 September on."""
    track = catalogue.track(modules=5)
    db.session.add_all(Quiz(module_id=module.id) for module in track.modules)
    series = schedule.series(people.trainer(), first=date(2026, 9, 3), count=10, track_id=track.id)
    return track, series, schedule.sessions_of(series)


def learn(person, school, sessions, modules, at, *, state="present"):
    for session in school[2][:sessions]:
        reach.decided(session, person, state, at=at)
    for module in school[0].modules[:modules]:
        reach.tried(person, module, at=at)


@pytest.mark.parametrize(
    ("sessions", "modules", "complete"),
    [(7, 4, True), (6, 4, False), (7, 3, False), (10, 5, True), (0, 5, False), (10, 0, False)],
)
def test_seven_of_ten_evenings_and_four_of_five_quizzes(school, at, sessions, modules, complete):
    person = people.person()
    learn(person, school, sessions, modules, at)
    left = checklist(person, school[1])
    assert (left.sessions_done, left.sessions_needed, left.modules_done, left.modules_needed) == (
        sessions,
        7,
        modules,
        4,
    )
    assert left.complete is complete is bool(completions([person.id]))


def test_watched_later_counts_and_partial_does_not(school, at):
    watched, partly = people.person("Một"), people.person("Hai")
    learn(watched, school, 7, 4, at, state="watched_later")
    learn(partly, school, 7, 4, at, state="partial")
    assert [done.person_id for done in completions([watched.id, partly.id])] == [watched.id]


def test_the_moment_is_that_of_the_condition_met_last(school, at):
    early, late = people.person("Sớm"), people.person("Muộn")
    learn(early, school, 8, 4, datetime(2026, 9, 4, tzinfo=UTC))
    learn(late, school, 8, 5, at + WEEK)
    found = {done.person_id: done for done in completions([early.id, late.id])}
    assert found[early.id].at == school[2][6].ends_at
    assert found[late.id].at == at + WEEK
    assert {(done.track_id, done.series_id) for done in found.values()} == {(school[0].id, school[1].id)}


def test_the_attempt_that_counts_decides(school, at):
    person = people.person()
    learn(person, school, 7, 4, at)
    reach.tried(person, school[0].modules[0], passed=False, at=at + WEEK)
    assert checklist(person, school[1]).modules_done == 4


def test_a_better_try_later_moves_no_day(school, at):
    person = people.person()
    learn(person, school, 7, 4, at)
    for module in school[0].modules[:4]:
        reach.tried(person, module, at=at + WEEK).score = 10.0
    db.session.commit()
    assert [done.at for done in completions([person.id])] == [at]


def test_a_try_that_counts_and_was_failed_before_it_was_passed_again_begins_anew(school, at):
    """Where the last try counts, what was passed before a failed one is passed from the next pass on."""
    person = people.person()
    for quiz in db.session.scalars(select(Quiz)):
        quiz.counts = "last"
    learn(person, school, 7, 4, at)
    reach.tried(person, school[0].modules[0], passed=False, at=at + WEEK)
    reach.tried(person, school[0].modules[0], at=at + 2 * WEEK)
    reach.tried(person, school[0].modules[0], at=at + 3 * WEEK)
    assert [done.at for done in completions([person.id])] == [at + 2 * WEEK]


def test_a_cancelled_evening_is_not_asked_for(school, at):
    person = people.person()
    learn(person, school, 6, 4, at)
    for session in school[2][8:]:
        session.state = "cancelled"
    db.session.commit()
    assert checklist(person, school[1]).sessions_needed == 6
    assert completions([person.id])


def test_evenings_of_two_classes_do_not_add_up(school, at):
    track, _series, sessions = school
    other = schedule.series(people.trainer(), first=date(2026, 9, 4), count=10, track_id=track.id)
    person = people.person()
    learn(person, school, 4, 5, at)
    for session in schedule.sessions_of(other)[4:8]:
        reach.decided(session, person, at=at)
    assert completions([person.id]) == []


def test_one_person_and_many_cost_the_same(school, at):
    crowd = [people.person(f"Người {number}") for number in range(5)]
    for person in crowd:
        learn(person, school, 7, 4, at)

    def cost(numbers):
        with statements() as seen:
            assert len(completions(numbers)) == len(numbers)
        return len(seen)

    assert cost([crowd[0].id]) == cost([person.id for person in crowd]) == 4
