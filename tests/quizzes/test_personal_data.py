"""What is kept of a learner's attempts: shown, given to the other half of a merge, made nameless."""

from sqlalchemy import select

from lms.core.db import db, mode
from lms.quizzes import personal_data, queries
from lms.quizzes.actions import attempts
from lms.quizzes.models import Answer
from tests.factories import people
from tests.factories import quizzes as make


def numbers(person):
    return [(attempt.quiz_id, attempt.number, attempt.state) for attempt in queries.attempts_of(person)]


def test_everything_is_shown(app, at):
    person, quiz = people.person(), make.quiz()
    make.handed_in(quiz, person, at=at)
    told = personal_data.export(person)["attempts"][0]
    assert (told["quiz"], told["score"], told["out_of"]) == (quiz.module.title_vi, 6.0, 6.0)
    assert told["handed_in_at"] == at.isoformat()
    assert [line["answer"] for line in told["answers"]][5] == ["1350 MB"]


def test_merging_numbers_the_attempts_anew_and_back(app, at):
    one, two = people.person(), people.person()
    both, mine = make.quiz(), make.quiz()
    for person, quiz in ((one, both), (two, both), (one, mine)):
        make.handed_in(quiz, person, at=at)
    for person in (one, two):
        make.attempt(both, person, at=at)
    before = numbers(one), numbers(two)
    with mode("write"):
        undo = personal_data.move(one, two)
        db.session.commit()
    assert sorted(numbers(two)) == [
        (both.id, 1, "handed_in"), (both.id, 2, "handed_in"), (both.id, 3, "open"), (mine.id, 1, "handed_in")
    ]  # fmt: skip
    assert numbers(one) == [(both.id, 2, "open")], "an attempt each is open: theirs goes on"
    with mode("write"):
        personal_data.move_back(undo, one, two)
        db.session.commit()
    assert (numbers(one), numbers(two)) == before


def test_erasing_keeps_what_is_counted_and_loses_what_was_typed(app, at):
    person = people.person()
    attempt = make.attempt(make.quiz(), person, at=at)
    with mode("write"):
        attempts.save(attempt, 6, "Lò Thị Mảy", 1, by=None, at=at)
        attempts.save(attempt, 1, 0, 2, by=None, at=at)
        db.session.commit()
        personal_data.erase(person)
        db.session.commit()
    assert sorted(map(str, db.session.scalars(select(Answer.value)))) == ["0", "None"]
