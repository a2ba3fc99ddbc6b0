"""What comes after the time, or after handing in: kept beside what counts, until a trainer lets it count."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core.db import db
from lms.core.outbox import Change
from lms.quizzes.actions import attempts, late
from lms.quizzes.models import Answer
from lms.quizzes.queries import records
from lms.quizzes.rules.attempts import GRACE
from lms.quizzes.rules.late import Given, Late, StillOpen, weigh
from tests.factories import people
from tests.factories import quizzes as make

LATER = timedelta(minutes=30)


@pytest.fixture
def person(app):
    return people.person()


def counting(attempt):
    """position → (value, sequence)"""
    found = db.session.scalars(
        select(Answer).where(Answer.attempt_id == attempt.id).execution_options(populate_existing=True)
    )
    return {row.position: (row.value, row.sequence) for row in found}


def beside(attempt):
    """position → (value, sequence)"""
    return {row.position: (row.value, row.sequence) for row in records.late_answers(attempt)}


def save(attempt, position, raw, sequence, at):
    saved = attempts.save(attempt, position, raw, sequence, by=None, at=at)
    db.session.commit()
    return saved


@pytest.mark.parametrize(
    ("coming", "counts", "kept", "is_"),
    [
        ((2, 5), None, None, Late.NEWS),
        ((None, 5), None, None, Late.KNOWN),  # nothing was given, and nothing is
        ((2, 5), (1, 4), None, Late.NEWS),
        ((None, 5), (1, 4), None, Late.NEWS),  # taken back too late
        ((1, 5), (1, 4), None, Late.KNOWN),
        ((2, 4), (1, 4), None, Late.KNOWN),
        ((2, 3), (1, 4), None, Late.KNOWN),
        ((2, 5), (1, 4), (2, 5), Late.KEPT),
        ((3, 4), (1, 3), (2, 5), Late.KEPT),
        ((3, 5), (1, 3), (2, 5), Late.NEWS),
        ((1, 6), (1, 3), (2, 5), Late.NEWS),  # back to what counts: the newest is kept
    ],
)
def test_what_to_make_of_a_late_answer(coming, counts, kept, is_):
    given = [pair and Given(*pair) for pair in (coming, counts, kept)]
    assert weigh(*given) == is_


def test_the_grace_is_counted_and_what_comes_later_is_kept_as_late(person, at):
    attempt = make.attempt(make.quiz(minutes=20), person, at=at)
    right, due = make.right_answers(attempt), at + timedelta(minutes=20)
    assert attempt.due_at == due
    assert save(attempt, 1, right[1], 1, due + GRACE).late is False
    assert save(attempt, 2, right[2], 2, due + GRACE + timedelta(seconds=1)).late is True
    attempts.hand_in(attempt, right, by=person, at=due + timedelta(minutes=5))
    db.session.commit()
    assert attempt.score == 1.0 and set(counting(attempt)) == {1}
    assert set(beside(attempt)) == {2, 3, 4, 5, 6} and beside(attempt)[6][0] == "1350"


def test_a_late_answer_may_be_mended_and_never_touches_one_that_counts(person, at):
    attempt = make.attempt(make.quiz(minutes=20), person, at=at)
    save(attempt, 1, 1, 1, at)
    assert save(attempt, 1, 2, 50, at + LATER).late is True
    assert save(attempt, 1, 3, 49, at + LATER).late is True, "older than the late one that is kept"
    assert save(attempt, 1, 1, 1, at + LATER).late is False, "sent again: known, and it counts"
    assert save(attempt, 2, 0, 3, at + LATER).late is True
    assert save(attempt, 2, 1, 4, at + LATER).late is True
    assert counting(attempt) == {1: (1, 1)}
    assert beside(attempt) == {1: (2, 50), 2: (1, 4)}


def test_after_handing_in_what_counts_stays_and_what_is_new_is_kept(person, at):
    attempt = make.handed_in(make.quiz(), person, at=at)
    before, right = counting(attempt), make.right_answers(attempt)
    with pytest.raises(attempts.AlreadyHandedIn):
        attempts.save(attempt, 1, right[1], 999, by=person, at=at)
    db.session.rollback()
    assert save(attempt, 1, (right[1] + 1) % 4, 999, at).late is True
    assert counting(attempt) == before and attempt.score == 6.0
    assert beside(attempt) == {1: ((right[1] + 1) % 4, 999)}


def test_a_second_hand_in_leaves_the_score_and_keeps_what_is_new(person, at):
    attempt = make.handed_in(make.quiz(), person, at=at)
    before = counting(attempt)
    attempts.hand_in(attempt, {2: 1, 6: "99"}, by=person, at=at + LATER)
    attempts.hand_in(attempt, {2: 1, 6: "99"}, by=person, at=at + LATER)
    db.session.commit()
    assert (attempt.score, counting(attempt)) == (6.0, before)
    assert {position: value for position, (value, _number) in beside(attempt).items()} == {2: 1, 6: "99"}
    assert [line.kind for line in records.events(attempt)].count("late") == 2, "the same sheet twice says nothing new"


def test_a_phone_that_hands_in_late_sends_each_answer_with_its_number(person, at):
    attempt = make.attempt(make.quiz(minutes=20), person, at=at)
    save(attempt, 1, 1, 4, at)
    sheet = {1: 2, 2: 1, 6: "99"}
    attempts.hand_in(attempt, sheet, numbers={1: 3, 2: 7, 6: 9}, by=person, at=at + LATER)
    db.session.commit()
    assert counting(attempt) == {1: (1, 4)}, "what came in time is newer than the sheet"
    assert beside(attempt) == {2: (1, 7), 6: ("99", 9)}


def test_more_time_granted_a_moment_ago_counts(person, at):
    attempt = make.attempt(make.quiz(minutes=20), person, at=at)
    attempt.due_at = at + timedelta(hours=2)
    db.session.commit()
    assert save(attempt, 1, 1, 1, at + LATER).late is False
    assert counting(attempt) == {1: (1, 1)}


@pytest.fixture
def came_late(person, at):
    """An attempt with one right answer, and another right one that came late."""
    attempt = make.attempt(make.quiz(["single", "truefalse"], minutes=20, pass_percent=80), person, at=at)
    right = make.right_answers(attempt)
    save(attempt, 1, right[1], 1, at)
    save(attempt, 2, right[2], 2, at + LATER)
    return attempt


def test_a_trainer_lets_it_count(came_late, at):
    trainer = people.trainer()
    with pytest.raises(StillOpen):
        late.count(records.late_answer(came_late.id, 2), by=trainer, at=at + LATER)
    db.session.rollback()
    attempts.hand_in(came_late, by=None, at=at + LATER)
    assert (came_late.score, came_late.passed) == (1.0, False)
    for _twice in range(2):
        late.count(records.late_answer(came_late.id, 2), by=trainer, at=at + 2 * LATER)
        db.session.commit()
    assert (came_late.score, came_late.passed) == (2.0, True)
    assert counting(came_late)[2] == (0, 2) and records.late_answer(came_late.id, 2).counted_by_id == trainer.id
    lines = [line for line in records.events(came_late) if line.kind == "counted"]
    assert [(line.position, line.by_id, line.value["score"]) for line in lines] == [(2, trainer.id, [1.0, 2.0])]
    told = select(Entry).where(Entry.action == "quizzes.late_counted")
    assert [(entry.actor_id, entry.subject_id) for entry in db.session.scalars(told)] == [(trainer.id, came_late.id)]
    kinds = db.session.scalars(select(Change.kind).where(Change.kind == "quizzes.handed_in")).all()
    assert len(kinds) == 2, "who counts people hears of it again"


def test_what_is_sent_again_after_it_was_counted_counts(came_late, at):
    attempts.hand_in(came_late, by=None, at=at + LATER)
    late.count(records.late_answer(came_late.id, 2), by=people.trainer(), at=at + LATER)
    db.session.commit()
    with pytest.raises(attempts.AlreadyHandedIn):
        attempts.save(came_late, 2, 0, 2, by=None, at=at + 2 * LATER)
    db.session.rollback()
    assert save(came_late, 2, 1, 3, at + 2 * LATER).late is True
    kept = records.late_answer(came_late.id, 2)
    assert (kept.value, kept.counted_at) == (1, None) and came_late.score == 2.0


def test_a_short_answer_that_came_late_waits_for_its_marks_once_it_counts(person, at):
    attempt = make.attempt(make.quiz(["short"], minutes=20), person, at=at)
    save(attempt, 1, "Chè dây", 1, at + LATER)
    attempts.hand_in(attempt, by=None, at=at + LATER)
    assert (attempt.score, attempt.pending, attempt.passed) == (0.0, 0, False)
    late.count(records.late_answer(attempt.id, 1), by=people.trainer(), at=at + LATER)
    assert (attempt.score, attempt.pending, attempt.passed) == (0.0, 1, None)
