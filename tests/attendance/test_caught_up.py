"""Watched later: who missed a session and passed its questions afterwards has caught up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.attendance import actions
from lms.attendance.actions import recaps
from lms.attendance.models import Decision, Evidence
from lms.attendance.rules.decision import Mark
from lms.core.db import db, mode
from tests.factories import attendance, enrolment, people, quizzes, schedule

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def missed(app):
    """(session with a recap and a module with a quiz, learner who was absent, quiz, trainer)."""
    trainer, learner, quiz = people.trainer(), people.person("Giàng A Páo"), quizzes.quiz(("single",))
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    session.module_id, session.recap = quiz.module_id, "Viết câu lệnh có vai, việc, ví dụ"
    db.session.commit()
    settle(session)
    return session, learner, quiz, trainer


def settle(session):
    with mode("write"):
        actions.settle(at=session.ends_at + HOUR)
        db.session.commit()


def look(at):
    """What the worker does, one round after the other."""
    with mode("write"):
        noted = recaps.note_caught_up(at=at)
        actions.decide_new(at=at)
        db.session.commit()
    return noted


def state(learner):
    db.session.expire_all()
    return db.session.scalar(select(Decision.state).where(Decision.person_id == learner.id))


def test_passing_afterwards_is_watching_later_and_counts_once(missed):
    session, learner, quiz, _trainer = missed
    assert state(learner) == "absent"
    quizzes.handed_in(quiz, learner, at=session.ends_at + DAY)
    quizzes.handed_in(quiz, learner, at=session.ends_at + 2 * DAY)
    assert look(session.ends_at + 3 * DAY) == 1
    assert state(learner) == "watched_later"
    assert look(session.ends_at + 3 * DAY) == 0
    (trace,) = db.session.scalars(select(Evidence))
    assert (trace.kind, trace.at) == ("recap", session.ends_at + DAY)


@pytest.mark.parametrize(
    ("after", "right", "looked"),
    [
        (-HOUR, True, DAY),  # before the end: that is no catching up
        (DAY, False, 2 * DAY),  # not passed
        (29 * DAY, True, 31 * DAY),  # nobody looked in time: the worker would have to be away for a day
    ],
)
def test_anything_else_is_not(missed, after, right, looked):
    session, learner, quiz, _trainer = missed
    quizzes.handed_in(quiz, learner, at=session.ends_at + after, right=right)
    assert look(session.ends_at + looked) == 0
    assert state(learner) == "absent"


def test_there_has_to_be_something_to_watch(missed):
    session, learner, quiz, _trainer = missed
    session.recap = None
    db.session.commit()
    quizzes.handed_in(quiz, learner, at=session.ends_at + DAY)
    assert look(session.ends_at + 2 * DAY) == 0
    session.recording_url = "https://www.youtube.com/watch?v=x"
    db.session.commit()
    assert look(session.ends_at + 2 * DAY) == 1


def test_a_cancelled_session_is_not_watched(missed):
    session, learner, quiz, _trainer = missed
    session.state = "cancelled"
    db.session.commit()
    quizzes.handed_in(quiz, learner, at=session.ends_at + DAY)
    assert look(session.ends_at + 2 * DAY) == 0


def test_whoever_was_there_needs_nothing(missed):
    session, learner, quiz, trainer = missed
    attendance.marked(session, learner, trainer, Mark.PRESENT, "Có mặt tại chỗ", at=session.ends_at + HOUR)
    quizzes.handed_in(quiz, learner, at=session.ends_at + DAY)
    assert look(session.ends_at + 2 * DAY) == 0


def test_a_mark_after_it_wins(missed):
    session, learner, quiz, trainer = missed
    quizzes.handed_in(quiz, learner, at=session.ends_at + DAY)
    look(session.ends_at + 2 * DAY)
    attendance.marked(session, learner, trainer, Mark.ABSENT, "Nhờ bạn làm hộ", at=session.ends_at + 3 * DAY)
    assert state(learner) == "absent"
    assert look(session.ends_at + 4 * DAY) == 0


def test_the_page_says_how_to_make_up(missed, visit, clock):
    session, learner, quiz, _trainer = missed
    words = "tính là xem lại sau"
    for after, told in ((DAY, True), (31 * DAY, False)):
        clock.move_to(session.ends_at + after)
        page = visit.as_(learner).get("home.learner.session", session_id=session.public_id)
        assert (words in page) is told
    clock.move_to(session.ends_at + DAY)
    quizzes.handed_in(quiz, learner, at=session.ends_at + HOUR)
    look(session.ends_at + DAY)
    assert words not in visit.as_(learner).get("home.learner.session", session_id=session.public_id)
