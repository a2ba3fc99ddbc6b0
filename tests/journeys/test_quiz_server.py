"""The server is killed (-9) while somebody takes a quiz, and comes back: what it said it had, it has."""

import pytest
from playwright.sync_api import expect

from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.quizzes import queries
from lms.quizzes.models import Attempt
from tests.factories import quizzes as make
from tests.faults.server import free_port, kill, learners, start
from tests.journeys.screens import PHONE
from tests.journeys.taking import RIGHT, Taking

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ALL = dict.fromkeys((1, 2, 3, 4), RIGHT)


@pytest.fixture
def taken(app):
    """A quiz of four that has begun: its attempt, and the learner's token."""
    ((person_id, token),) = learners(1)
    person = db.session.get(Person, person_id)
    attempt = make.attempt(make.quiz(("single",) * 4, shuffle_options=False), person, at=clock.now())
    public_id = attempt.public_id
    db.session.commit()
    return public_id, token


def marks(attempt_id):
    """{position: (value, marks)}, score."""
    db.session.rollback()
    db.session.expire_all()
    attempt = db.session.query(Attempt).filter_by(public_id=attempt_id).one()
    return {item.position: (row.value, row.marks) for item, row in queries.paper(attempt) if row}, attempt.score


@pytest.mark.parametrize("moment", ["between answers", "at handing in"])
def test_killed_and_started_again_nothing_is_lost_or_doubled(app, browser, taken, moment):
    attempt, token = taken
    port = free_port()
    server = start(app, port)
    context = browser.new_context(base_url=f"http://127.0.0.1:{port}", viewport=PHONE, locale="vi-VN")
    context.set_default_timeout(30_000)
    try:
        context.add_cookies([{"name": "lms", "value": token, "url": f"http://127.0.0.1:{port}"}])
        pao = Taking(context.new_page(), attempt).opens()
        pao.gives(1).is_sent().gives(2).is_sent()
        if moment == "at handing in":
            pao.gives(3).is_sent().gives(4).is_sent().looks_over()
        kill(server)
        if moment == "at handing in":
            pao.hands_in()
            expect(pao.page.get_by_role("heading", name="Đang nộp bài")).to_be_visible()
        else:
            pao.gives(3).is_only_here().gives(4).is_only_here()
            assert set(marks(attempt)[0]) == {1, 2}
        server = start(app, port)
        if moment == "between answers":
            expect(pao.sign("sent")).to_be_visible(timeout=90_000)
            pao.looks_over().hands_in()
        pao.page.wait_for_url("**/result", timeout=90_000)
        assert marks(attempt) == ({place: (RIGHT, 1.0) for place in ALL}, 4.0)
    finally:
        context.close()
        kill(server)
