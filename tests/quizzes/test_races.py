"""Many at once: tries are never exceeded, answers keep their order, and an attempt is marked once."""

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from lms.core.db import db, mode
from lms.core.errors import RuleBroken
from lms.core.outbox import Change
from lms.people.models import Person
from lms.quizzes import queries
from lms.quizzes.actions import attempts
from lms.quizzes.models import Answer, Attempt, AttemptItem, LateAnswer, Quiz
from tests.factories import people
from tests.factories import quizzes as make


def at_once(app, count, do, workers=8):
    """Run `do(number)` in transactions of their own, `workers` at a time; answers, or the rule that said no."""
    gate = threading.Barrier(workers)

    def run(number):
        if number < workers:
            gate.wait()
        with app.app_context(), mode("late"):
            try:
                answer = do(number)
                db.session.commit()
                return answer
            except RuleBroken as rule:
                db.session.rollback()
                return type(rule).__name__
            finally:
                db.session.remove()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(count)))


def test_fifty_taps_on_start_are_one_attempt(app, at):
    person, quiz = people.person().id, make.quiz().id
    db.session.remove()

    def start(_number):
        return attempts.start(db.session.get(Quiz, quiz), db.session.get(Person, person), by=None, at=at).public_id

    assert len(set(at_once(app, 50, start))) == 1
    assert db.session.scalars(select(Attempt.number)).all() == [1]
    assert len(db.session.scalars(select(AttemptItem.position)).all()) == 6


def test_fifty_who_start_and_hand_in_at_once_never_exceed_the_tries(app, at):
    person, quiz = people.person().id, make.quiz(attempts_allowed=3).id
    db.session.remove()

    def try_it(_number):
        attempt = attempts.start(db.session.get(Quiz, quiz), db.session.get(Person, person), by=None, at=at)
        attempts.hand_in(attempt, by=None, at=at)
        return attempt.number

    answers = at_once(app, 50, try_it)
    assert set(answers) == {1, 2, 3, "NoTriesLeft"}
    assert sorted(db.session.scalars(select(Attempt.number))) == [1, 2, 3]


def test_the_highest_number_wins_whoever_comes_last(app, at):
    attempt = make.attempt(make.quiz(), people.person(), at=at).public_id
    db.session.remove()

    def save(number):
        sequence = (number * 7) % 40 + 1
        attempts.save(queries.attempt_by_id(attempt), 1, sequence % 4, sequence, by=None, at=at)

    at_once(app, 40, save)
    assert db.session.execute(select(Answer.sequence, Answer.value)).all() == [(40, 0)]


def test_handing_in_from_many_sides_marks_once(app, at):
    made = make.attempt(make.quiz(), people.person(), at=at)
    attempt, right = made.public_id, make.right_answers(made)
    db.session.remove()

    def hand_in(number):
        found = queries.attempt_by_id(attempt)
        return attempts.hand_in(found, right if number % 2 else None, by=None, at=at).score

    scores = set(at_once(app, 16, hand_in))
    assert len(scores) == 1, "every hand-in answers like the first"
    kinds = [kind for kind in db.session.scalars(select(Change.kind)) if kind == "quizzes.handed_in"]
    assert len(kinds) == 1


def test_an_answer_beside_the_hand_in_counts_or_is_late(app, at):
    """No answer stands unmarked in an attempt that is handed in, whichever came first."""
    for _round in range(6):
        made = make.attempt(make.quiz(), people.person(), at=at)
        attempt, number_of = made.public_id, made.id
        db.session.remove()

        def both(number, attempt=attempt):
            found = queries.attempt_by_id(attempt)
            if number == 3:
                return attempts.hand_in(found, by=None, at=at).score
            saved = attempts.save(found, number % 6 + 1, "1", number + 1, by=None, at=at)
            return number % 6 + 1, saved.sequence, saved.late

        told = [answer for answer in at_once(app, 8, both) if isinstance(answer, tuple)]
        rows = {row.position: row for row in db.session.scalars(select(Answer).where(Answer.attempt_id == number_of))}
        assert all(row.marks is not None for row in rows.values())
        score = db.session.scalar(select(Attempt.score).where(Attempt.id == number_of))
        assert score == sum(row.marks for row in rows.values())
        for position, sequence, late in told:
            if not late:
                assert rows[position].sequence >= sequence, "acknowledged in time, so it is in the marks"
        beside = select(LateAnswer.position, LateAnswer.sequence).where(LateAnswer.attempt_id == number_of)
        assert {(position, sequence) for position, sequence, late in told if late} >= set(
            map(tuple, db.session.execute(beside))
        )


def test_late_answers_from_many_sides_keep_the_highest_number(app, at):
    """Some share the lock of a hand-in that was quicker; none waits for another for ever."""
    made = make.attempt(make.quiz(["single"]), people.person(), at=at)
    attempt, number_of = made.public_id, made.id
    db.session.remove()

    def late(number):
        found = queries.attempt_by_id(attempt)
        if number == 5:
            return attempts.hand_in(found, by=None, at=at).score
        return attempts.save(found, 1, number % 4, number + 1, by=None, at=at).late

    answers = at_once(app, 40, late)
    assert set(answers) <= {True, False, "AlreadyHandedIn"}
    beside = db.session.scalars(select(LateAnswer).where(LateAnswer.attempt_id == number_of)).all()
    counts = db.session.scalars(select(Answer).where(Answer.attempt_id == number_of)).all()
    newest = max((row.sequence for row in (*beside, *counts)), default=0)
    assert newest in (39, 40), "the newest is kept, unless it says what counts already"
