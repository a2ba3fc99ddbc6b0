"""The record of an attempt: what its learner and their trainers read, and a late answer that is let count."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core import words
from lms.core.db import db, mode
from lms.quizzes import queries
from lms.quizzes.actions import attempts
from lms.quizzes.models import Attempt, AttemptEvent
from lms.quizzes.rules.events import Phone
from lms.quizzes.telling import lines
from tests.factories import enrolment, people, schedule
from tests.factories import quizzes as make

PHONE, TABLET = "0a0a0a0a", "0b0b0b0b"


@pytest.fixture
def learner(app):
    return people.person("Vàng Thị Dở")


@pytest.fixture
def trainer(learner):
    """Teaches a class in which the learner has a seat."""
    made = people.trainer()
    enrolment.enrol(learner, schedule.series(made))
    return made


@pytest.fixture
def attempt(learner, at):
    """Begun on a phone, answered on two devices; one answer came ten minutes late."""
    quiz = make.quiz(kinds=["single", "truefalse"], minutes=10)
    with mode("write"):
        made = attempts.start(quiz, learner, phone=Phone(PHONE, at), by=learner, at=at)
        db.session.commit()
    save(made, 1, "Muối", 1, learner, PHONE, at + timedelta(minutes=1))
    save(made, 2, "Đúng", 2, learner, TABLET, at + timedelta(minutes=2), phone_at=at + timedelta(hours=7))
    with mode("write"):
        attempts.hand_in(made, by=None, at=at + timedelta(minutes=12))
        db.session.commit()
    save(made, 1, "Chè", 3, learner, PHONE, at + timedelta(minutes=20))
    return made


def save(attempt, position, word, sequence, by, device, at, *, phone_at=None):
    with mode("write"):
        item = queries.paper(attempt)[position - 1].item
        place = item.options.index(word)
        attempts.save(attempt, position, place, sequence, phone=Phone(device, phone_at or at), by=by, at=at)
        db.session.commit()


def test_everything_is_told_in_order_in_words(attempt, learner, visit, at):
    page = visit.as_(learner, "en").get("quizzes.trainer.record", attempt_id=attempt.public_id)
    steps = [item.get_text(" ", strip=True) for item in page.soup.select(".timeline li")]
    assert steps == [
        "26 Nov 2026, 19:20:00 Began Device A",
        "26 Nov 2026, 19:21:00 Answer to question 1 arrived Muối Device A",
        "26 Nov 2026, 19:22:00 Answer to question 2 arrived Đúng Device B · its clock said 27 Nov 2026, 02:20:00",
        "26 Nov 2026, 19:32:00 The time was up: handed in with what had arrived",
        "26 Nov 2026, 19:40:00 Answer to question 1 arrived too late: kept, outside the score Chè Device A",
    ]
    assert "ask your trainer" in page and "Count the late answer" not in page


def test_a_trainer_of_the_class_counts_the_late_answer(attempt, learner, trainer, visit, at):
    desk, told = visit.as_(trainer, "en"), {"attempt_id": attempt.public_id}
    page = desk.get("quizzes.trainer.record", **told)
    assert "Vàng Thị Dở, try 1." in page and "Count the late answer" in page and "1 of 2 points." in page
    assert desk.post("quizzes.trainer.count_late", {"position": "1"}, **told).status == 303
    page = desk.get("quizzes.trainer.record", **told)
    assert "Counts since" in page and "2 of 2 points." in page and "Count the late answer" not in page
    assert "The late answer to question 1 counts now Chè 0 → 1 points" in page
    assert desk.post("quizzes.trainer.count_late", {"position": "1"}, **told).status == 303, "twice is once"
    db.session.commit()
    assert db.session.get(Attempt, attempt.id, populate_existing=True).score == 2.0
    acts = db.session.scalars(select(Entry.action).where(Entry.action.startswith("quizzes.")).order_by(Entry.id)).all()
    assert acts == ["quizzes.attempt_read", "quizzes.late_counted", "quizzes.attempt_read"]
    assert desk.post("quizzes.trainer.count_late", {"position": "2"}, **told).status == 404


def test_others_see_nothing_of_it(attempt, learner, visit, at):
    told = {"attempt_id": attempt.public_id}
    for person in (people.trainer("Đỗ Văn Khải"), people.person("Lý A Chu"), people.coordinator("12")):
        assert visit.as_(person).get("quizzes.trainer.record", **told).status == 404
        assert visit.as_(person).post("quizzes.trainer.count_late", {"position": "1"}, **told).status == 404
    assert visit.as_(learner).post("quizzes.trainer.count_late", {"position": "1"}, **told).status == 404
    assert visit.as_(people.coordinator("")).get("quizzes.trainer.record", **told).status == 200


def test_what_a_quiz_holds_back_the_record_holds_back(learner, visit, at):
    quiz = make.quiz(kinds=["single"], review={"after": [], "later": [], "closed": []})
    made = make.handed_in(quiz, learner, at=at)
    page = visit.as_(learner, "en").get("quizzes.trainer.record", attempt_id=made.public_id)
    assert "points" not in page.soup.select_one("main").get_text() and "Handed in" in page


def test_answers_that_cannot_be_read_and_none_are_told(attempt):
    events = [
        AttemptEvent(attempt_id=attempt.id, kind="saved", position=1, value=value, at=attempt.started_at)
        for value in (None, {"0": "x"})
    ]
    item = queries.paper(attempt)[0].item
    words.speak("en")
    assert [line.said for line in lines(events, {1: item})] == [["No answer"], ["An answer that cannot be read"]]
    item.kind, item.options = "numeric", {"unit": ""}
    events[1].value = "khoảng ba"
    assert [line.said for line in lines(events, {1: item})] == [["No answer"], ["khoảng ba"]]
