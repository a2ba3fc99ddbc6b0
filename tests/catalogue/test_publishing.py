"""What readers see: publishing, signing, archiving."""

import pytest

from lms.audit.models import Entry
from lms.catalogue.models import Lesson, LessonDraft, LessonVersion, Module
from lms.core.db import db, mode
from tests.catalogue.test_drafts import save, sheet
from tests.factories import catalogue as make
from tests.factories import people, quizzes


@pytest.fixture
def lesson(app):
    return make.lesson()


@pytest.fixture
def trainer(visit):
    return visit.as_(people.trainer("Đặng Thị Hòa"))


def fresh(lesson):
    db.session.expire_all()
    return db.session.get(Lesson, lesson.id)


def texts(lesson):
    found = db.select(LessonVersion).where(LessonVersion.lesson_id == lesson.id).order_by(LessonVersion.number)
    return [(row.number, row.kind, row.words["body"], row.note) for row in db.session.scalars(found)]


def deeds():
    return [row for row in db.session.scalars(db.select(Entry.action).order_by(Entry.id)) if "catalogue" in row]


def test_publishing_shows_the_draft_and_keeps_both_texts(trainer, visit, lesson):
    form = sheet(trainer, lesson, body="**Mới**\n\nChữ mới", note="Viết lại")
    assert save(trainer, lesson, form, do="publish").status == 303
    page = visit.get("catalogue.public.lesson", slug=lesson.slug)
    assert "Chữ mới" in page and page.soup.find("h2", id="s-moi")
    row = fresh(lesson)
    assert (row.state, row.version, row.outline) == ("published", 2, [["s-moi", "Mới"]])
    assert texts(lesson) == [(1, "published", make.BODY, ""), (2, "published", "**Mới**\n\nChữ mới", "Viết lại")]
    assert db.session.get(LessonDraft, lesson.id) is None and deeds() == ["catalogue.published"]


def test_a_second_press_publishes_once(trainer, lesson):
    form = sheet(trainer, lesson, body="Chữ mới")
    assert [save(trainer, lesson, form, do="publish").status for _tap in range(2)] == [303, 303]
    assert fresh(lesson).version == 2 and deeds() == ["catalogue.published"]


def test_publishing_from_the_preview(trainer, lesson):
    page = trainer.follow(save(trainer, lesson, sheet(trainer, lesson, body="Chữ mới"), do="preview"))
    form = page.soup.find("form", action=f"/lessons/{lesson.slug}/publish")
    told = {field["name"]: field.get("value", "") for field in form.select("input")}
    for _tap in range(2):
        assert trainer.post("catalogue.trainer.publish", told, lesson=lesson.slug).status == 303
    assert fresh(lesson).body == "Chữ mới"


def test_what_readers_need_is_asked_for_at_publishing(trainer, lesson):
    body = "Một dòng\n\n![](/pictures/aaaaaaaaaaaaa)"
    page = save(trainer, lesson, sheet(trainer, lesson, title_en="", body=body), do="publish")
    assert page.status == 422 and len(page.errors) == 2
    assert any("dòng 3" in sentence for sentence in page.errors), page.errors
    assert page.value("body").strip() == body and fresh(lesson).body == make.BODY
    assert save(trainer, lesson, sheet(trainer, lesson, title_en="", body=body)).status == 303, "a draft may lack it"


def test_an_older_page_publishes_nothing_newer(trainer, lesson):
    save(trainer, lesson, sheet(trainer, lesson, body="Một"))
    save(trainer, lesson, sheet(trainer, lesson, body="Hai"))
    page = trainer.post("catalogue.trainer.publish", {"revision": "1", "version": "0"}, lesson=lesson.slug)
    assert page.status == 422 and page.value("body").strip() == "Hai" and fresh(lesson).version == 0


def test_signing_says_so_to_readers_and_can_be_taken_back(trainer, visit, lesson):
    form = {"version": "0"}
    for _tap in range(2):
        assert trainer.post("catalogue.trainer.sign", form, lesson=lesson.slug).status == 303
    assert "giảng viên đã duyệt" in visit.get("catalogue.public.lesson", slug=lesson.slug)
    assert "Đặng Thị Hòa" in trainer.get("catalogue.trainer.past", lesson=lesson.slug)
    for _tap in range(2):
        assert trainer.post("catalogue.trainer.unsign", lesson=lesson.slug).status == 303
    assert fresh(lesson).reviewed_at is None
    assert deeds() == ["catalogue.signed", "catalogue.signature_taken_back"]


