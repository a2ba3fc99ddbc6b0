"""One attempt in two tabs, on two devices, on a phone that was off, and on one that several people share."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from lms.accounts.models import SignIn
from lms.core.db import db
from tests.conftest import AT
from tests.factories import people
from tests.journeys.phone import phone
from tests.journeys.screens import LAPTOP
from tests.journeys.someone import Someone
from tests.journeys.taking import CONTACT, PASSWORD, RIGHT, Taking, begun, loses, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

ALL = dict.fromkeys((1, 2, 3, 4), RIGHT)
SIGNED_OUT = "Máy này đã đăng xuất."


@pytest.fixture
def ids(house):
    return begun(house)


@pytest.fixture
def attempt(ids):
    return ids[0]


@pytest.fixture
def pao(look, attempt):
    return Taking(look(), attempt).signs_in()


@pytest.fixture
def hand(browser, house, tmp_path):
    """A phone that can be switched off."""
    with phone(browser, tmp_path / "phone", house) as made:
        yield made


def test_two_tabs_show_the_same_and_number_their_answers_together(pao, house, ids):
    attempt, person = ids
    second = Taking(pao.page.context.new_page(), attempt).opens()
    pao.gives(1, 0).is_sent()
    expect(second.page.locator("#a1-0")).to_be_checked()
    second.gives(1).is_sent()
    expect(pao.page.locator(f"#a1-{RIGHT}")).to_be_checked()
    pao.goes_offline()
    pao.gives(2).is_only_here()
    second.gives(3).is_only_here()
    kept = pao.kept(f"quiz:{person}:{attempt}")
    assert kept["sequence"] == 4 and sorted(one["sequence"] for one in kept["answers"].values()) == [2, 3, 4]
    pao.goes_offline(False)
    pao.gives(4).is_sent()
    second.looks_over().hands_in().result()
    pao.result()
    assert stored(house, attempt) == (ALL, {}, 4)


def test_on_another_device_it_goes_on_where_it_was(pao, look, house, attempt):
    pao.gives(1).is_sent().gives(2, 0).is_sent()
    laptop = Taking(look(size=LAPTOP), attempt).signs_in()
    assert (laptop.chosen(1), laptop.chosen(2), laptop.chosen(3)) == (RIGHT, 0, None)
    for place in (2, 3, 4):
        laptop.page.locator(f"label[for=a{place}-{RIGHT}]").click()
        expect(laptop.page.locator(f"#q{place} .sent")).to_be_visible()
    pao.looks_over().hands_in().result()  # an older sheet takes nothing away from a newer one
    assert stored(house, attempt) == (ALL, {}, 4)
    laptop.page.locator("label[for=a1-0]").click()
    laptop.result()
    assert stored(house, attempt) == (ALL, {1: 0}, 4), "after handing in it is kept, and does not count"


def test_of_two_devices_the_last_one_given_counts_whatever_the_numbers(pao, look, house, attempt, now):
    other = Taking(look(), attempt).signs_in()
    for choice in (0, 2, 0):
        pao.gives(1, choice).is_sent()
    other.gives(1).is_sent()
    assert stored(house, attempt)[0] == {1: RIGHT}
    pao.goes_offline()
    pao.gives(2, 0).is_only_here()
    now.move_to(AT + timedelta(minutes=5))
    for choice in (2, 0, RIGHT):
        other.gives(2, choice).is_sent()
    pao.goes_offline(False)
    expect(pao.page.locator(f"#a2-{RIGHT}")).to_be_checked(timeout=20_000)
    assert stored(house, attempt)[0] == {1: RIGHT, 2: RIGHT}


def test_what_a_phone_holds_while_another_device_hands_in_is_kept_as_late(pao, look, house, attempt):
    pao.gives(1).is_sent().goes_offline()
    pao.gives(2).gives(3).is_only_here()
    laptop = Taking(look(size=LAPTOP), attempt).signs_in()
    laptop.page.get_by_role("button", name="Xem lại và nộp bài").click()
    laptop.hands_in().result()
    assert stored(house, attempt) == ({1: RIGHT}, {}, 1)
    pao.goes_offline(False)
    pao.result()
    assert stored(house, attempt) == ({1: RIGHT}, {2: RIGHT, 3: RIGHT}, 1)


def test_killed_and_opened_again_offline_everything_is_there_and_arrives(hand, house, attempt):
    pao = Taking(hand.page, attempt).signs_in()
    hand.keeps(pao.path)
    pao.gives(1).is_sent()
    hand.road.cut()
    pao.gives(2).gives(3).is_only_here()
    hand.again()
    pao = Taking(hand.page, attempt).opens()
    assert [pao.chosen(place) for place in (1, 2, 3, 4)] == [RIGHT, RIGHT, RIGHT, None]
    pao.gives(4).is_only_here().looks_over().hands_in()
    expect(hand.page.get_by_role("heading", name="Đang nộp bài")).to_be_visible()
    hand.again()
    assert stored(house, attempt) == ({1: RIGHT}, {}, None)
    hand.road.open()
    pao = Taking(hand.page, attempt)
    hand.page.goto(pao.path)
    pao.result()
    assert stored(house, attempt) == (ALL, {}, 4)


def test_killed_with_the_wish_to_hand_in_any_page_of_ours_goes_on_with_it(hand, house, attempt):
    pao = Taking(hand.page, attempt).signs_in()
    for place in range(1, 5):
        pao.gives(place).is_sent()
    hand.road.cut()
    pao.looks_over().hands_in()
    expect(hand.page.get_by_role("heading", name="Đang nộp bài")).to_be_visible()
    hand.again()
    hand.road.open()
    hand.page.goto("/today")
    hand.page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('quiz:'))")
    assert stored(house, attempt) == (ALL, {}, 4)


def signs_out_behind(house):
    """Every sign-in ends, as it does after a year or from another device."""
    with house.rows():
        db.session.execute(delete(SignIn))


def test_a_sign_in_that_ends_in_the_middle_loses_nothing(pao, house, attempt):
    pao.gives(1).is_sent()
    signs_out_behind(house)
    pao.gives(2)
    expect(pao.page.get_by_text(SIGNED_OUT)).to_be_visible()
    pao.gives(3).is_only_here()
    pao.page.get_by_role("link", name="Đăng nhập lại").click()
    Someone(pao.page).types(contact=CONTACT, password=PASSWORD).presses("Đăng nhập")
    assert pao.page.url.endswith(pao.path)
    expect(pao.page.get_by_text(SIGNED_OUT)).to_be_hidden()
    pao.gives(4).is_sent().looks_over().hands_in().result()
    assert stored(house, attempt) == (ALL, {}, 4)


def test_a_sign_in_that_ends_at_handing_in_hands_in_after_signing_in(pao, house, attempt):
    for place in range(1, 5):
        pao.gives(place).is_sent()
    signs_out_behind(house)
    pao.looks_over().hands_in()
    expect(pao.page.get_by_text(SIGNED_OUT)).to_be_visible()
    pao.page.get_by_role("link", name="Đăng nhập lại").click()
    Someone(pao.page).types(contact=CONTACT, password=PASSWORD).presses("Đăng nhập")
    pao.result()
    assert stored(house, attempt) == (ALL, {}, 4)


def test_somebody_else_on_the_same_phone_neither_sees_nor_sends_them(pao, house, attempt):
    with house.rows():
        people.with_password(people.person("Giàng Thị Mỷ", phone="+84987654322"))
    pao.gives(1).is_sent()
    loses(pao.page, f"**{pao.path}/answers", reached=False, times=99)
    pao.gives(2).is_only_here()
    page = pao.page
    page.goto("about:blank")
    page.context.clear_cookies()
    page.unroute_all()
    my = Someone(page).signs_in("0987 654 322", PASSWORD)
    assert page.goto(pao.path).status == 404
    my.opens("/today")
    page.wait_for_timeout(1000)
    assert stored(house, attempt) == ({1: RIGHT}, {}, None)
    page.context.clear_cookies()
    pao.signs_in()
    expect(page.locator(f"#a2-{RIGHT}")).to_be_checked()
    pao.shows(2).is_sent()
    assert stored(house, attempt) == ({1: RIGHT, 2: RIGHT}, {}, None)


def test_where_nothing_can_be_kept_the_tick_says_so_and_the_page_still_sends(look, house, attempt):
    page = look()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    pao = Taking(page, attempt).signs_in()
    pao.gives(1).is_sent()
    expect(pao.sign("held")).to_be_hidden()
    pao.goes_offline()
    pao.gives(2)
    expect(pao.sign("held")).to_be_hidden()
    expect(pao.sign("wait")).to_be_visible()
    expect(page.get_by_text("Máy này không giữ được câu trả lời.")).to_be_visible()
    pao.goes_offline(False)
    pao.is_sent()
    pao.gives(3).is_sent().gives(4).is_sent().looks_over().hands_in().result()
    assert stored(house, attempt) == (ALL, {}, 4)
