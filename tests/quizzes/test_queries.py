"""Where people stand, and what they have passed."""

import pytest

from lms.quizzes import queries
from tests.factories import catalogue, people
from tests.factories import quizzes as make
from tests.statements import statements


@pytest.fixture
def person(app):
    return people.person()


def test_standing(person, at):
    quiz, other = make.quiz(), make.quiz(attempts_allowed=0)
    make.handed_in(quiz, person, at=at, right=False)
    going = make.attempt(quiz, person, at=at)
    make.handed_in(quiz, people.person(), at=at)
    found = queries.standing(person, [quiz.id, other.id])
    first, second = found[quiz.id], found[other.id]
    assert (first.begun, first.left, first.open.id, first.passed, first.counts.number) == (2, 1, going.id, False, 1)
    assert (second.begun, second.left, second.open, second.counts, second.passed) == (0, None, None, None, False)
    assert queries.standing(person, []) == {}


@pytest.mark.parametrize(
    ("counts", "tries", "passed"),
    [
        ("best", [False, True, False], True),
        ("last", [False, True, False], False),
        ("last", [False, True], True),
        ("first", [False, True], False),
        ("first", [True, False], True),
        ("best", [False], False),
    ],
)
def test_the_attempt_that_counts_decides(person, at, counts, tries, passed):
    quiz = make.quiz(kinds=["single"], counts=counts)
    for right in tries:
        make.handed_in(quiz, person, at=at, right=right)
    track_id = quiz.module.track_id
    assert queries.passed_modules(person, track_id) == ({quiz.module_id} if passed else set())
    assert queries.standing(person, [quiz.id])[quiz.id].passed is passed


def test_passed_modules_of_a_track(person, at):
    track = catalogue.track(modules=3, lessons=1)
    quizzes = [make.quiz(kinds=["single"], module=module) for module in track.modules[:2]]
    elsewhere = make.quiz(kinds=["single"])
    other = people.person()
    for quiz in (*quizzes, elsewhere):
        make.handed_in(quiz, person, at=at)
    make.handed_in(quizzes[0], other, at=at)
    make.attempt(quizzes[1], other, at=at)
    wanted = {person.id: {quiz.module_id for quiz in quizzes}, other.id: {quizzes[0].module_id}}
    track_id = track.id
    with statements() as seen:
        found = queries.passed_by(list(wanted), track_id)
    assert found == wanted
    assert len(seen) == 1 and queries.modules_with_quiz(track.id) == 2
