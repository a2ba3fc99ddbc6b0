"""The record of an attempt, the score and what waits, and what the house does by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.core import jobs
from lms.core.db import db, mode
from lms.quizzes.actions import attempts, scoring
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.queries import records
from lms.quizzes.rules.attempts import decided
from lms.quizzes.rules.events import UNKNOWN, Phone, phone
from tests.factories import people
from tests.factories import quizzes as make

JSON = {"Accept": "application/json"}


@pytest.fixture
def person(app):
    return people.person()


@pytest.mark.parametrize(
    ("device", "at", "told"),
    [
        ("0badcafe", "2026-11-26T12:00:00+07:00", Phone("0badcafe", datetime(2026, 11, 26, 5, tzinfo=UTC))),
        ("0badcafe", "2026-11-26T05:00:00.250Z", Phone("0badcafe", datetime(2026, 11, 26, 5, 0, 0, 250000, UTC))),
        ("0BADCAFE", "2026-11-26T12:00:00", UNKNOWN),
        ("0badcafe0", "2026-13-26T05:00:00Z", UNKNOWN),
        ("٠badcafe", "20261126T050000Z", UNKNOWN),
        ("../etc/p", "1999-11-26T05:00:00Z", UNKNOWN),
        (None, None, UNKNOWN),
        (12345678, 1795695600, UNKNOWN),
        ("", "2026-11-26T05:00:00+99:00", UNKNOWN),
    ],
)
def test_what_a_phone_says_of_itself_is_read_strictly(device, at, told):
    assert phone(device, at) == told


def test_everything_stands_in_the_record(visit, person, at, clock):
    learner, quiz = visit.as_(person), make.quiz(["single", "numeric"], minutes=20)
    told = {"device": "0badcafe", "phone_at": "2031-01-01T00:00:00Z"}
    attempt_id = learner.post("quizzes.learner.start", told, quiz_id=quiz.public_id).location.split("/")[-1]
    path = learner.address("quizzes.learner.answers", {"attempt_id": attempt_id})
    learner.open("POST", path, data=told | {"position": "2", "sequence": "4", "a2": "99"}, headers=JSON)
    learner.open("POST", path, data=told | {"position": "2", "sequence": "3", "a2": "12"}, headers=JSON)
    clock.move_to(at + timedelta(minutes=1))
    sheet = told | {"a1": "1", "s1": "7", "a2": "1350", "s2": "8", "anyway": "1"}
    learner.post("quizzes.learner.hand_in", sheet, attempt_id=attempt_id)
    learner.open("POST", path, data={"position": "2", "sequence": "9", "a2": "5"}, headers=JSON)
    lines = records.events(db.session.scalars(select(Attempt)).one())
    assert [(line.kind, line.position, line.sequence, line.value) for line in lines] == [
        ("started", None, None, None), ("saved", 2, 4, "99"), ("saved", 1, 7, 1), ("saved", 2, 8, "1350"),
        ("handed_in", None, None, None), ("late", 2, 9, "5"),
    ]  # fmt: skip
    assert {line.device for line in lines[:-1]} == {"0badcafe"} and lines[-1].device is None
    assert {line.phone_at for line in lines[:-1]} == {datetime(2031, 1, 1, tzinfo=UTC)}
    assert [line.at for line in lines[3:]] == [at + timedelta(minutes=1)] * 3, "the server's clock says when"


@pytest.mark.parametrize(
    ("score", "waiting", "passed"), [(7, 0, True), (6, 0, False), (6, 1, None), (7, 3, True), (5, 1, False)]
)
def test_passed_is_open_only_while_what_waits_could_decide_it(score, waiting, passed):
    assert decided(score, waiting, 10, 70) is passed


def test_a_short_answer_waits_and_its_marks_change_the_score(person, at):
    attempt, trainer = make.attempt(make.quiz(["single", "short"], pass_percent=80), person, at=at), people.trainer()
    attempts.hand_in(attempt, make.right_answers(attempt) | {2: "Chè dây"}, by=person, at=at)
    assert (attempt.score, attempt.pending, attempt.passed) == (1.0, 1, None)
    answer = db.session.get(Answer, (attempt.id, 2), populate_existing=True)
    assert (answer.marks, answer.waits) == (None, True)
    answer.marks, answer.waits = 0.75, False
    scoring.rescore(attempt, kind="marked", position=2, by=trainer, at=at)
    db.session.commit()
    assert (attempt.score, attempt.pending, attempt.passed) == (1.75, 0, True)
    last = records.events(attempt)[-1]
    assert (last.kind, last.position, last.by_id) == ("marked", 2, trainer.id)
    assert last.value == {"score": [1.0, 1.75], "passed": [None, True]}


def test_an_accepted_form_is_marked_at_once(person, at):
    attempt = make.attempt(make.quiz(["short"]), person, at=at)
    attempts.hand_in(attempt, {1: " MANG  khô"}, by=person, at=at)
    assert (attempt.score, attempt.pending, attempt.passed) == (1.0, 0, True)


def overdue(at, count):
    quiz = make.quiz(["single"], minutes=20)
    return [make.attempt(quiz, people.person(), at=at) for _n in range(count)]


def states():
    db.session.expire_all()
    return list(db.session.scalars(select(Attempt.state).order_by(Attempt.id)))


def test_the_house_hands_in_some_at_a_time(app, at):
    overdue(at, 5)
    later = at + timedelta(hours=1)
    for done in (2, 2, 1, 0):
        with mode("write"):
            assert attempts.hand_in_overdue(at=later, most=2) == done
            db.session.commit()
    assert states() == ["handed_in"] * 5
    kinds = {line.kind for attempt in db.session.scalars(select(Attempt)) for line in records.events(attempt)}
    assert kinds == {"started", "overdue"}


def test_one_that_cannot_be_handed_in_stops_no_other(app, at):
    made = overdue(at, 3)
    with mode("write"):
        broken = records.item_and_answers(made[0], 1)[0]
        attempts.save(made[0], 1, 1, 1, by=None, at=at)
        broken.kind, broken.options, broken.key = "numeric", {"unit": ""}, None
        db.session.commit()
        assert attempts.hand_in_overdue(at=at + timedelta(hours=1), most=9) == 2
        db.session.commit()
    assert states() == ["open", "handed_in", "handed_in"]


def test_a_worker_that_dies_leaves_whole_attempts(app, at, clock):
    overdue(at, 3)
    clock.move_to(at + timedelta(hours=1))
    with mode("write"):
        attempts.hand_in_overdue(at=at + timedelta(hours=1), most=2)
        db.session.rollback()
    assert states() == ["open"] * 3
    with mode("write"):
        jobs.plan_rhythms(at=at)
        jobs.run_due()
        jobs.run_due()
    assert states() == ["handed_in"] * 3
