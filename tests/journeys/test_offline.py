"""Lessons and quizzes without a network, after one visit."""

from contextlib import contextmanager

import pytest
from sqlalchemy import select

from lms.catalogue.actions import keep_note
from lms.catalogue.models import Lesson, LessonNote
from lms.core import assets, clock
from lms.core.db import db
from lms.core.revisions import touch
from lms.people.models import Person
from lms.quizzes.models import Answer, Attempt
from lms.writing import actions as writing
from lms.writing.text import render
from tests.factories import people
from tests.journeys.phone import KEPT, begun
from tests.journeys.screens import screen
from tests.writing.files import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

SECOND = "input[type=radio] >> nth=1"
#: The release of `another_release` is on the phone, and the phone has caught up with it.
UPDATE = "() => navigator.serviceWorker.getRegistration().then(one => one.update()).then(() => null)"
ARRIVED = """async () => { const { installing, waiting } = await navigator.serviceWorker.getRegistration();
    return !installing && !waiting && (await caches.keys()).some(one => one.startsWith('shell:0123456789')) }"""
CAUGHT_UP = """async () => { const said = await caches.match('/release', {cacheName: 'who'});
    return said && (await said.text()).startsWith('shell:0123456789') }"""


@pytest.fixture
def may(house):
    return begun(house, "Lò Thị Mẩy", "+84987650001")


@contextmanager
def another_release(house):
    """The house after an update that changed its script; the file of before is gone."""
    extensions, urls = house.app.extensions, house.app.jinja_env.globals["asset"].__self__
    old = extensions["assets_by_name"]["app.js"]
    new = assets.make("app.js", old.body + b"window.second=true;")
    before = extensions["release"]

    def be(asset, release, instead):
        extensions["assets"].pop(instead.file, None)
        extensions["assets"][asset.file] = extensions["assets_by_name"]["app.js"] = asset
        urls["app.js"], extensions["release"] = f"/assets/{asset.file}", release
        extensions.pop("ready", None)

    be(new, "0123456789", old)
    try:
        yield new
    finally:
        be(old, before, new)


def test_a_lesson_is_read_without_a_network_after_one_visit(house, may, hand):
    hand.keeps(may.lesson)
    hand.page.locator(KEPT).wait_for()
    hand.road.cut()
    assert may.title in hand.opens(may.lesson)
    assert "Hiện từ máy, bản giữ" in hand.words()
    assert hand.page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"
    assert hand.cupboards() == {"kept:anyone": [may.lesson]}


def test_a_page_that_is_not_kept_says_what_is_safe_and_what_there_is(house, may, hand):
    hand.keeps(may.lesson)
    hand.road.cut()
    hand.page.goto("/classes")
    hand.page.locator("[data-pages] li").wait_for()
    said = hand.words()
    assert "Đang mất mạng" in said and may.title in said
    hand.page.get_by_role("link", name=may.title).click()
    hand.page.locator(".prose").first.wait_for()


def test_a_quiz_goes_on_without_a_network_after_the_phone_was_off(house, may, hand):
    hand.signs_in(may).keeps(may.attempt)
    hand.road.cut()
    hand.answers(1)
    hand.page.reload()
    assert hand.page.locator(SECOND).is_checked()
    hand.again()
    hand.opens(may.attempt)
    assert hand.page.locator(SECOND).is_checked()
    hand.road.open()
    hand.page.reload()
    hand.all_sent(may)
    with house.rows() as rows:
        assert rows.scalars(select(Answer.value)).all() == [1]
    assert list(hand.cupboards()) == [f"kept:{may.person}"]


def test_what_waits_is_sent_from_whatever_page_is_opened(house, may, hand):
    hand.signs_in(may).keeps(may.lesson).keeps(may.attempt)
    hand.road.cut()
    hand.answers(1)
    hand.opens(may.lesson)
    hand.road.open()
    hand.all_sent(may)
    with house.rows() as rows:
        assert rows.scalars(select(Answer.value)).all() == [1]


