"""A quiz with a time limit: the server's clock decides, and what comes late is kept beside what counts."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lms.core.db import db
from lms.quizzes.models import Attempt
from tests.conftest import AT
from tests.journeys.phone import phone
from tests.journeys.someone import Someone
from tests.journeys.taking import CONTACT, PASSWORD, RIGHT, Taking, begun, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def attempt(house):
    return begun(house, minutes=20)[0]


@pytest.fixture
def pao(look, attempt):
    return Taking(look(), attempt).signs_in()


@pytest.fixture
def move(now, pao):
    """Moves the clock of the house, and that of the phone by as much."""

    def to(after, *, phone=True):
        now.move_to(AT + after)
        if phone:
            pao.page.clock.set_system_time(AT + after)

    return to


def left(pao):
    return pao.page.locator("[data-clock]")


def test_offline_for_the_last_two_minutes_what_arrives_within_the_minute_of_grace_counts(pao, house, attempt, move):
    expect(left(pao)).to_have_text("còn 20 phút")
    pao.gives(1).is_sent()
    move(18 * MINUTE + timedelta(seconds=5))
    pao.goes_offline()
    expect(left(pao)).to_contain_text("còn 1:5")
    for place in (2, 3, 4):
        pao.gives(place).is_only_here()
    move(20 * MINUTE + timedelta(seconds=2))
    expect(pao.page.get_by_role("heading", name="Hết giờ làm bài")).to_be_visible()
    expect(pao.page.locator("[data-rows] li").nth(2)).to_contain_text("Mới có trên máy này")
    move(20 * MINUTE + timedelta(seconds=40))
    pao.goes_offline(False)
    pao.result()
    assert stored(house, attempt) == (dict.fromkeys((1, 2, 3, 4), RIGHT), {}, 4)


@pytest.mark.parametrize("by_house", [True, False], ids=["handed in by the house", "not yet handed in"])
def test_offline_over_the_end_what_comes_later_is_kept_and_not_counted(pao, house, attempt, move, by_house):
    pao.gives(1).is_sent().goes_offline()
    pao.gives(2).gives(3).is_only_here()
    move(25 * MINUTE)
    expect(pao.page.get_by_role("heading", name="Hết giờ làm bài")).to_be_visible()
    if by_house:
        house.work()
        assert stored(house, attempt) == ({1: RIGHT}, {}, 1)
    pao.goes_offline(False)
    pao.result()
    assert stored(house, attempt) == ({1: RIGHT}, {2: RIGHT, 3: RIGHT}, 1)
    expect(pao.page.locator("main")).to_contain_text("đến sau khi hết giờ")


def test_time_runs_out_at_the_screen_and_the_sheet_hands_itself_in(pao, house, attempt, move):
    pao.gives(1).is_sent().gives(2).is_sent()
    move(15 * MINUTE + timedelta(seconds=1))
    expect(pao.page.locator("[data-spoken]")).to_have_text("Còn 5 phút")
    move(19 * MINUTE + timedelta(seconds=1))
    expect(pao.page.locator("[data-spoken]")).to_have_text("Còn 1 phút")
    move(20 * MINUTE + timedelta(seconds=1))
    pao.result()
    assert stored(house, attempt) == ({1: RIGHT, 2: RIGHT}, {}, 2)


@pytest.mark.parametrize("wrong", [timedelta(hours=-5), timedelta(hours=20), timedelta(days=40)])
def test_a_phone_with_a_wrong_clock_is_told_the_right_time_left(look, house, attempt, now, wrong):
    page = look()
    page.context.clock.set_system_time(AT + wrong)
    pao = Taking(page, attempt).signs_in()
    expect(left(pao)).to_have_text("còn 20 phút")
    now.move_to(AT + 12 * MINUTE)
    page.context.clock.set_system_time(AT + wrong + 12 * MINUTE)
    expect(left(pao)).to_have_text("còn 8 phút")
    pao.gives(1).is_sent()
    assert stored(house, attempt)[:2] == ({1: RIGHT}, {})


def test_a_clock_that_is_put_right_in_the_middle_does_not_end_the_quiz(look, house, attempt):
    page = look()
    page.context.clock.set_system_time(AT - timedelta(days=40))
    pao = Taking(page, attempt).signs_in()
    expect(left(pao)).to_have_text("còn 20 phút")
    page.context.clock.set_system_time(AT)
    with page.expect_response("**/hand-in"):
        pass
    expect(left(pao)).to_have_text("còn 20 phút")
    pao.gives(1).is_sent()
    assert stored(house, attempt) == ({1: RIGHT}, {}, None)


def test_more_time_that_a_trainer_grants_is_told_with_the_next_answer(pao, house, attempt, move):
    move(18 * MINUTE + timedelta(seconds=5))
    expect(left(pao)).to_contain_text("còn 1:5")
    with house.rows():
        row = db.session.query(Attempt).filter_by(public_id=attempt).one()
        row.due_at += 10 * MINUTE
    pao.gives(1).is_sent()
    expect(left(pao)).to_have_text("còn 12 phút")
    assert stored(house, attempt)[:2] == ({1: RIGHT}, {})


def test_a_sheet_opened_after_the_end_sends_what_the_phone_still_has(browser, house, attempt, now, tmp_path):
    with phone(browser, tmp_path / "phone", house) as hand:
        pao = Taking(hand.page, attempt).signs_in()
        pao.gives(1).is_sent()
        hand.road.cut()
        pao.gives(2).is_only_here()
        hand.page.goto("about:blank")
        now.move_to(AT + 25 * MINUTE)
        hand.road.open()
        hand.page.goto(pao.path)
        pao.result()
    assert stored(house, attempt) == ({1: RIGHT}, {2: RIGHT}, 1)


def test_without_a_script_the_end_is_said_and_one_button_is_left(look, house, attempt, now):
    page = look(script=False)
    pao = Taking(page, attempt)
    someone = Someone(page).signs_in(CONTACT, PASSWORD).opens(pao.path)
    someone.reads("còn 20 phút")
    now.move_to(AT + 22 * MINUTE)
    someone.opens(pao.path).reads("Hết giờ").presses("Nộp bài và xem kết quả")
    assert page.url.endswith("/result")
