"""Many at once: the same tap twenty times is one tap, and a class has no more seats than it says."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, insert, select

from lms.accounts import gate
from lms.accounts.models import SignIn
from lms.attendance.models import Evidence
from lms.core.db import db, mode
from lms.core.ids import public_id
from lms.enrolment.models import Enrolment, SeatCount, Waiting
from lms.people.models import Person
from lms.quizzes.models import Attempt
from tests.bench.rush import Asked, overtaken
from tests.factories import attendance, enrolment, people, quizzes, schedule

TAPS, CROWD, SEATS, HANDS = 20, 600, 50, 16


def signed_in(app, person, at):
    """A browser's token."""
    token = gate.new_token()
    with mode("write"):
        db.session.execute(insert(SignIn), [sign_in(person.id, token, at)])
        db.session.commit()
    return token


def sign_in(person_id, token, at):
    return {
        "token": gate.digest(token), "person_id": person_id, "device": "t", "began_at": at, "seen_at": at,
        "expires_at": at + timedelta(days=30), "idle_seconds": 86400,
    }  # fmt: skip


def post(app, token, path, data=None):
    """(status, where to) of one request from a browser of its own."""
    with app.app_context():
        client = app.test_client()
        client.set_cookie(gate.cookie_name(), token)
        answer = client.post(path, data=data or {})
        return answer.status_code, answer.headers.get("Location")


def taps(app, token, path, data=None):
    """The answers to the same request, sent by everybody as soon as all are there."""
    db.session.commit()
    all_here = threading.Barrier(TAPS)

    def tap(_number):
        all_here.wait()
        return post(app, token, path, data)

    with ThreadPoolExecutor(TAPS) as pool:
        return Counter(pool.map(tap, range(TAPS)))


def rows(*where):
    db.session.expire_all()
    return db.session.scalar(select(func.count()).where(*where))


@pytest.fixture
def learner(app):
    return people.person()


def test_one_seat_for_twenty_taps(app, clock, at, learner):
    series = schedule.series(people.trainer())
    path = f"/classes/{series.slug}/enrol"
    answers = taps(app, signed_in(app, learner, at), path)
    assert answers == {(303, f"/classes/{series.slug}"): TAPS}
    assert rows(Enrolment.person_id == learner.id) == 1
    assert db.session.scalar(select(SeatCount.taken).where(SeatCount.series_id == series.id)) == 1


def test_one_trace_for_twenty_codes(app, clock, at, learner):
    trainer = people.trainer()
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    attendance.code(session, trainer, "4829", at=at)
    path = f"/sessions/{session.public_id}/check-in"
    answers = taps(app, signed_in(app, learner, at), path, {"code": "4829"})
    assert answers == {(303, f"/sessions/{session.public_id}"): TAPS}
    assert rows(Evidence.person_id == learner.id) == 1


def test_one_attempt_for_twenty_starts(app, clock, at, learner):
    quiz = quizzes.quiz(("single",))
    answers = taps(app, signed_in(app, learner, at), f"/quizzes/{quiz.public_id}/attempts")
    assert list(answers.values()) == [TAPS]
    assert {status for status, _where in answers} == {303}
    assert rows(Attempt.person_id == learner.id) == 1


def crowd(series, at):
    """Tokens of as many signed-in people, written in two statements."""
    numbers, tokens = count(1), [gate.new_token() for _ in range(CROWD)]
    persons = [
        {"public_id": public_id(), "name": f"Người {n}", "name_fold": f"nguoi {n}", "name_sort": f"nguoi {n}",
         "mark": f"{n:04d}", "birth_year": 2004, "created_at": at}
        for n in (next(numbers) for _ in range(CROWD))
    ]  # fmt: skip
    with mode("write"):
        ids = db.session.scalars(insert(Person).returning(Person.id), persons).all()
        db.session.execute(insert(SignIn), [sign_in(*pair, at) for pair in zip(ids, tokens, strict=True)])
        db.session.commit()
    return tokens


def persons_of(tokens):
    """Whose tokens these are, in their order."""
    whose = dict(db.session.execute(select(SignIn.token, SignIn.person_id)).all())
    db.session.rollback()
    return [whose[gate.digest(token)] for token in tokens]


@pytest.mark.slow
def test_six_hundred_for_fifty_seats(app, clock, at):
    series = schedule.series(people.trainer(), seats=SEATS)
    number, path = series.id, f"/classes/{series.slug}/enrol"
    tokens, ticks = crowd(series, at), count()

    def ask(token):
        began = next(ticks)
        status, _where = post(app, token, path)
        return Asked(began, next(ticks), status)

    with ThreadPoolExecutor(HANDS) as pool:
        asked = dict(zip(persons_of(tokens), pool.map(ask, tokens), strict=True))
    assert Counter(one.status for one in asked.values()) == {303: CROWD}
    assert rows(Enrolment.series_id == number, Enrolment.state == "enrolled") == SEATS
    line = select(Waiting.person_id).where(Waiting.series_id == number, Waiting.state == "waiting")
    line = [asked[person] for person in db.session.scalars(line.order_by(Waiting.id))]
    assert len(line) == CROWD - SEATS and overtaken(line) == 0, "who was answered stands before whoever asks then"
    assert db.session.scalar(select(SeatCount.taken).where(SeatCount.series_id == number)) == SEATS
