"""Quizzes are made, set up, filled, opened and copied, with plain forms."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.quizzes import queries
from lms.quizzes.models import Attempt, Extra, Question, Quiz, QuizDraw, QuizItem
from tests.factories import catalogue, enrolment, people, schedule
from tests.factories import quizzes as make
from tests.quizzes.sheets import of_sheet

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
SHEET = {
    "title_vi": "Luyện tập", "title_en": "", "purpose": "practice", "pair": "", "pass_percent": "60", "minutes": "20",
    "attempts_allowed": "2", "counts": "last", "opens_at": "2026-12-01T19:30", "closes_at": "2026-12-02T21:00",
    "shuffle_questions": "1", "preset": "closed",
}  # fmt: skip


@pytest.fixture
def module(app):
    return catalogue.module()


@pytest.fixture
def trainer(visit):
    return visit.as_(people.trainer("Đặng Thị Hòa"))


def quiz_row():
    db.session.expire_all()
    return db.session.scalar(select(Quiz).order_by(Quiz.id.desc()))


def placed(quiz):
    codes = select(Question.code).join(QuizItem, QuizItem.question_id == Question.id)
    return list(db.session.scalars(codes.where(QuizItem.quiz_id == quiz.id).order_by(QuizItem.position)))


def place(trainer, quiz, **wish):
    return trainer.post("quizzes.trainer.place_question", wish, quiz_id=quiz.public_id)


def test_a_quiz_from_nothing_to_open(trainer, module):
    with mode("write"):
        codes = [make.question(module, kind).code for kind in ("single", "multi", "match")]
        db.session.commit()
    assert trainer.get("quizzes.trainer.new_quiz").status == 200
    assert trainer.get("quizzes.trainer.new_quiz", module=module.code).value("pass_percent") == "70"
    made = trainer.post(f"/quizzes/new?module={module.code}", SHEET)
    quiz = quiz_row()
    assert (quiz.state, quiz.minutes, quiz.attempts_allowed, quiz.counts) == ("draft", 20, 2, "last")
    assert quiz.opens_at == datetime(2026, 12, 1, 12, 30, tzinfo=UTC), "Vietnamese time"
    assert quiz.shuffle_questions and not quiz.shuffle_options and quiz.title_en == "Luyện tập"
    choosing = trainer.follow(made)
    assert len(choosing.soup.select("button[name=add]")) == 3
    refused = trainer.post("quizzes.trainer.set_quiz_state", {"state": "open"}, quiz_id=quiz.public_id)
    assert refused.status == 422 and refused.errors
    for code in codes:
        assert place(trainer, quiz, add=code).status == 303
    place(trainer, quiz, add=codes[0])
    place(trainer, quiz, up=codes[2])
    place(trainer, quiz, down=codes[0])
    place(trainer, quiz, up=codes[2])
    assert placed(quiz) == [codes[2], codes[0], codes[1]]
    place(trainer, quiz, out=codes[0])
    assert placed(quiz) == [codes[2], codes[1]]
    assert trainer.post("quizzes.trainer.set_quiz_state", {"state": "open"}, quiz_id=quiz.public_id).status == 303
    assert quiz_row().state == "open"
    assert (
        len(trainer.get("quizzes.trainer.preview_quiz", quiz_id=quiz.public_id).soup.select("fieldset.question")) == 2
    )
    assert db.session.scalar(select(Attempt.id)) is None, "a preview begins nothing"
    place(trainer, quiz, out=codes[1])
    assert place(trainer, quiz, out=codes[2]).status == 422 and placed(quiz) == [codes[2]]


def test_settings_opened_and_saved_as_they_were_change_nothing(trainer, module):
    trainer.post(f"/quizzes/new?module={module.code}", SHEET)
    quiz = quiz_row()
    columns = [column.name for column in Quiz.__table__.columns]
    before = {name: getattr(quiz, name) for name in columns}
    sheet = of_sheet(trainer.get("quizzes.trainer.settings", quiz_id=quiz.public_id), "form[novalidate]")
    assert trainer.post("quizzes.trainer.change_settings", sheet, quiz_id=quiz.public_id).status == 303
    assert {name: getattr(quiz_row(), name) for name in columns} == before


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title_vi": ""}, "title_vi"),
        ({"title_vi": "x" * 200}, "title_vi"),
        ({"purpose": "module"}, "purpose"),
        ({"purpose": "exam"}, "purpose"),
        ({"purpose": "post"}, "pair"),
        ({"pass_percent": "nhiều"}, "pass_percent"),
        ({"minutes": "-5"}, "minutes"),
        ({"attempts_allowed": ""}, "attempts_allowed"),
        ({"counts": "x"}, "counts"),
        ({"opens_at": "hôm nay"}, "opens_at"),
        ({"closes_at": "2026-12-01T19:30"}, "closes_at"),
        ({"preset": "x"}, "preset"),
    ],
)
def test_bad_settings_are_said_beside_the_field_and_stay(trainer, module, fields, name):
    make.quiz(kinds=["single"], module=module)
    page = trainer.post(f"/quizzes/new?module={module.code}", SHEET | fields)
    assert page.status == 422 and [a["href"] for a in page.soup.select(".errors a")] == [f"#{name}"]
    assert (
        page.soup.select_one(f"#{name}-error") and db.session.scalar(select(Quiz.id).where(Quiz.minutes == 20)) is None
    )
    assert page.value("title_vi") == fields.get("title_vi", "Luyện tập")


def test_a_table_of_ones_own_and_a_pair(trainer, module):
    trainer.post(f"/quizzes/new?module={module.code}", SHEET | {"purpose": "pre"})
    pre = quiz_row()
    own = {"purpose": "post", "pair": pre.public_id, "preset": "own", "after": "marks", "closed": ["marks", "answers"]}
    trainer.post(f"/quizzes/new?module={module.code}", SHEET | own)
    post = quiz_row()
    assert post.pair_id == pre.id
    assert post.review == {"during": [], "after": ["marks"], "later": [], "closed": ["marks", "answers"]}
    page = trainer.get("quizzes.trainer.settings", quiz_id=post.public_id)
    ticked = [box["id"] for box in page.soup.select(".matrix input[checked]")]
    assert ticked == ["after-marks", "closed-marks", "closed-answers"] and page.value("pair") == pre.public_id


def test_draws_say_how_many_fit_and_are_refused_when_too_few(trainer, module):
    quiz = make.quiz(kinds=["single"], module=module)
    with mode("write"):
        for _again in range(3):
            make.question(module, difficulty=2)
        db.session.commit()

    def draw(**fields):
        sheet = {"count": "2", "module": module.code, "tag": "", "difficulty": "2"} | fields
        return trainer.post("quizzes.trainer.change_draws", sheet, quiz_id=quiz.public_id)

    for count in ("4", "0", "x", ""):
        refused = draw(count=count)
        assert refused.status == 422 and refused.soup.select_one("#draw-count-error")
    assert draw().status == 303
    page = trainer.get("quizzes.trainer.quiz_questions", quiz_id=quiz.public_id)
    assert "3" in page.soup.select_one("#drawn").find_parent("section").li.get_text() and queries.size(quiz) == 3
    assert draw(module="").status == 422, "the first draw may take them"
    assert draw(count="1").status == 303 and draw(count="1").status == 422
    positions = db.session.scalars(select(QuizDraw.position).order_by(QuizDraw.position)).all()
    trainer.post("quizzes.trainer.change_draws", {"out": str(positions[0])}, quiz_id=quiz.public_id)
    assert queries.size(quiz) == 2


def test_a_copy_is_a_practice_draft_with_the_same_questions(trainer, module):
    quiz = make.quiz(kinds=["single", "order"], module=module)
    there = trainer.follow(trainer.post("quizzes.trainer.duplicate_quiz", quiz_id=quiz.public_id))
    copy = quiz_row()
    assert (copy.purpose, copy.state) == ("practice", "draft") and placed(copy) == placed(quiz)
    assert copy.title_vi in there.h1


def test_one_quiz_of_a_module_at_a_time(trainer, module):
    old = make.quiz(kinds=["single"], module=module)
    state = "quizzes.trainer.set_quiz_state"
    trainer.post(state, {"state": "archived"}, quiz_id=old.public_id)
    assert trainer.post(f"/quizzes/new?module={module.code}", SHEET | {"purpose": "module"}).status == 303
    back = trainer.post(state, {"state": "open"}, quiz_id=old.public_id)
    assert back.status == 422 and back.errors
    db.session.expire_all()
    assert db.session.get(Quiz, old.id).state == "archived"
    lines = trainer.get("quizzes.trainer.quizzes")
    assert len(lines.soup.select(".rows a")) == 2


def test_attempts_already_begun_are_spoken_of(trainer, module, at):
    quiz = make.quiz(kinds=["single"], module=module)
    page = trainer.get("quizzes.trainer.settings", quiz_id=quiz.public_id)
    assert not page.soup.select(".note")
    make.attempt(quiz, people.person(), at=at)
    assert trainer.get("quizzes.trainer.settings", quiz_id=quiz.public_id).soup.select(".note")


def test_hostile_titles_stay_text(trainer, module):
    trainer.post(f"/quizzes/new?module={module.code}", SHEET | {"title_vi": HOSTILE, "title_en": HOSTILE})
    quiz = quiz_row().public_id
    pages = ["settings", "quiz_questions", "extras", "preview_quiz"]
    for page in [
        trainer.get("quizzes.trainer.quizzes"),
        *(trainer.get(f"quizzes.trainer.{name}", quiz_id=quiz) for name in pages),
    ]:
        assert "alert(1)" in page.html and "<script>alert" not in page.html and "<img src=x" not in page.html


def test_more_time_is_granted_to_people_of_ones_own_classes_only(visit, module, at):
    teacher = people.trainer("Đặng Thị Hòa")
    trainer, quiz = visit.as_(teacher), make.quiz(kinds=["single"], module=module, minutes=20)
    mine, other = people.person("Giàng A Páo"), people.person("Vàng Thị Mai")
    enrolment.enrol(mine, schedule.series(teacher, date(2026, 11, 26), 3, slug="lop-a"))
    where = {"quiz_id": quiz.public_id, "person_id": mine.public_id}
    shown = trainer.get("quizzes.trainer.extras", quiz_id=quiz.public_id)
    assert "Giàng A Páo" in shown and "Vàng Thị Mai" not in shown
    assert "Giàng A Páo" in trainer.get("quizzes.trainer.extras", quiz_id=quiz.public_id, q="pao")
    assert "Giàng A Páo" not in trainer.get("quizzes.trainer.extras", quiz_id=quiz.public_id, q="Vàng")
    assert trainer.get("quizzes.trainer.grant_extra", **where | {"person_id": other.public_id}).status == 404
    for sheet in ({"minutes": "10"}, {"minutes": "x", "why": "Máy hỏng"}, {"minutes": "9999999", "why": "Máy hỏng"}):
        refused = trainer.post("quizzes.trainer.keep_extra", {"attempts": "0"} | sheet, **where)
        assert refused.status == 422 and refused.errors
    sheet = {"minutes": "10", "attempts": "1", "why": HOSTILE}
    listed = trainer.follow(trainer.post("quizzes.trainer.keep_extra", sheet, **where))
    assert "Giàng A Páo" in listed and "<script>alert" not in listed.html
    row = db.session.scalar(select(Extra))
    assert (row.minutes, row.attempts, row.by_id) == (10, 1, teacher.id)
    assert trainer.get("quizzes.trainer.grant_extra", **where).value("minutes") == "10"


def test_learners_choose_among_the_open_quizzes_of_a_module(visit, module):
    learner = visit.as_(people.person())
    of_module = {"slug": module.slug}
    make.quiz(kinds=["single"], module=module, purpose="practice", title_vi="Thử trước", state="draft")
    assert learner.get("quizzes.learner.of_module", **of_module).status == 404
    quiz = make.quiz(kinds=["single"], module=module)
    assert learner.get("quizzes.learner.of_module", **of_module).location == f"/quizzes/{quiz.public_id}"
    make.quiz(kinds=["single"], module=module, purpose="post", title_vi="Sau buổi học")
    practice = make.quiz(kinds=["single"], module=module, purpose="practice", title_vi="Luyện tập")
    page = learner.get("quizzes.learner.of_module", **of_module)
    titles = [row.get_text(strip=True) for row in page.soup.select("main .rows .h")]
    assert titles == [module.title_vi, "Luyện tập", "Sau buổi học"]
    assert learner.get("quizzes.learner.quiz", quiz_id=practice.public_id).h1 == "Luyện tập"
