"""What counts: the quiz of a module, and no other. Practice, before and after count for nothing."""

import pytest
from sqlalchemy import select

from lms.certificates import queries as certificates
from lms.certificates.queries.completing import modules_of, passes_of
from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.quizzes import queries
from lms.quizzes.models import Quiz
from tests.factories import catalogue, people, schedule
from tests.factories import quizzes as make


@pytest.fixture
def person(app):
    return people.person()


def archive(quiz):
    with mode("write"):
        db.session.get(Quiz, quiz.id).state = "archived"
        db.session.commit()


@pytest.mark.parametrize("purpose", ["practice", "pre", "post"])
def test_other_quizzes_count_for_nothing(person, at, purpose):
    quiz = make.quiz(["single"], purpose=purpose, title_vi="Khác")
    make.handed_in(quiz, person, at=at)
    track = quiz.module.track_id
    assert queries.standing(person, [quiz.id])[quiz.id].passed, "it is passed, and that is all"
    assert queries.passed_modules(person, track) == set() and queries.modules_with_quiz(track) == 0
    assert passes_of([person.id]) == {} and modules_of([track]) == {}
    assert db.session.scalars(select(Change.kind).where(Change.kind == "quizzes.handed_in")).all() == []
    assert queries.quiz_of(quiz.module) is None and queries.quiz_at(quiz.module.slug) is None


def test_the_quiz_of_the_module_counts_beside_the_others(person, at):
    module = catalogue.module()
    for purpose in ("practice", "pre", "module"):
        make.handed_in(make.quiz(["single"], module=module, purpose=purpose), person, at=at, right=purpose == "module")
    series = schedule.series(people.trainer(), count=1, track_id=module.track_id)
    checklist = certificates.checklist(person, series)
    assert (checklist.modules, checklist.modules_done) == (1, 1)
    assert passes_of([person.id]) == {(person.id, module.track_id): {module.id: at}}


def test_what_was_passed_stays_passed_when_a_newer_quiz_takes_the_place(person, at):
    module = catalogue.module()
    old = make.quiz(["single"], module=module)
    make.handed_in(old, person, at=at)
    archive(old)
    series = schedule.series(people.trainer(), count=1, track_id=module.track_id)
    assert queries.modules_with_quiz(module.track_id) == 0 and queries.passed_modules(person, module.track_id) == set()
    assert certificates.checklist(person, series).modules == 0, "a module without a quiz is not asked for"
    new = make.quiz(["single"], module=module)
    assert queries.quiz_of(module).id == new.id
    assert queries.passed_modules(person, module.track_id) == {module.id}
    checklist = certificates.checklist(person, series)
    assert (checklist.modules, checklist.modules_done) == (1, 1)
    make.handed_in(new, person, at=at, right=False)
    assert certificates.checklist(person, series).modules_done == 1


def test_learners_see_no_draft_and_the_results_of_what_is_archived(visit, person, at):
    draft, old = make.quiz(["single"], state="draft"), make.quiz(["single"])
    attempt = make.handed_in(old, person, at=at)
    archive(old)
    learner = visit.as_(person)
    assert learner.get("quizzes.learner.quiz", quiz_id=draft.public_id).status == 404
    assert learner.post("quizzes.learner.start", quiz_id=draft.public_id).status == 404
    assert learner.get("quizzes.learner.quiz", quiz_id=old.public_id).status == 200
    assert learner.get("quizzes.learner.result", attempt_id=attempt.public_id).h1 == "Đạt, 1 trên 1 điểm"
    assert learner.post("quizzes.learner.start", quiz_id=old.public_id).status == 422
