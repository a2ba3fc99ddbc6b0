"""The result of a quiz: lessons of what was missed, what is held back, the gain between before and after."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from lms.core.db import db, mode
from lms.quizzes.actions import attempts, extras
from lms.quizzes.models import Question
from tests.factories import catalogue, people
from tests.factories import quizzes as make


@pytest.fixture
def person(app):
    return people.person()


def result(visit, person, attempt):
    return visit.as_(person).get("quizzes.learner.result", attempt_id=attempt.public_id)


def test_each_missed_question_leads_to_the_lesson_that_teaches_it(visit, person, at):
    module = catalogue.module()
    quiz = make.quiz(("single", "truefalse"), module=module)
    lesson = module.lessons[1]
    with mode("write"):
        db.session.execute(update(Question).where(Question.kind == "single").values(lesson_id=lesson.id))
        db.session.commit()
    page = result(visit, person, make.handed_in(quiz, person, at=at, right=False))
    links = [link["href"] for link in page.soup.select("aside .rows a")]
    assert links == [f"/lessons/{lesson.slug}"] and "Bài học nên đọc lại:" in page
    passed = result(visit, person, make.handed_in(quiz, person, at=at))
    assert passed.soup.select("aside .rows a") == []


def test_without_a_lesson_the_module_is_advised(visit, person, at):
    quiz = make.quiz(("single",))
    page = result(visit, person, make.handed_in(quiz, person, at=at, right=False))
    assert page.soup.find("a", string="Đọc lại bài học")["href"] == f"/modules/{quiz.module.slug}"


def test_what_is_held_back_is_not_on_the_page(visit, person, at):
    quiz = make.quiz(("single",), review={"after": [], "later": ["marks"]})
    page = result(visit, person, make.handed_in(quiz, person, at=at))
    assert page.h1 == "Đã nộp bài" and "1 trên 1" not in page and "Vì sao" not in page
    assert "bạn xem được ở đây: điểm." in page
    assert page.soup.select(".plainlist li")


def test_a_pair_shows_what_was_gained(visit, person, at):
    module = catalogue.module()
    before = make.quiz(("single", "truefalse"), module=module, purpose="pre", title_vi="Trước lớp")
    after = make.quiz(("single", "truefalse"), module=module, purpose="post", title_vi="Sau lớp", pair_id=before.id)
    make.handed_in(before, person, at=at, right=False)
    page = result(visit, person, make.handed_in(after, person, at=at))
    assert page.h1 == "2 trên 2 điểm"
    assert "Trước lớp học: 0 trên 2 điểm. Bây giờ: 2 trên 2." in page


def test_a_short_answer_waits_for_the_trainer(visit, person, at):
    quiz = make.quiz(("single", "short"))
    with mode("write"):
        rows = update(Question).where(Question.kind == "short")
        db.session.execute(rows.values(key={"accepted": [], "rubric": "Một lý do"}))
        db.session.commit()
    attempt = make.attempt(quiz, person, at=at)
    sheet = visit.as_(person).get("quizzes.learner.attempt", attempt_id=attempt.public_id)
    assert sheet.soup.select_one("textarea") is not None
    visit.as_(person).post(
        "quizzes.learner.hand_in", {"a1": "0", "a2": "Vì em muốn", "anyway": "1"}, attempt_id=attempt.public_id
    )
    page = result(visit, person, attempt)
    assert "1 câu chờ giảng viên chấm" in page and "Vì em muốn" in page


def test_right_answers_wait_while_another_try_is_open(visit, person, at):
    quiz = make.quiz(("single", "truefalse"))
    first = make.handed_in(quiz, person, at=at, right=False)
    assert result(visit, person, first).soup.select(".why")
    second = make.attempt(quiz, person, at=at)
    page = result(visit, person, first)
    assert not page.soup.select(".why") and "Đáp án" not in page.soup.main.get_text()
    assert page.h1 == "Chưa đạt, 0 trên 2 điểm" and "lần làm khác" in page
    with mode("write"):
        attempts.hand_in(second, by=person, at=at)
        db.session.commit()
    assert result(visit, person, first).soup.select(".why")


def test_closed_means_closed_for_oneself(visit, person, clock, at):
    hour = timedelta(hours=1)
    review = {"during": [], "after": [], "later": [], "closed": ["marks", "answers", "explanations"]}
    quiz = make.quiz(("single",), review=review, closes_at=at + hour)
    attempt = make.handed_in(quiz, person, at=at)
    with mode("write"):
        extras.grant(quiz, person, 60, 0, "Mất điện", by=people.trainer(), at=at)
        db.session.commit()
    clock.move_to(at + hour + hour / 2)
    assert result(visit, person, attempt).h1 == "Đã nộp bài"
    clock.move_to(at + 2 * hour)
    assert result(visit, person, attempt).h1.startswith("Đạt")
