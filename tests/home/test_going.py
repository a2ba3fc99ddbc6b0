"""A quiz one is in the middle of stands on Today, one tap away."""

from datetime import timedelta

import pytest

from lms.core.db import db
from tests.factories import catalogue, enrolment, people, schedule
from tests.factories import quizzes as make
from tests.statements import statements


@pytest.fixture
def person(app):
    return people.person()


def card(visit, person):
    """The link on the card, or None."""
    return visit.as_(person).get("home.learner.today").soup.find("a", string="Làm tiếp bài kiểm tra")


def asked(visit, person):
    """How many statements the page takes."""
    db.session.commit()
    with statements() as seen:
        visit.as_(person).get("home.learner.today")
    return len(seen)


def test_without_a_class_the_card_leads_straight_into_the_quiz(visit, person, at):
    assert card(visit, person) is None
    attempt = make.attempt(make.quiz(), person, at=at)
    assert card(visit, person)["href"] == f"/attempts/{attempt.public_id}"
    assert card(visit, people.person()) is None, "nobody else's"


def test_with_classes_it_stands_above_them(visit, person, at):
    series = schedule.series(people.trainer())
    enrolment.enrol(person, series)
    before = asked(visit, person)
    attempt = make.attempt(make.quiz(module=catalogue.module()), person, at=at)
    page = visit.as_(person).get("home.learner.today")
    assert page.soup.select_one("main .btn")["href"] == f"/attempts/{attempt.public_id}"
    assert len(page.soup.select("main .btn.go")) <= 1
    assert asked(visit, person) == before <= 5


def test_what_ends_soonest_comes_first_and_what_is_over_is_gone(visit, person, at, clock):
    module = catalogue.module()
    open_ended = make.attempt(make.quiz(module=module), person, at=at)
    timed = make.attempt(
        make.quiz(module=module, minutes=20, purpose="post", title_vi="Cuối khóa"), person, at=at - timedelta(minutes=1)
    )
    page = visit.as_(person).get("home.learner.today")
    assert "Cuối khóa" in page and card(visit, person)["href"].endswith(timed.public_id)
    clock.move_to(at + timedelta(minutes=21))
    assert card(visit, person)["href"].endswith(open_ended.public_id)


def test_handed_in_it_is_gone(visit, person, at):
    make.handed_in(make.quiz(), person, at=at)
    assert card(visit, person) is None
