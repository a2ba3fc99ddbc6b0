"""Learners and those who help them at the same moment: nobody waits for ever, and no minute granted is lost."""

from datetime import timedelta

from sqlalchemy import select, update

from lms.core.db import db, mode
from lms.people.models import Person
from lms.quizzes import queries
from lms.quizzes.actions import attempts, extras, handing_in, late
from lms.quizzes.models import Answer, Attempt, Extra, LateAnswer, Quiz
from tests.factories import people
from tests.factories import quizzes as make
from tests.quizzes.test_races import at_once

MINUTE = timedelta(minutes=1)


def test_counting_a_late_answer_while_newer_ones_come(app, at):
    trainer = people.trainer().id
    for _round in range(12):
        made = make.handed_in(make.quiz(("short",)), people.person(), at=at)
        attempt, number_of = made.public_id, made.id
        with mode("write"):
            attempts.save(queries.attempt_by_id(attempt), 1, "Măng tươi", 50, by=None, at=at)
            db.session.commit()
        db.session.remove()

        def both(number, attempt=attempt, number_of=number_of):
            if number % 2:
                row = db.session.get(LateAnswer, (number_of, 1))
                return late.count(row, by=db.session.get(Person, trainer), at=at).score
            found = queries.attempt_by_id(attempt)
            return attempts.save(found, 1, f"Măng {number}", 60 + number, by=None, at=at).late

        at_once(app, 8, both)
        row, counts = db.session.get(LateAnswer, (number_of, 1)), db.session.get(Answer, (number_of, 1))
        assert row.sequence == 66 and counts.waits and counts.sequence <= 66
        assert db.session.get(Attempt, number_of).pending == 1
        db.session.remove()


def test_time_granted_just_before_the_house_hands_in_holds(app, at):
    quiz, person = make.quiz(minutes=20), people.person()
    attempt = make.attempt(quiz, person, at=at)
    later, table = at + 25 * MINUTE, Attempt.__table__
    with mode("write"):
        assert queries.overdue(at=later) == [attempt]
        db.session.execute(update(table).where(table.c.id == attempt.id).values(due_at=at + 40 * MINUTE))
        assert handing_in.end(attempt, at=later) is False
        assert attempt.state == "open"
        assert handing_in.end(attempt, at=at + 42 * MINUTE) is True
        db.session.commit()
    assert attempt.state == "handed_in"


def test_time_granted_at_the_instant_of_a_start_is_in_the_attempt(app, at):
    trainer = people.trainer().id
    for _round in range(12):
        quiz, person = make.quiz(("single",), minutes=20).id, people.person().id
        db.session.remove()

        def both(number, quiz=quiz, person=person):
            asked, who = db.session.get(Quiz, quiz), db.session.get(Person, person)
            if number % 2:
                return extras.grant(asked, who, 10, 0, "Mất điện", by=db.session.get(Person, trainer), at=at).minutes
            return attempts.start(asked, who, by=None, at=at).public_id

        at_once(app, 4, both, workers=4)
        due = db.session.scalars(select(Attempt.due_at).where(Attempt.quiz_id == quiz)).one()
        assert db.session.get(Extra, (quiz, person)).minutes == 10 and due == at + 30 * MINUTE
        db.session.remove()
