"""What came too late is found by those who may count it."""

from datetime import date, timedelta

import pytest

from lms.core.db import db
from lms.quizzes.actions import attempts, late
from lms.quizzes.queries import records
from lms.quizzes.queries.arrivals import LATELY, came_late
from tests.factories import enrolment, people, schedule
from tests.factories import quizzes as make


@pytest.fixture
def teacher(app):
    return people.trainer("Đặng Thị Hòa")


@pytest.fixture
def attempt(app, teacher, at):
    """Of somebody in the teacher's class: one answer in time, two afterwards."""
    person = people.person("Giàng A Páo")
    enrolment.enrol(person, schedule.series(teacher, date(2026, 11, 26), 3, slug="lop-a"))
    made = make.attempt(make.quiz(["single", "single", "single"], minutes=20), person, at=at)
    right = make.right_answers(made)
    attempts.save(made, 1, right[1], 1, by=person, at=at)
    attempts.hand_in(made, by=None, at=at + timedelta(minutes=22))
    for position in (2, 3):
        attempts.save(made, position, right[position], position, by=person, at=at + timedelta(minutes=30))
    db.session.commit()
    return made


def found(viewer, at):
    db.session.commit()
    return [(each.attempt.id, each.person.name, each.many) for each in came_late(viewer, at)]


def test_the_trainer_of_the_class_finds_it_until_it_counts(attempt, teacher, at):
    later = at + timedelta(hours=1)
    assert found(teacher, later) == [(attempt.id, "Giàng A Páo", 2)]
    assert found(people.trainer("Nông Đức Khải"), later) == []
    assert found(people.coordinator(), later) == [(attempt.id, "Giàng A Páo", 2)]
    assert found(teacher, later + LATELY) == []
    for row in records.late_answers(attempt):
        late.count(row, by=teacher, at=later)
    assert found(teacher, later) == []


def test_a_trainer_comes_to_the_record_from_the_desk_and_from_more_time(visit, attempt, teacher):
    trainer, record = visit.as_(teacher), f"/attempts/{attempt.public_id}/record"
    desk = trainer.get("quizzes.trainer.queue")
    assert "Giàng A Páo" in desk and f'href="{record}"' in desk.html
    where = {"quiz_id": attempt.quiz.public_id, "person_id": attempt.person.public_id}
    assert f'href="{record}"' in trainer.get("quizzes.trainer.grant_extra", **where).html
    assert 'href="/marking"' in trainer.open("GET", record).html
    stranger = visit.as_(people.trainer("Nông Đức Khải"))
    assert "Giàng A Páo" not in stranger.get("quizzes.trainer.queue")
