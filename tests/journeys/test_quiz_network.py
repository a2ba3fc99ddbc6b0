"""A quiz on a bus: the network is cut at each point, and every answer given arrives once."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from lms.core.db import db
from lms.quizzes.models import Attempt
from tests.factories import people
from tests.factories import quizzes as make
from tests.journeys.someone import Someone
from tests.journeys.taking import CONTACT, PASSWORD, PHONE, RIGHT, Taking, begun, loses, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

ALL = dict.fromkeys((1, 2, 3, 4), RIGHT)


@pytest.fixture
def attempt(house):
    return begun(house)[0]


@pytest.fixture
def pao(look, attempt):
    return Taking(look(), attempt).signs_in()


def ends(pao, house, attempt):
    """All four answers count, once."""
    pao.result()
    expect(pao.page.locator("h1")).to_contain_text("Đạt, 4 trên 4 điểm")
    assert stored(house, attempt) == (ALL, {}, 4)
    assert pao.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('quiz:'))") == []


@pytest.mark.parametrize("reached", [True, False])
def test_cut_before_the_start(look, house, reached):
    with house.rows():
        people.with_password(people.person(phone=PHONE))
        quiz = make.quiz(("single",) * 4, shuffle_options=False).public_id
    page = look()
    Someone(page).signs_in(CONTACT, PASSWORD).opens(f"/quizzes/{quiz}")
    loses(page.context, f"**/quizzes/{quiz}/attempts", reached=reached)
    page.get_by_role("button", name="Bắt đầu").click()
    page.wait_for_timeout(300)
    Someone(page).opens(f"/quizzes/{quiz}")
    if reached:
        Someone(page).follows("Làm tiếp")
    else:
        Someone(page).presses("Bắt đầu")
    assert "/attempts/" in page.url
    with house.rows():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


@pytest.mark.parametrize("cut", [1, 2, 3, 4])
def test_cut_between_any_two_answers(pao, house, attempt, cut):
    for place in range(1, cut):
        pao.gives(place).is_sent()
    pao.goes_offline()
    expect(pao.page.get_by_text("Đang không có mạng.")).to_be_visible()
    for place in range(cut, 5):
        pao.gives(place).is_only_here()
    assert set(stored(house, attempt)[0]) == set(range(1, cut)), "what was shown as sent is with us, and no more"
    pao.goes_offline(False)
    pao.is_sent()
    expect(pao.page.get_by_text("Đang không có mạng.")).to_be_hidden()
    ends(pao.looks_over().hands_in(), house, attempt)


@pytest.mark.parametrize("reached", [True, False])
@pytest.mark.parametrize("place", [1, 3])
def test_cut_while_an_answer_is_on_its_way(pao, house, attempt, place, reached):
    for before in range(1, place):
        pao.gives(before).is_sent()
    loses(pao.page, f"**{pao.path}/answers", reached=reached)
    pao.gives(place)
    expect(pao.page.get_by_text("Chưa gửi được về lớp.")).to_be_visible()
    pao.is_only_here()
    pao.is_sent()
    for after in range(place + 1, 5):
        pao.gives(after).is_sent()
    ends(pao.looks_over().hands_in(), house, attempt)


@pytest.mark.parametrize("reached", [True, False])
def test_cut_while_handing_in(pao, house, attempt, reached):
    for place in range(1, 5):
        pao.gives(place).is_sent()
    loses(pao.page, f"**{pao.path}/hand-in", reached=reached)
    pao.looks_over().hands_in()
    expect(pao.page.get_by_role("heading", name="Đang nộp bài")).to_be_visible()
    ends(pao, house, attempt)


def test_handed_in_offline_it_goes_by_itself_and_may_be_taken_back_before(pao, house, attempt):
    pao.gives(1).is_sent().goes_offline()
    for place in (2, 3, 4):
        pao.gives(place, 0)
    pao.looks_over()
    rows = pao.page.locator("[data-rows] li")
    expect(rows.nth(0)).to_contain_text("Đã gửi về lớp")
    expect(rows.nth(3)).to_contain_text("Mới có trên máy này")
    pao.hands_in()
    expect(pao.page.get_by_role("heading", name="Đang nộp bài")).to_be_visible()
    pao.page.get_by_role("link", name="4. Câu hỏi").click()
    for place in (4, 3, 2):
        pao.gives(place)
    pao.looks_over()
    expect(pao.page.get_by_role("heading", name="Xem lại bài làm")).to_be_visible()
    pao.hands_in()
    assert stored(house, attempt) == ({1: RIGHT}, {}, None)
    pao.goes_offline(False)
    ends(pao, house, attempt)


def test_a_network_that_comes_and_goes_many_times_loses_and_doubles_nothing(pao, house, attempt):
    turns = iter([True, False, True, False, False, True])

    def sometimes(route):
        turn = next(turns, None)
        if turn is None:
            return route.continue_()
        if turn:
            route.fetch()
        return route.abort()

    pao.page.route(f"**{pao.path}/*", sometimes)
    for place in range(1, 5):
        pao.gives(place, 0).gives(place)
    pao.looks_over().hands_in()
    pao.page.wait_for_url("**/result", timeout=60_000)
    ends(pao, house, attempt)
