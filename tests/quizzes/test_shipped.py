"""Loading the bank from the curriculum."""

import json

import pytest
from sqlalchemy import delete, func, select

from lms.catalogue import actions as catalogue
from lms.catalogue.models import Lesson, Module
from lms.core.db import db
from lms.quizzes import queries
from lms.quizzes.actions import bank
from lms.quizzes.models import Question, QuestionVersion, Quiz, QuizItem
from tests.factories import catalogue as lessons
from tests.statements import statements


@pytest.fixture
def module(app):
    return lessons.module()


@pytest.fixture
def load(tmp_path, at):
    def put(*questions):
        path = tmp_path / "curriculum.json"
        path.write_text(json.dumps({"questions": questions}, ensure_ascii=False), encoding="utf-8")
        changed = bank.load(path, at=at)
        db.session.commit()
        db.session.expire_all()
        return changed

    return put


def question(module, code="X-Q1", **values):
    return {
        "id": code, "module": module.code, "type": "single", "en": "What?", "vi": "Gì?", "options": ["Một", "Hai"],
        "answer": [1], "explain": "Vì thế.",
    } | values  # fmt: skip


def test_the_real_curriculum(app, at):
    catalogue.load(at=at)
    assert bank.load(at=at) == 217
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(Quiz)) == 24
    assert db.session.scalar(select(func.count()).select_from(QuizItem)) == 217
    quiz = queries.quiz_of(db.session.scalar(select(Module).where(Module.code == "T1.1")))
    assert (quiz.pass_percent, quiz.attempts_allowed, quiz.minutes, quiz.counts) == (70, 3, None, "best")
    assert queries.size(quiz) == 8 and queries.modules_with_quiz(quiz.module.track_id) == 6
    with statements() as seen:
        assert bank.load(at=at) == 0
    assert len(seen) == 2


def test_questions_come_in_order_into_the_quiz_of_their_module(module, load):
    assert load(question(module), question(module, "X-Q2", type="short"), question(module, "X-Q3")) == 3
    quiz = queries.quiz_of(module)
    assert [row.code for row in queries.questions(quiz)] == ["X-Q1", "X-Q2", "X-Q3"]


def test_a_newer_question_takes_the_place_and_a_new_one_joins(module, load):
    load(question(module))
    quiz = queries.quiz_of(module).public_id
    assert load(question(module, vi="Cái gì?"), question(module, "X-Q2")) == 2
    again = queries.quiz_of(module)
    assert again.public_id == quiz
    assert [row.text for row in queries.questions(again)] == ["Cái gì?", "Gì?"]


def test_an_edited_question_is_left_alone(module, load):
    load(question(module))
    db.session.scalar(select(Question)).text = "Giảng viên đã sửa"
    db.session.commit()
    assert load(question(module, vi="Mới")) == 0
    assert db.session.scalar(select(Question.text)) == "Giảng viên đã sửa"


def test_questions_of_no_module_are_left_out(module, load):
    assert load(question(module) | {"module": "T99.9"}) == 0
    assert queries.quiz_of(module) is None


def test_a_newer_text_of_an_edited_question_is_offered_once(module, load):
    load(question(module))
    row = db.session.scalar(select(Question))
    row.text = "Giảng viên đã sửa"
    db.session.commit()
    for _again in range(2):
        load(question(module, vi="Mới"), question(module, "X-Q9"))
    offered = db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.number)).all()
    assert [(one.number, one.words["text"]) for one in offered] == [(1, "Giảng viên đã sửa"), (2, "Mới")]
    assert db.session.scalars(select(Question.version).order_by(Question.code)).all() == [1, 0]


def test_what_a_trainer_took_out_of_a_quiz_stays_out(module, load):
    load(question(module), question(module, "X-Q2"))
    db.session.execute(delete(QuizItem).where(QuizItem.position == 1))
    db.session.commit()
    load(question(module), question(module, "X-Q2"), question(module, "X-Q3"))
    assert [row.code for row in queries.questions(queries.quiz_of(module))] == ["X-Q2", "X-Q3"]


def test_shipped_questions_know_the_lesson_that_teaches_them(app, at):
    catalogue.load(at=at)
    bank.load(at=at)
    taught = json.loads(bank.LESSONS.read_text(encoding="utf-8"))
    codes = {row.code for row in db.session.scalars(select(Question))}
    assert taught.keys() <= codes and len(taught) > 200
    for row, lesson in db.session.execute(select(Question, Lesson).join(Lesson, Lesson.id == Question.lesson_id)):
        assert lesson.code == taught[row.code] and lesson.module_id == row.module_id
