"""Which quizzes a track asks for changes who has completed it; the ledger follows at once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.quizzes.actions import settings
from lms.quizzes.models import Quiz
from lms.quizzes.rules.settings import NAMES
from lms.reach.queries import ledger
from tests.factories import catalogue, people, reach, schedule
from tests.factories import quizzes as make


@pytest.fixture
def trainer(app):
    return people.trainer()


@pytest.fixture
def track(app):
    return catalogue.track(modules=2)


@pytest.fixture
def person(trainer, track, at):
    """Was at every session, and passed the quiz of the first of two modules only."""
    person = people.person()
    series = schedule.series(trainer, first=date(2026, 11, 12), count=2, track_id=track.id)
    for session in schedule.sessions_of(series):
        reach.decided(session, person, at=at)
    for module, passed in zip(track.modules, (True, False), strict=True):
        make.quiz(module=module)
        reach.tried(person, module, passed=passed, at=at + timedelta(days=21))
    reach.count(at=at)
    assert not completed(person)
    return person


def completed(person):
    return "programme" in reach.ledger(person, "completed")


def of(module):
    return db.session.scalars(select(Quiz).where(Quiz.module_id == module.id)).one()


def do(verb, module, *what, by, at):
    with mode("write"):
        verb(of(module), *what, by=by, at=at)
        db.session.commit()
    reach.count(at=at)
    assert ledger.against_facts(ledger.people_after(0)) == []


def test_archiving_a_quiz_and_opening_it_again(person, track, trainer, at):
    do(settings.set_state, track.modules[1], "archived", by=trainer, at=at)
    assert completed(person)
    do(settings.set_state, track.modules[1], "open", by=trainer, at=at)
    assert not completed(person)


def test_a_quiz_that_becomes_practice(person, track, trainer, at):
    words = {name: getattr(of(track.modules[1]), name) for name in NAMES}
    words |= {"purpose": "practice", "title_vi": "Luyện tập", "title_en": "Practice"}
    do(settings.change, track.modules[1], words, by=trainer, at=at)
    assert completed(person)