def test_a_wish_to_hand_in_is_kept_and_fulfilled_from_another_page(house, may, hand):
    hand.signs_in(may).keeps(may.lesson).keeps(may.attempt)
    hand.road.cut()
    hand.answers(1)
    hand.page.evaluate(
        "key => localStorage[key] = JSON.stringify({...JSON.parse(localStorage[key]), leaving: true})", may.key
    )
    hand.opens(may.lesson)
    hand.road.open()
    hand.until("key => !localStorage[key]", may.key)
    with house.rows() as rows:
        assert rows.scalars(select(Attempt.state)).all() == ["handed_in"]


def test_a_road_that_carries_nothing_is_not_waited_for(house, may, hand):
    hand.keeps(may.lesson)
    hand.page.reload()
    hand.road.stall()
    assert may.title in hand.opens(may.lesson)
    assert "Hiện từ máy, bản giữ" in hand.words()


def test_a_lesson_that_is_gone_is_not_kept_any_longer(house, may, hand):
    hand.keeps(may.lesson)
    with house.rows() as rows:
        for lesson in rows.scalars(select(Lesson).order_by(Lesson.id)):
            lesson.slug += "-cu"
        touch("catalogue")
    hand.page.goto(may.lesson)
    hand.until("async () => !(await (await caches.open('kept:anyone')).keys()).length")
    hand.road.cut()
    assert "Đang mất mạng" in hand.opens(may.lesson)


def test_what_is_kept_is_listed_and_removed_even_without_a_network(house, may, hand):
    hand.signs_in(may).keeps(may.lesson).keeps(may.attempt)
    hand.road.cut()
    hand.opens("/kept")
    rows = hand.page.locator("[data-pages] li")
    rows.first.wait_for()
    assert rows.count() == 2 and " kB · giữ lúc " in rows.first.inner_text()
    rows.filter(has_text=may.title).get_by_role("button").click()
    hand.until("() => document.querySelectorAll('[data-pages] li').length === 1")
    assert hand.cupboards() == {f"kept:{may.person}": [may.attempt]}
    hand.page.get_by_role("button", name="Gỡ tất cả").click()
    hand.page.locator("[data-none]").wait_for()
    assert "Máy này chưa giữ gì" in hand.words()
    assert "Đang mất mạng" in hand.opens(may.attempt)


def test_what_waits_is_listed_and_sent_by_a_button(house, may, hand):
    hand.signs_in(may).keeps(may.attempt)
    hand.road.cut()
    hand.answers(1)
    hand.opens("/kept")
    hand.page.locator("[data-waits] li").wait_for()
    assert "1 câu trả lời" in hand.words()
    hand.page.get_by_role("button", name="Gửi ngay").click()
    hand.page.get_by_text("Chưa gửi được lúc này").wait_for()
    hand.road.open()
    hand.page.get_by_role("button", name="Gửi ngay").click()
    hand.page.get_by_text("Đã gửi hết về lớp").wait_for()
    with house.rows() as rows:
        assert rows.scalars(select(Answer.value)).all() == [1]


def test_a_new_release_comes_in_while_a_quiz_is_open(house, may, hand):
    hand.signs_in(may).keeps(may.attempt)
    hand.answers(1)
    hand.all_sent(may)
    hand.page.evaluate("window.untouched = true")
    with another_release(house) as new:
        other = hand.context.new_page()
        other.goto("/today")
        other.evaluate(UPDATE)
        hand.until(ARRIVED, page=other)
        other.goto("/today")
        hand.until(CAUGHT_UP, page=other)
        assert len(hand.shells()) == 1
        assert hand.page.evaluate("window.untouched"), "the quiz was not loaded again"
        hand.page.locator("[data-next]").click()
        hand.answers(0)
        hand.all_sent(may)
        hand.road.cut()
        hand.page.reload()
        assert hand.page.evaluate("window.second"), "what was kept was fetched anew for the new release"
        older = "fetch('/assets/app-0000000000.js').then(answer => answer.text())"
        assert hand.page.evaluate(older) == new.body.decode(), "the present file of the same name stands in for it"
        hand.road.open()


