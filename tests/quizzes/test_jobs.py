"""What the quizzes do by themselves."""

from datetime import timedelta

from lms.core import jobs
from lms.core.db import db, mode
from lms.quizzes.actions import attempts
from tests.factories import people
from tests.factories import quizzes as make


def test_overdue_attempts_are_handed_in_with_what_they_hold(app, clock, at):
    timed, free = make.quiz(minutes=20), make.quiz()
    over, going, endless = (make.attempt(quiz, people.person(), at=at) for quiz in (timed, timed, free))
    with mode("write"):
        attempts.save(over, 1, make.right_answers(over)[1], 1, by=None, at=at)
        going.due_at = at + timedelta(hours=5)
        db.session.commit()
    clock.move_to(at + timedelta(minutes=21))
    with mode("write"):
        jobs.plan_rhythms(at=at)
        jobs.run_due()
    db.session.expire_all()
    assert (over.state, going.state) == ("open", "open"), "the grace is not up"
    clock.move_to(at + timedelta(minutes=22))
    with mode("write"):
        jobs.run_due()
    db.session.expire_all()
    assert (over.state, over.score, over.passed) == ("handed_in", 1.0, False)
    assert (going.state, endless.state) == ("open", "open")
