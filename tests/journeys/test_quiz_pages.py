"""Every state of a quiz, on a phone and on a laptop, by keyboard and without a script; taps counted."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from lms.accounts.models import SignIn
from lms.core.db import db
from tests.factories.quizzes import ALL as KINDS
from tests.journeys.eye import faults
from tests.journeys.screens import LAPTOP, PHONE
from tests.journeys.someone import Someone
from tests.journeys.taking import CONTACT, PASSWORD, RIGHT, Taking, begun, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

EVERY = dict.fromkeys((1, 2, 3, 4), RIGHT)


@pytest.fixture
def attempt(house):
    return begun(house)[0]


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_every_state_is_without_faults(look, house, size):
    attempt, _person = begun(house, tuple(KINDS), minutes=20)
    pao = Taking(look(size=size), attempt).signs_in()
    page, seen = pao.page, {}
    looks = ((size, "light"), (size, "dark"))
    for place in range(1, len(KINDS) + 1):
        if size is PHONE:
            pao.shows(place)
        seen[f"question {place}"] = faults(page, looks)
    pao.goes_offline()
    page.locator(".question").locator("visible=true").first.locator("input, select, textarea").first.focus()
    seen["offline"] = faults(page, looks)
    page.get_by_role("button", name="Xem lại và nộp bài").click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # no row half under the bar
    seen["looked over, offline"] = faults(page, looks)
    pao.hands_in()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    seen["being handed in"] = faults(page, looks)
    page.locator("[data-again]").click()
    with house.rows():
        db.session.execute(delete(SignIn))
    pao.goes_offline(False)
    page.locator("label[for=a1-0]").click()
    expect(page.get_by_text("Máy này đã đăng xuất.")).to_be_visible()
    seen["signed out"] = faults(page, looks)
    pao.signs_in()
    pao.looks_over().hands_in().result()
    seen["result"] = faults(page, looks)
    assert {state: found for state, found in seen.items() if found} == {}


def test_on_a_laptop_all_questions_stand_on_one_page_each_with_its_ticks(look, house, attempt):
    pao = Taking(look(size=LAPTOP), attempt).signs_in()
    page = pao.page
    expect(page.locator(".question").locator("visible=true")).to_have_count(4)
    page.locator("label[for=a2-2]").click()
    expect(page.locator("#q2 .saved .sent")).to_be_visible()
    expect(page.locator("#q1 .saved .sent")).to_be_hidden()
    expect(page.locator("[data-count]")).to_have_text("Đã trả lời 1 trên 4 câu")
    page.set_viewport_size(PHONE)
    expect(page.locator(".question").locator("visible=true")).to_have_count(1)
    assert set(stored(house, attempt)[0]) == {2}


def test_from_today_a_running_quiz_is_one_tap_and_handing_in_two_after_the_last_answer(look, house, attempt):
    page = look()
    Someone(page).signs_in(CONTACT, PASSWORD).opens("/today")
    page.get_by_role("link", name="Làm tiếp bài kiểm tra").click()
    page.wait_for_url(f"**/attempts/{attempt}")
    pao = Taking(page, attempt)
    for place in range(1, 5):
        pao.gives(place)
    pao.is_sent()
    page.get_by_role("button", name="Xem lại và nộp bài").click()
    page.get_by_role("button", name="Nộp bài", exact=True).click()
    pao.result()
    assert stored(house, attempt) == (EVERY, {}, 4)


def test_by_keyboard_alone(look, house, attempt):
    pao = Taking(look(), attempt).signs_in()
    keys = pao.page.keyboard

    def tab_to(selector):
        for _press in range(40):
            if pao.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            keys.press("Tab")
        raise AssertionError(f"no way to {selector} by keyboard")

    for place in range(1, 5):
        tab_to(f"[name=a{place}]")
        keys.press("ArrowDown")
        if pao.chosen(place) != RIGHT:
            keys.press("ArrowDown")
        pao.is_sent()
        tab_to("[data-next]" if place < 4 else "[data-review]")
        keys.press("Enter")
    expect(pao.page.locator("#look-over")).to_be_focused()
    tab_to("[data-panel] .btn.go")
    keys.press("Enter")
    pao.result()
    assert stored(house, attempt)[0].keys() == EVERY.keys()


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_without_a_script_it_is_one_page_with_a_button_that_saves(look, house, attempt, size):
    page = look(size=size, script=False)
    someone = Someone(page).signs_in(CONTACT, PASSWORD).opens(f"/attempts/{attempt}")
    expect(page.locator(".question").locator("visible=true")).to_have_count(4)
    for place in (1, 2, 3):
        page.locator(f"label[for=a{place}-{RIGHT}]").click()
    someone.presses("Lưu").reads("Đã lưu câu trả lời")
    assert set(stored(house, attempt)[0]) == {1, 2, 3}
    someone.presses("Nộp bài").reads("Còn 1 câu chưa trả lời").follows("Quay lại làm tiếp")
    page.locator(f"label[for=a4-{RIGHT}]").click()
    someone.presses("Nộp bài").presses("Nộp bài")
    assert page.url.endswith("/result")
    assert stored(house, attempt) == (EVERY, {}, 4)


def test_in_practice_the_answer_of_one_question_is_shown_where_one_asks(look, house):
    attempt, _person = begun(house, purpose="practice", title_vi="Luyện tập", attempts_allowed=0)
    pao = Taking(look(), attempt).signs_in()
    pao.gives(1, 0).is_sent().gives(2, 1)
    with pao.page.expect_navigation():
        pao.page.locator("#q2").get_by_role("button", name="Xem đáp án").click()
    expect(pao.page.locator("#q2 .outcome")).to_contain_text("Đáp án")
    expect(pao.page.locator("#q2 .outcome")).to_contain_text("Chè")
    expect(pao.page.locator("#a2-1")).to_be_disabled()
    assert faults(pao.page, ((PHONE, "light"), (PHONE, "dark"))) == []
    pao.gives(3).is_sent().looks_over().hands_in().result()
    assert stored(house, attempt)[0] == {1: 0, 2: 1, 3: RIGHT}
