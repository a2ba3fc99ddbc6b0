"""Who waited to the end of a line and got no seat is told so, and which classes are open."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.enrolment import actions, jobs, queries
from lms.enrolment.rules import Outcome
from lms.notifications.models import Letter
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat


@pytest.fixture
def full(trainer):
    """A class of one seat, which is taken; it meets tonight and next week."""
    series = make.series(trainer, count=2, seats=1, title="Lớp đã đầy")
    seat(people.person("Vàng Thị Dợ"), series)
    return series


def ask(person, series, at):
    outcome = actions.enrol(person, queries.place(person, series.slug), way="class-page", by=person, at=at)
    db.session.commit()
    return outcome


def run(job):
    with mode("write"):
        done = job()
        db.session.commit()
    return done


def ended(full, clock):
    """The moment at which the line has ended."""
    last = make.sessions_of(full)[-1].starts_at
    clock.move_to(last)
    assert run(jobs.end_lines) == {"ended": 1}
    return last


def letters():
    return list(db.session.scalars(select(Letter).where(Letter.template == "enrolment/letters/no_seat")))


def test_a_letter_says_so_once_and_leads_to_the_open_classes(full, learner, at, clock):
    assert ask(learner, full, at) is Outcome.WAITING
    ended(full, clock)
    assert run(jobs.no_seat) == {"written": 1} and run(jobs.no_seat) == {"written": 0}
    (letter,) = letters()
    assert letter.subject == "Lớp Lớp đã đầy không còn chỗ trống"
    assert "/classes" in letter.text and "/lessons" not in letter.subject and "/tracks" in letter.html


def test_nobody_else_gets_one(full, learner, at, clock):
    """Not who has left the line, and not who holds a seat after all."""
    gone = people.person("Sùng A Chư", email="chu@example.org")
    for person in (gone, learner):
        ask(person, full, at)
    actions.leave(gone, full, by=gone, at=at)
    db.session.commit()
    last = ended(full, clock)
    actions.set_seats(full, 9, by=None, at=last)
    db.session.commit()
    assert ask(learner, full, last) is Outcome.SEATED
    assert run(jobs.no_seat) == {"written": 0} and letters() == []


def test_my_classes_say_so_for_two_weeks(visit, full, learner, at, clock):
    ask(learner, full, at)
    last = ended(full, clock)
    page = visit.as_(learner).get("enrolment.learner.mine")
    assert page.soup.select_one("[aria-labelledby=missed] .h").get_text() == full.title
    assert not page.soup.select("[aria-labelledby=lines]")
    clock.move_to(last + timedelta(days=14))
    assert not visit.as_(learner).get("enrolment.learner.mine").soup.select("[aria-labelledby=missed]")
