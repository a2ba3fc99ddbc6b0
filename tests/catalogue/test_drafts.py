"""Writing a lesson: the draft, two people at once, and what the sheet keeps."""

import pytest

from lms.catalogue.models import Lesson, LessonDraft, LessonVersion
from lms.catalogue.queries.texts import words_of
from lms.core.db import db
from tests.factories import catalogue as make
from tests.factories import people


@pytest.fixture
def lesson(app):
    return make.lesson()


@pytest.fixture
def trainer(visit):
    return visit.as_(people.trainer("Đặng Thị Hòa"))


def typed(page):
    """What the sheet would send."""
    return {
        field["name"]: field.get_text() if field.name == "textarea" else field.get("value", "")
        for field in page.soup.select("form[data-lesson] [name]")
        if field.name != "button"
    }


def sheet(visitor, lesson, **changes):
    return typed(visitor.get("catalogue.trainer.write", lesson=lesson.slug)) | changes


def save(visitor, lesson, form, do="save"):
    return visitor.post("catalogue.trainer.save", {**form, "do": do}, lesson=lesson.slug)


def draft_of(lesson):
    db.session.expire_all()
    return db.session.get(LessonDraft, lesson.id)


def test_the_sheet_holds_what_readers_see(trainer, lesson):
    form = sheet(trainer, lesson)
    assert (form["title_vi"], form["minutes"], form["revision"]) == (lesson.title_vi, "20", "0")
    assert form["body"].strip() == lesson.body.strip() and form["goals"].strip() == lesson.goals[0]


def test_a_draft_is_kept_and_readers_see_nothing_of_it(trainer, visit, lesson):
    assert save(trainer, lesson, sheet(trainer, lesson, body="Chữ mới", recap="Một\r\n\r\nHai")).status == 303
    draft = draft_of(lesson)
    assert (draft.words["body"], draft.words["recap"], draft.revision) == ("Chữ mới", ["Một", "Hai"], 1)
    page = visit.get("catalogue.public.lesson", slug=lesson.slug)
    assert "Chữ mới" not in page and "Câu đầu" in page
    assert "Chữ mới" in trainer.get("catalogue.trainer.write", lesson=lesson.slug)


def test_saving_what_readers_see_already_makes_no_draft(trainer, lesson):
    assert save(trainer, lesson, sheet(trainer, lesson, body=lesson.body.replace("\n", "\r\n"))).status == 303
    assert draft_of(lesson) is None


def test_a_second_tap_is_the_same_draft(trainer, lesson):
    form = sheet(trainer, lesson, body="Chữ mới")
    assert [save(trainer, lesson, form).status for _tap in range(2)] == [303, 303]
    assert draft_of(lesson).revision == 1


def test_two_people_at_once_lose_nothing(trainer, visit, lesson):
    other = visit.as_(people.trainer("Đỗ Văn Khải"))
    hers, his = sheet(trainer, lesson, body="Chữ của Hòa"), sheet(other, lesson, body="Chữ của Khải")
    assert save(trainer, lesson, hers).status == 303
    page = save(other, lesson, his)
    assert page.status == 422 and draft_of(lesson).words["body"] == "Chữ của Hòa"
    assert [piece.find_all(string=True, recursive=False)[0] for piece in page.soup.select("ins, del")] == [
        "Hòa",
        "Khải",
    ]
    assert page.value("body").strip() == "Chữ của Khải"
    assert page.soup.find(id="theirs").get_text().strip() == "Chữ của Hòa"
    assert save(other, lesson, typed(page)).status == 303
    assert draft_of(lesson).words["body"] == "Chữ của Khải"
    kept = db.session.scalars(db.select(LessonVersion).order_by(LessonVersion.number)).all()
    assert [(row.kind, row.words["body"]) for row in kept] == [("published", lesson.body), ("aside", "Chữ của Hòa")]


