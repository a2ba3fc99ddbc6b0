"""The texts a lesson ever had: compared, taken up again, offered by the programme."""

import pytest

from lms.catalogue.models import LessonDraft, LessonVersion
from lms.core.db import db, mode
from tests.catalogue.test_drafts import draft_of, save, sheet
from tests.catalogue.test_publishing import fresh, texts
from tests.factories import catalogue as make
from tests.factories import people
from tests.statements import statements


@pytest.fixture
def trainer(visit):
    return visit.as_(people.trainer("Đặng Thị Hòa"))


@pytest.fixture
def lesson(app, trainer):
    """Three texts: the one of the programme, and two that were published."""
    made = make.lesson()
    for body in ("Dấu chân số", "Dấu vết số"):
        save(trainer, made, sheet(trainer, made, body=body, note=f"Nay là {body}"), do="publish")
    return made


def offered(lesson, body):
    words = {name: getattr(lesson, name) for name in ("title_vi", "title_en", "minutes", "goals", "recap", "videos")}
    with mode("write"):
        said = words | {"body": body, "activity": lesson.activity}
        row = LessonVersion(
            lesson_id=lesson.id, number=4, kind="shipped", words=said, by_id=None, at=make.SHIPPED, note=""
        )
        db.session.add(row)
        db.session.commit()


def pieces(page):
    return [(tag.name, tag.find_all(string=True, recursive=False)[0]) for tag in page.soup.select("ins, del")]


def test_every_text_is_listed_with_who_and_why(trainer, lesson):
    page = trainer.get("catalogue.trainer.past", lesson=lesson.slug)
    heads = [row.get_text().split(" ")[0] for row in page.soup.select("#texts ~ .rows .h")]
    assert heads == ["3", "2", "1"]
    assert "Nay là Dấu vết số" in page and "Đặng Thị Hòa" in page


def test_the_differences_between_any_two(trainer, lesson):
    page = trainer.get("catalogue.trainer.past", lesson=lesson.slug, old=2, new=3)
    assert pieces(page) == [("del", "chân"), ("ins", "vết")]
    page = trainer.get("catalogue.trainer.past", lesson=lesson.slug, old=3, new=2)
    assert pieces(page) == [("del", "vết"), ("ins", "chân")]
    assert pieces(trainer.get("catalogue.trainer.past", lesson=lesson.slug, old=2, new=2)) == []


@pytest.mark.parametrize("chosen", ["99", "-1", "abc", "draft", "9" * 40, "²"])
def test_a_text_that_is_not_there_compares_nothing(trainer, lesson, chosen):
    page = trainer.get("catalogue.trainer.past", lesson=lesson.slug, old=chosen, new="1")
    assert page.status == 200


def test_restoring_makes_a_draft_and_shows_nothing_yet(trainer, lesson):
    for _tap in range(2):
        assert trainer.post("catalogue.trainer.restore", {"number": "2"}, lesson=lesson.slug).status == 303
    assert draft_of(lesson).words["body"] == "Dấu chân số" and fresh(lesson).body == "Dấu vết số"
    form = sheet(trainer, lesson)
    assert save(trainer, lesson, form, do="publish").status == 303
    assert fresh(lesson).body == "Dấu chân số" and texts(lesson)[-1][0] == 4


def test_restoring_keeps_what_was_being_written(trainer, lesson):
    save(trainer, lesson, sheet(trainer, lesson, body="Đang viết dở"))
    open_elsewhere = sheet(trainer, lesson, body="Viết tiếp")
    trainer.post("catalogue.trainer.restore", {"number": "1"}, lesson=lesson.slug)
    assert texts(lesson)[-1][1:3] == ("aside", "Đang viết dở")
    assert save(trainer, lesson, open_elsewhere).status == 422, "the other sheet is overtaken"


def test_restoring_what_readers_see_makes_no_draft(trainer, lesson):
    trainer.post("catalogue.trainer.restore", {"number": "3"}, lesson=lesson.slug)
    assert draft_of(lesson) is None


@pytest.mark.parametrize("number", ["", "99", "x", "-1"])
def test_a_text_that_is_not_there_is_not_restored(trainer, lesson, number):
    assert trainer.post("catalogue.trainer.restore", {"number": number}, lesson=lesson.slug).status == 422
    assert trainer.post("catalogue.trainer.leave", {"number": number}, lesson=lesson.slug).status == 422


def test_the_programmes_newer_text_is_offered_and_taken_over(trainer, lesson):
    offered(lesson, "Chữ mới của chương trình")
    assert lesson.code in trainer.get("/lessons/write?kind=offered")
    page = trainer.get("catalogue.trainer.write", lesson=lesson.slug)
    link = page.soup.select_one('.note a[href*="new=4"]')["href"]
    assert pieces(trainer.open("GET", link))
    trainer.post("catalogue.trainer.restore", {"number": "4"}, lesson=lesson.slug)
    assert draft_of(lesson).words["body"] == "Chữ mới của chương trình"
    assert texts(lesson)[-1][1] == "taken" and lesson.code not in trainer.get("/lessons/write?kind=offered")


def test_the_programmes_newer_text_is_left(trainer, lesson):
    offered(lesson, "Chữ mới của chương trình")
    for _tap in range(2):
        assert trainer.post("catalogue.trainer.leave", {"number": "4"}, lesson=lesson.slug).status == 303
    assert texts(lesson)[-1][1] == "left" and fresh(lesson).body == "Dấu vết số"
    assert db.session.get(LessonDraft, lesson.id) is None


def test_a_long_history_asks_no_more(trainer, lesson):
    def asked():
        with statements() as seen:
            trainer.get("catalogue.trainer.past", lesson=lesson.slug)
        return len(seen)

    before = asked()
    for number in range(5):
        save(trainer, lesson, sheet(trainer, lesson, body=f"Lần {number}"), do="publish")
    assert asked() == before <= 6
