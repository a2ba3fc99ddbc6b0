"""Lessons in a real browser: every one of them for the eye, and the notes a learner keeps beside one."""

import pytest
from sqlalchemy import select

from lms.catalogue.models import Lesson, LessonNote
from lms.core import clock, jobs
from lms.writing import actions, text
from lms.writing.models import Picture
from tests.factories import people
from tests.journeys.eye import faults
from tests.journeys.phone import begun
from tests.journeys.screens import PHONE, screen
from tests.journeys.someone import Someone
from tests.writing.files import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

LOOKS = ((PHONE, "light"), (PHONE, "dark"))


def test_every_lesson_is_readable_on_a_phone_by_day_and_by_night(programme, browser, now):
    with programme.rows() as rows:
        slugs = list(rows.scalars(select(Lesson.slug).where(Lesson.state == "published").order_by(Lesson.code)))
    found = []
    with screen(browser, programme, size=PHONE) as page:
        for slug in slugs:
            assert page.goto(f"/lessons/{slug}").status == 200
            found += [f"{slug} {fault}" for fault in faults(page, LOOKS)]
        page.watch.check()
    assert len(slugs) == 55
    assert found == [], "\n".join(found)


def test_a_lesson_with_all_that_is_heavy_and_notes_is_for_every_eye(house, now, look):
    with house.rows() as rows:
        may = begun(house, "Lò Thị Mẩy", "+84987650001")
        actions.take(jpeg(), "a.jpg", by=people.trainer(), at=clock.now())
        rows.commit()
        jobs.run_due()
        number = rows.scalars(select(Picture.public_id)).one()
        lesson = rows.scalars(select(Lesson).where(Lesson.slug == may.lesson.split("/")[-1])).one()
        heavy = f"![Gói chè](/pictures/{number})\n\nBấm ![nút](/pictures/{number})\n\n- [ ] a\n- [x] b\n\n```\nx\n```"
        lesson.body_html = text.render(heavy)
        video = {"url": "https://www.youtube.com/watch?v=1", "title": "Chụp gói chè", "minutes": 4, "megabytes": 25}
        lesson.videos = [{**video, "poster": number}, {**video, "poster": None}]
        rows.commit()
    page = look()
    Someone(page).signs_in(may.number, people.PASSWORD)
    page.goto(may.lesson)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert faults(page) == []
    page.watch.check()


@pytest.fixture
def may(house):
    return begun(house, "Lò Thị Mẩy", "+84987650001")


def opened(hand, may):
    """The lesson with the place for notes unfolded; its field."""
    hand.keeps(may.lesson)
    hand.page.get_by_text("Ghi lại điều bạn muốn nhớ").first.click()
    return hand.page.locator("#note-recap-text")


def kept(house, text):
    with house.rows() as rows:
        return list(rows.scalars(select(LessonNote.text))) == [text]


def test_a_note_is_saved_while_it_is_typed(house, may, hand):
    field = opened(hand.signs_in(may), may)
    field.press_sequentially("Hỏi ba câu")
    hand.page.locator("#note-recap .sent:visible").wait_for()
    assert kept(house, "Hỏi ba câu")
    hand.page.reload()
    assert hand.page.locator("#note-recap-text").input_value() == "Hỏi ba câu"


def test_a_note_written_without_a_network_survives_the_phone_and_arrives(house, may, hand):
    field = opened(hand.signs_in(may), may)
    hand.road.cut()
    field.fill("Viết trên xe")
    hand.page.locator("#note-recap .wait:visible").wait_for()
    assert not kept(house, "Viết trên xe")
    hand.again()
    hand.opens(may.lesson)
    assert hand.page.locator("#note-recap-text").input_value() == "Viết trên xe"
    hand.road.open()
    hand.page.locator("#note-recap .sent:visible").wait_for(timeout=40_000)
    assert kept(house, "Viết trên xe")


def test_a_note_that_waits_is_sent_from_another_page(house, may, hand):
    field = opened(hand.signs_in(may), may)
    hand.road.cut()
    field.fill("Để sau")
    hand.page.locator("#note-recap .wait:visible").wait_for()
    hand.road.open()
    hand.opens("/today")
    for _look in range(100):
        if kept(house, "Để sau"):
            break
        hand.page.wait_for_timeout(100)
    assert kept(house, "Để sau")


def test_without_script_a_button_saves_a_note(house, look):
    may = begun(house, "Lò Thị Mẩy", "+84987650001")
    page = look(script=False)
    someone = Someone(page)
    someone.signs_in(may.number, people.PASSWORD)
    someone.opens(may.lesson)
    page.get_by_text("Ghi lại điều bạn muốn nhớ").first.click()
    page.locator("#note-recap-text").fill("Không có script")
    with page.expect_navigation():
        page.locator("#note-recap button").click()
    assert page.locator("#note-recap-text").input_value() == "Không có script"
    assert kept(house, "Không có script")