def test_what_was_published_meanwhile_is_not_written_over(trainer, visit, lesson):
    other = visit.as_(people.trainer("Đỗ Văn Khải"))
    his = sheet(other, lesson, body="Chữ của Khải")
    assert save(trainer, lesson, sheet(trainer, lesson, body="Đã đăng"), do="publish").status == 303
    page = save(other, lesson, his, do="publish")
    assert page.status == 422 and "Đã đăng" in page.soup.find(id="theirs").get_text()
    assert db.session.get(Lesson, lesson.id).body == "Đã đăng"
    assert save(other, lesson, typed(page), do="publish").status == 303
    db.session.expire_all()
    assert db.session.get(Lesson, lesson.id).body == "Chữ của Khải"


def test_a_text_that_is_too_long_stays_in_the_sheet(trainer, lesson):
    long = "dài " * 20_000
    page = save(trainer, lesson, sheet(trainer, lesson, body=long))
    assert page.status == 422 and "dài hơn" not in page.errors
    assert page.value("body").strip() == long.strip() and draft_of(lesson) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("minutes", "0"), ("minutes", "abc"), ("minutes", ""), ("minutes", "9" * 30), ("title_vi", "x" * 161),
     ("goals", "\n".join("abcdefghijklmnop")), ("recap", "x" * 301), ("videos-0-url", "javascript:alert(1)"),
     ("videos-0-url", "http://example.org/v"), ("videos-0-minutes", "-1"), ("note", "x" * 201)],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_beside_its_field(trainer, lesson, field, value):
    changes = {field: value}
    if field.startswith("videos-0") and field != "videos-0-url":
        changes |= {"videos-0-url": "https://example.org/v", "videos-0-title": "Xem thử"}
    page = save(trainer, lesson, sheet(trainer, lesson, **changes))
    assert page.status == 422 and page.errors and draft_of(lesson) is None
    assert page.value(field).strip() == value


def test_videos_are_words_of_a_lesson(trainer, lesson):
    video = {"videos-0-url": "https://example.org/v", "videos-0-title": "Xem thử", "videos-0-megabytes": "12"}
    page = trainer.follow(save(trainer, lesson, sheet(trainer, lesson, **video)))
    assert draft_of(lesson).words["videos"] == [
        {"url": "https://example.org/v", "title": "Xem thử", "minutes": None, "megabytes": 12, "poster": None}
    ]
    assert page.value("videos-0-megabytes") == "12" and page.value("videos-1-url") == ""


def test_discarding_goes_back_to_what_readers_see_and_keeps_the_draft(trainer, lesson):
    save(trainer, lesson, sheet(trainer, lesson, body="Bỏ đi"))
    for _tap in range(2):
        assert trainer.post("catalogue.trainer.discard", {"revision": "1"}, lesson=lesson.slug).status == 303
    assert draft_of(lesson) is None
    assert "Bỏ đi" not in trainer.get("catalogue.trainer.write", lesson=lesson.slug).value("body")
    kept = db.session.scalars(db.select(LessonVersion).where(LessonVersion.kind == "aside")).one()
    assert kept.words["body"] == "Bỏ đi" and words_of(db.session.get(Lesson, lesson.id))["body"] == lesson.body


def test_an_older_draft_is_not_discarded_unseen(trainer, visit, lesson):
    save(trainer, lesson, sheet(trainer, lesson, body="Một"))
    other = visit.as_(people.trainer("Đỗ Văn Khải"))
    save(other, lesson, sheet(other, lesson, body="Hai"))
    assert trainer.post("catalogue.trainer.discard", {"revision": "1"}, lesson=lesson.slug).status == 422
    assert draft_of(lesson).words["body"] == "Hai"


def test_the_preview_shows_the_whole_draft(trainer, lesson):
    form = sheet(trainer, lesson, body="**Phần một**\n\nChữ mới", activity="Thử cái này")
    page = trainer.follow(save(trainer, lesson, form, do="preview"))
    assert "Chữ mới" in page and "Thử cái này" in page and page.soup.find("h2", string="Phần một")


def test_a_learner_finds_no_sheet(visit, lesson):
    learner = visit.as_(people.person())
    for path in ("write", "draft", "history", "place"):
        assert learner.open("GET", f"/lessons/{lesson.slug}/{path}").status == 404
    assert learner.open("POST", f"/lessons/{lesson.slug}/write", data={"do": "publish"}).status == 404
    assert learner.open("GET", "/lessons/write").status == 403