def test_the_files_of_an_old_release_stay_as_long_as_a_kept_page_needs_them(house, may, hand):
    hand.signs_in(may).keeps(may.lesson)
    hand.page.evaluate(
        "async path => (await caches.open('kept:somebody')).put(path, await caches.match(path))",
        may.lesson,
    )
    with another_release(house):
        hand.page.evaluate(UPDATE)
        hand.until(ARRIVED)
        hand.page.goto("/today")
        hand.until(CAUGHT_UP)
        assert len(hand.shells()) == 2


def test_a_phone_may_put_the_house_on_its_home_screen(house, may, hand):
    hand.keeps(may.lesson)
    hand.page.locator('link[rel="manifest"]').wait_for(state="attached")
    devtools = hand.context.new_cdp_session(hand.page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == [] and manifest["url"].endswith("/manifest.webmanifest")
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_pages_of_staff_bring_no_worker(programme, browser, now):
    with screen(browser, programme) as page:
        page.request.post("/demo/trainer")
        assert page.goto("/classes").status == page.goto("/teach/claims").status == 200
        assert page.locator("body[data-worker]").count() == 0
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_a_note_written_without_a_network_is_sent_from_another_page(house, may, hand):
    hand.signs_in(may).keeps(may.lesson)
    hand.road.cut()
    hand.opens(may.lesson)
    hand.page.locator("#note-recap summary").click()
    hand.page.locator("#note-recap textarea").fill("Nói giá trước, quay hàng sau.")
    hand.opens("/kept")
    hand.page.locator("[data-waits] li").wait_for()
    assert "một ghi chú" in hand.words()
    hand.road.open()
    hand.page.get_by_role("button", name="Gửi ngay").click()
    hand.page.get_by_text("Đã gửi hết về lớp").wait_for()
    with house.rows() as rows:
        assert rows.scalars(select(LessonNote.text)).all() == ["Nói giá trước, quay hàng sau."]


def test_a_note_written_on_two_phones_loses_neither_text(house, may, hand):
    hand.signs_in(may).keeps(may.lesson)
    with house.rows():
        lesson = db.session.scalars(select(Lesson).where(Lesson.slug == may.lesson.rpartition("/")[2])).one()
        person = db.session.scalars(select(Person).where(Person.public_id == may.person)).one()
        keep_note(lesson, "recap", "Trên máy kia.", 7, by=person, at=clock.now())
    hand.page.locator("#note-recap summary").click()
    hand.page.locator("#note-recap textarea").fill("Trên máy này.")
    hand.page.locator("#note-recap .sent:not([hidden])").wait_for()
    both = "Trên máy kia.\n\nTrên máy này."
    assert hand.page.locator("#note-recap textarea").input_value() == both
    with house.rows() as rows:
        assert rows.scalars(select(LessonNote.text)).all() == [both]


def test_the_pictures_of_a_kept_lesson_are_kept_with_it_in_the_smaller_size(house, may, hand):
    with house.rows():
        picture = writing.take(jpeg(), "hang.jpg", by=people.trainer(), at=clock.now()).public_id
    house.work()
    with house.rows() as rows:
        for lesson in rows.scalars(select(Lesson).order_by(Lesson.id)):
            lesson.body_html = render(f"![Một quầy hàng](/pictures/{picture})")
        touch("catalogue")
    hand.keeps(may.lesson)
    assert hand.cupboards() == {"kept:anyone": [may.lesson, f"/pictures/{picture}-480"]}
    hand.road.cut()
    hand.opens(may.lesson)
    hand.page.locator("figure img").scroll_into_view_if_needed()
    hand.until("() => document.querySelector('figure img').naturalWidth > 0")
    assert hand.page.evaluate(f"fetch('/pictures/{picture}').then(answer => answer.status)") == 200
    hand.opens("/kept")
    hand.page.get_by_role("button", name="Gỡ tất cả").click()
    hand.page.locator("[data-none]").wait_for()
    assert hand.cupboards() == {"kept:anyone": []}
