"""A mended key ends the same when the worker that applies it is killed in the middle."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from lms.core import clock
from lms.core.db import db, mode
from lms.people.models import Person
from lms.quizzes import queries
from lms.quizzes.actions import questions, regrading
from lms.quizzes.models import Answer, Attempt, AttemptEvent, AttemptItem, Quiz, Regrade
from tests.factories import people
from tests.factories import quizzes as make
from tests.faults.test_import_killed import kill, kill_in_the_middle, start, until

MANY = 400


def crowd(quiz_id, question_id, at):
    """Four hundred people who chose Muối, and got nothing for it."""
    common = {"name": "Lò Thị Mảy", "name_sort": "may", "name_fold": "lo thi may", "mark": "A7K2", "language": "vi"}
    rows = [{**common, "public_id": f"crowd{number:08d}", "created_at": at} for number in range(MANY)]
    db.session.execute(insert(Person), rows)
    ids = db.session.scalars(select(Person.id).where(Person.public_id.like("crowd%")).order_by(Person.id)).all()
    tries = [
        {"id": 1000 + number, "public_id": f"try{number:010d}", "quiz_id": quiz_id, "person_id": person, "number": 1,
         "state": "handed_in", "started_at": at, "handed_in_at": at, "score": 0.0, "out_of": 1.0, "passed": False}
        for number, person in enumerate(ids)
    ]  # fmt: skip
    db.session.execute(insert(Attempt), tries)
    item = {"position": 1, "question_id": question_id, "kind": "single", "text": "?", "explanation": "", "key": 1}
    answer = {"position": 1, "value": 0, "sequence": 1, "saved_at": at, "marks": 0.0}
    options = ["Muối", "Chè", "Đường", "Măng"]
    db.session.execute(insert(AttemptItem), [{**item, "attempt_id": each["id"], "options": options} for each in tries])
    db.session.execute(insert(Answer), [{**answer, "attempt_id": each["id"]} for each in tries])
    db.session.commit()


def passed():
    return db.session.scalar(select(func.count()).select_from(Attempt).where(Attempt.passed))


def stands(state):
    return lambda: db.session.scalar(select(Regrade.state)) == state


@pytest.mark.slow
def test_a_mended_key_ends_the_same_when_its_worker_is_killed(app):
    at, trainer = clock.now() - timedelta(hours=1), people.trainer()
    quiz = make.quiz(kinds=["single"])
    question, number, by = queries.questions(quiz)[0], quiz.id, trainer.id
    crowd(number, question.id, at)
    with mode("write"):
        questions.change(question, {"key": 1}, by=trainer, at=at)
        regrading.start(question, by=trainer, at=at)
        db.session.commit()
    worker = start(app)
    until(stands("looked_at"))
    kill(worker)
    assert passed() == 0
    with mode("write"):
        regrade, trainer = db.session.scalars(select(Regrade)).one(), db.session.get(Person, by)
        assert (regrade.attempts, regrade.changes, regrade.gains) == (MANY, MANY, MANY)
        asked = queries.questions(db.session.get(Quiz, number))[0]
        regrading.apply(regrade, asked, only_raise=False, by=trainer, at=at)
        db.session.commit()
    kill_in_the_middle(app, lambda: passed() > 0)
    assert 0 < passed() < MANY
    worker = start(app)
    until(stands("done"))
    kill(worker)
    db.session.rollback()
    regrade = db.session.scalars(select(Regrade)).one()
    assert (passed(), regrade.changes, regrade.gains, regrade.losses) == (MANY, MANY, MANY, 0)
    assert db.session.scalar(select(func.count()).where(AttemptEvent.kind == "regraded")) == MANY, "each once"
