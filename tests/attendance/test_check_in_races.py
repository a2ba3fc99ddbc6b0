"""Many tries of one person at once, each a request of its own: five are looked at, and one check-in is one trace."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.accounts.gate import cookie_name
from lms.attendance.actions import TRACE
from lms.attendance.models import EarlyCode, Evidence, WrongCode
from lms.core.db import db
from lms.core.outbox import Change
from tests.factories import attendance, enrolment, people, schedule

THREADS = 50


@pytest.fixture
def phone(app, visit, at):
    """Sends digits from as many threads at once, all signed in as one learner; answers how often which status came."""
    trainer, learner = people.trainer(), people.person()
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    attendance.code(session, trainer, "4829", at=at - timedelta(hours=5))
    name = cookie_name()
    token = visit.as_(learner).client.get_cookie(name).value
    path = f"/sessions/{session.public_id}/check-in"

    def send(digits):
        client = app.test_client()
        client.set_cookie(name, token)
        answer = client.post(path, data={"code": digits})
        text = answer.get_data(as_text=True)
        return answer.status_code, "Bạn còn" in text

    def press(*typed):
        db.session.commit()
        with ThreadPoolExecutor(len(typed)) as pool:
            return Counter(pool.map(send, typed))

    return press


def rows(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


def test_fifty_wrong_tries_at_once_are_five(phone):
    answers = phone(*[f"{5000 + number}" for number in range(THREADS)])
    assert answers == {(422, True): 4, (422, False): THREADS - 4}
    assert (rows(WrongCode), rows(Evidence)) == (5, 0)
    assert phone(*["4829"] * 8) == {(422, False): 8}
    assert (rows(WrongCode), rows(Evidence)) == (5, 0)


def test_right_digits_among_wrong_ones_are_taken_or_not_but_never_a_sixth_try(phone):
    answers = phone(*[f"{5000 + number}" for number in range(20)], "4829")
    taken = rows(Evidence)
    assert answers[303, False] >= taken  # whoever is in already is answered so, whatever they type
    assert rows(WrongCode) <= 5 and rows(Change, Change.kind == TRACE) == taken


def test_one_check_in_sent_many_times_is_one_trace(phone):
    assert phone(*["4829"] * 12) == {(303, False): 12}
    assert (rows(Evidence), rows(WrongCode), rows(Change, Change.kind == TRACE)) == (1, 0, 1)


def test_early_digits_sent_many_times_are_kept_once(phone, clock, at):
    clock.move_to(at - timedelta(hours=1))
    assert phone(*["4829"] * 12) == {(303, False): 12}
    assert (rows(EarlyCode), rows(Evidence), rows(WrongCode)) == (1, 0, 0)
