"""No text reaches readers with a picture that is not here, or not ready: lessons and questions alike."""

import pytest

from lms.catalogue.models import Lesson
from lms.core.db import db, mode
from lms.quizzes.models import Question
from lms.writing.models import Picture
from tests.catalogue.test_drafts import save, sheet
from tests.factories import catalogue, people

MISSING = "aaaaaaaaaaaaa"


@pytest.fixture
def trainer(visit):
    return visit.as_(people.trainer("Đặng Thị Hòa"))


@pytest.fixture(params=["unknown", "waiting", "refused"])
def named(request, app, at):
    """A line with such a picture, and what is said of it."""
    if request.param == "unknown":
        return f"![Chè](/pictures/{MISSING})", "không có ở đây"
    made = Picture(name="a.jpg", state=request.param, digest="0" * 64, by_id=people.trainer().id, at=at, sizes=[])
    with mode("write"):
        db.session.add(made)
        db.session.commit()
    said = {"waiting": "đang được làm nhỏ lại", "refused": "không có ở đây"}[request.param]
    return f"![Chè](/pictures/{made.public_id})", said


@pytest.mark.parametrize("field", ["body", "activity"])
def test_a_lesson_is_not_published(trainer, named, field):
    lesson, (line, said) = catalogue.lesson(), named
    page = save(trainer, lesson, sheet(trainer, lesson, **{field: line}), do="publish")
    assert page.status == 422 and any(said in error for error in page.errors), page.errors
    assert save(trainer, lesson, sheet(trainer, lesson, **{field: line})).status == 303, "a draft may have it"
    page = trainer.post("catalogue.trainer.publish", {"revision": "1", "version": "0"}, lesson=lesson.slug)
    assert page.status == 422 and any(said in error for error in page.errors)
    db.session.expire_all()
    assert db.session.get(Lesson, lesson.id).version == 0


@pytest.mark.parametrize("field", ["text", "explanation"])
def test_a_question_is_not_kept(trainer, named, field):
    line, said = named
    module = catalogue.module()
    typed = {"text": "Gì?", "explanation": "Vì thế.", "difficulty": "2", "title_en": "What", "right": "1"}
    page = trainer.post(f"/questions/new?kind=truefalse&module={module.code}", typed | {field: line})
    assert page.status == 422 and any(said in error for error in page.errors), page.errors
    assert db.session.scalars(db.select(Question)).all() == []
