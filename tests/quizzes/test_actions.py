"""Beginning, answering and handing in."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.core.db import db
from lms.core.outbox import Change
from lms.quizzes import queries
from lms.quizzes.actions import attempts
from lms.quizzes.models import Answer, Attempt, Question
from lms.quizzes.rules.attempts import NoTriesLeft
from tests.factories import people
from tests.factories import quizzes as make


@pytest.fixture
def person(app):
    return people.person()


def stored(attempt):
    """position → (value, sequence, marks)"""
    found = db.session.scalars(
        select(Answer).where(Answer.attempt_id == attempt.id).execution_options(populate_existing=True)
    )
    return {row.position: (row.value, row.sequence, row.marks) for row in found}


def save(attempt, position, raw, sequence, at):
    saved = attempts.save(attempt, position, raw, sequence, by=None, at=at)
    db.session.commit()
    return saved


def kinds():
    return sorted(db.session.scalars(select(Change.kind).where(Change.kind.startswith("quizzes."))))


def test_a_second_tap_goes_on_with_the_same_attempt(person, at):
    quiz = make.quiz()
    first = attempts.start(quiz, person, by=person, at=at)
    again = attempts.start(quiz, person, by=person, at=at + timedelta(days=2))
    assert again.id == first.id
    assert (first.number, first.state, first.out_of, first.due_at) == (1, "open", 6.0, None)


def test_tries_are_numbered_and_end(person, at):
    quiz = make.quiz(attempts_allowed=2)
    assert [make.handed_in(quiz, person, at=at).number for _try in range(2)] == [1, 2]
    with pytest.raises(NoTriesLeft):
        attempts.start(quiz, person, by=person, at=at)
    assert make.attempt(quiz, people.person(), at=at).number == 1, "everyone has tries of their own"


def test_zero_means_any_number_of_tries(person, at):
    quiz = make.quiz(kinds=["single"], attempts_allowed=0)
    assert [make.handed_in(quiz, person, at=at).number for _try in range(5)][-1] == 5


def test_an_empty_quiz_does_not_begin(person, at):
    with pytest.raises(attempts.NoQuestions):
        attempts.start(make.quiz(kinds=[]), person, by=person, at=at)


def test_later_edits_change_nothing_that_was_begun(person, at):
    quiz = make.quiz(kinds=["single", "numeric"])
    attempt = make.attempt(quiz, person, at=at)
    before = [(item.text, item.options, item.key) for item, _row in queries.paper(attempt)]
    for question in db.session.scalars(select(Question)):
        question.text, question.options, question.key = "Khác", ["A", "B"], 1
    db.session.commit()
    assert [(item.text, item.options, item.key) for item, _row in queries.paper(attempt)] == before
    attempts.hand_in(attempt, make.right_answers(attempt), by=person, at=at)
    assert attempt.score == 2.0


def test_two_people_see_the_options_in_their_own_order(person, at):
    quiz = make.quiz(kinds=["single"])
    orders = {str(queries.paper(make.attempt(quiz, people.person(), at=at))[0].item.options) for _n in range(8)}
    assert len(orders) > 1


def test_the_highest_sequence_number_wins_in_any_order(person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    for value, sequence in ((1, 5), (2, 9), (0, 7), (3, 2)):
        save(attempt, 1, value, sequence, at)
    assert stored(attempt) == {1: (2, 9, None)}


def test_sending_again_is_harmless(person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    assert [save(attempt, 3, ["0", "2"], 4, at)[:2] for _time in range(3)] == [(4, False)] * 3
    assert stored(attempt) == {3: ([0, 2], 4, None)}


def test_an_answer_can_be_taken_back(person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    save(attempt, 6, "1350", 1, at)
    save(attempt, 6, "", 2, at)
    assert stored(attempt)[6][:2] == (None, 2)
    assert not attempts.offer(attempt, {}, by=person, at=at)


def test_a_slip_is_kept_and_said(person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    assert str(save(attempt, 6, "khoảng ba", 1, at).problem)
    assert stored(attempt)[6][0] == "khoảng ba"


def test_an_unknown_position_is_refused(person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    for position in (0, 7, 2_000_000_000):
        with pytest.raises(attempts.NotAsked):
            attempts.save(attempt, position, 1, 1, by=person, at=at)


def test_handing_in_marks_everything(person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    answers = make.right_answers(attempt) | {2: 1, 6: "1349"}
    attempts.hand_in(attempt, answers, by=person, at=at)
    db.session.commit()
    assert (attempt.state, attempt.score, attempt.passed, attempt.handed_in_at) == ("handed_in", 4.0, False, at)
    assert [stored(attempt)[n][2] for n in range(1, 7)] == [1.0, 0.0, 1.0, 1.0, 1.0, 0.0]
    assert kinds() == ["quizzes.handed_in"]


def test_passing(person, at):
    attempt = make.handed_in(make.quiz(), person, at=at)
    assert attempt.passed and attempt.score == 6.0
    assert kinds() == ["quizzes.handed_in"]


def test_a_second_hand_in_answers_like_the_first(person, at):
    attempt = make.handed_in(make.quiz(), person, at=at)
    before = stored(attempt)
    attempts.hand_in(attempt, {n: 0 for n in range(1, 7)}, by=person, at=at + timedelta(hours=1))
    db.session.commit()
    assert (attempt.score, attempt.handed_in_at) == (6.0, at)
    assert stored(attempt) == before and len(kinds()) == 1


def test_what_was_lost_on_the_way_comes_with_the_full_set(person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    right = make.right_answers(attempt)
    save(attempt, 1, right[1], 1, at)
    save(attempt, 6, "99", 6, at)
    attempts.hand_in(attempt, right, seen=8, by=person, at=at)
    assert attempt.score == 6.0


def test_what_is_stored_counts_without_a_set(person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    right = make.right_answers(attempt)
    for position in (1, 2, 3):
        save(attempt, position, right[position], position, at)
    attempts.hand_in(attempt, by=None, at=at)
    assert (attempt.score, attempt.passed) == (3.0, False)


def test_an_old_sheet_takes_nothing_away(person, at):
    attempt = make.attempt(make.quiz(kinds=["numeric", "truefalse"]), person, at=at)
    save(attempt, 1, "1350", 7, at)
    attempts.save_all(attempt, {2: 0}, seen=3, by=person, at=at)
    assert stored(attempt)[1][0] == "1350"
    attempts.save_all(attempt, {2: 0}, seen=9, by=person, at=at)
    assert stored(attempt)[1][0] is None


def test_a_sheet_is_kept_to_be_looked_over_before_it_is_handed_in(person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    answers = make.right_answers(attempt) | {5: {"0": "1", "1": "", "2": ""}}
    assert attempts.offer(attempt, answers, seen=0, by=person, at=at) is False
    assert attempt.state == "open" and len(stored(attempt)) == 6
    assert attempts.offer(attempt, make.right_answers(attempt), seen=9, by=person, at=at) is False
    assert attempt.state == "open", "even with every question answered"
    attempts.hand_in(attempt, by=person, at=at)
    assert attempt.score == 6.0
    assert attempts.offer(attempt, {}, by=person, at=at) is True, "nothing is left to look over"


def test_an_overdue_attempt_is_handed_in_before_the_next_begins(person, at):
    quiz = make.quiz(minutes=20)
    first = make.attempt(quiz, person, at=at)
    save(first, 1, make.right_answers(first)[1], 1, at)
    second = attempts.start(quiz, person, by=person, at=at + timedelta(hours=2))
    assert (first.state, first.score, second.number) == ("handed_in", 1.0, 2)
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 2