@pytest.mark.parametrize(
    ("field", "signed"), [("title_vi", True), ("body", False), ("activity", False), ("recap", False)]
)
def test_a_changed_text_asks_for_a_new_signature(trainer, lesson, field, signed):
    trainer.post("catalogue.trainer.sign", {"version": "0"}, lesson=lesson.slug)
    save(trainer, lesson, sheet(trainer, lesson, **{field: "Chữ khác"}), do="publish")
    assert (fresh(lesson).reviewed_at is not None) is signed


def test_only_what_was_read_is_signed(trainer, lesson):
    save(trainer, lesson, sheet(trainer, lesson, body="Chữ mới"), do="publish")
    page = trainer.post("catalogue.trainer.sign", {"version": "0"}, lesson=lesson.slug)
    assert page.status == 422 and fresh(lesson).reviewed_at is None
    assert trainer.post("catalogue.trainer.sign", lesson=lesson.slug).status == 422, "nor what nobody named"


def test_an_archived_lesson_comes_back_as_it_was(trainer, visit, lesson):
    for _tap in range(2):
        assert trainer.post("catalogue.trainer.archive", lesson=lesson.slug).status == 303
    assert fresh(lesson).state == "archived"
    assert visit.get("catalogue.public.lesson", slug=lesson.slug).status == 200
    page = save(trainer, lesson, sheet(trainer, lesson, body="Chữ mới"), do="publish")
    assert page.status == 422 and page.value("body").strip() == "Chữ mới"
    for _tap in range(2):
        assert trainer.post("catalogue.trainer.bring_back", lesson=lesson.slug).status == 303
    assert (fresh(lesson).state, fresh(lesson).body) == ("published", make.BODY)
    assert deeds() == ["catalogue.archived", "catalogue.brought_back"]


def test_a_lesson_nobody_has_seen_is_neither_signed_nor_archived(trainer, app):
    lesson = make.lesson(state="draft")
    assert trainer.post("catalogue.trainer.archive", lesson=lesson.slug).status == 422
    assert trainer.post("catalogue.trainer.sign", {"version": "0"}, lesson=lesson.slug).status == 422
    assert fresh(lesson).state == "draft"


def removes(trainer, lesson):
    page = trainer.get("catalogue.trainer.place", lesson=lesson.slug)
    known = page.soup.select_one('form[action$="/remove"] [name=revision]')["value"]
    return lambda: trainer.post("catalogue.trainer.remove", {"revision": known}, lesson=lesson.slug)


def begun(trainer, title):
    """A lesson that somebody has just begun."""
    module = make.track(modules=1, lessons=0).modules[0]
    trainer.post("catalogue.trainer.create_lesson", {"title_vi": title, "title_en": title}, module=module.slug)
    return db.session.scalars(db.select(Lesson).where(Lesson.title_vi == title)).one()


def test_a_lesson_made_by_mistake_can_be_removed(trainer, app):
    lesson = begun(trainer, "Làm nhầm")
    assert removes(trainer, lesson)().status == 303
    db.session.expire_all()
    for model in (LessonDraft, LessonVersion, Lesson):
        assert db.session.scalars(db.select(model)).all() == []
    assert deeds() == ["catalogue.made", "catalogue.removed"]


def test_what_readers_saw_or_somebody_wrote_on_is_not_removed(trainer, lesson):
    shown = trainer.post("catalogue.trainer.remove", {"revision": "0"}, lesson=lesson.slug)
    assert shown.status == 422 and fresh(lesson) is not None
    other = begun(trainer, "Đang viết")
    press = removes(trainer, other)
    save(trainer, other, sheet(trainer, other, body="Vừa viết thêm"))
    assert press().status == 422 and fresh(other) is not None


def test_a_lesson_with_questions_is_not_removed(trainer, app):
    lesson = begun(trainer, "Có câu hỏi")
    with mode("write"):
        quizzes.question(db.session.get(Module, lesson.module_id), lesson_id=lesson.id)
        db.session.commit()
    page = removes(trainer, lesson)()
    assert page.status == 422 and fresh(lesson) is not None
