"""Checking in on a phone while the digits stand on a shared screen: scanned, typed, offline, without script."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from lms.attendance.models import Evidence
from lms.core import clock
from lms.core.db import db
from tests.factories import attendance, enrolment, people, schedule
from tests.journeys.eye import faults
from tests.journeys.screens import LAPTOP
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

CONTACT, PASSWORD = "0987 654 321", people.PASSWORD
UNSENT = "Chưa gửi được – đang thử lại."


@pytest.fixture
def evening(house):
    """Ten minutes before a class of Páo and Mỷ, who share a phone, with 4829 on the wall since noon: its public id."""
    with house.rows():
        trainer = people.with_app(people.with_password(people.trainer(phone="+84912345678")))
        pao = people.with_password(people.person("Giàng A Páo", phone="+84987654321"))
        my = people.with_password(people.person("Giàng Thị Mỷ", phone="+84987654322"))
        series = schedule.series(trainer)
        for learner in (pao, my):
            enrolment.enrol(learner, series)
        session = schedule.sessions_of(series)[0]
        attendance.code(session, trainer, "4829", at=clock.now() - timedelta(hours=6))
        return session.public_id


@pytest.fixture
def check_in(evening):
    return f"/sessions/{evening}/check-in"


@pytest.fixture
def pao(look, check_in):
    """Páo before the empty field, on a phone."""
    someone = Someone(look())
    someone.signs_in(CONTACT, PASSWORD).opens(check_in)
    return someone


def traces(house):
    with house.rows():
        return db.session.scalar(select(func.count()).select_from(Evidence).where(Evidence.kind == "code"))


def sends(someone, digits="4829"):
    someone.types(code=digits).page.get_by_role("button", name="Điểm danh").click()


def test_scanned_signed_out_one_tap_is_left_and_the_wall_counts(look, house, evening, check_in):
    wall = Someone(look(size=LAPTOP))
    wall.signs_in("0912 345 678", PASSWORD).opens(f"/sessions/{evening}/code")
    expect(wall.page.locator(".wall-count")).to_contain_text("0 / 2 đã điểm danh")
    phone = look()
    phone.goto(f"{check_in}?code=4829")
    someone = Someone(phone).types(contact=CONTACT, password=PASSWORD).presses("Đăng nhập")
    assert phone.url.endswith(f"{check_in}?code=4829")
    expect(phone.locator("[name=code]")).to_have_value("4829")
    assert traces(house) == 0
    someone.presses("Điểm danh").reads("Bạn đã điểm danh.")
    assert traces(house) == 1
    expect(wall.page.locator(".wall-count")).to_contain_text("1 / 2 đã điểm danh")
    wall.page.watch.check()


def test_what_the_network_swallows_is_sent_when_it_is_back(pao, house):
    pao.page.context.set_offline(True)
    sends(pao)
    expect(pao.page.get_by_text(UNSENT)).to_be_visible()
    assert faults(pao.page) == []
    with pao.page.expect_navigation():
        pao.page.context.set_offline(False)
    pao.reads("Bạn đã điểm danh.")
    assert traces(house) == 1


def test_an_answer_that_is_lost_is_asked_for_again_and_counts_once(pao, house, check_in):
    def lose(route):
        route.fetch()
        route.abort()

    pao.page.route(f"**{check_in}", lose, times=1)
    with pao.page.expect_navigation():
        sends(pao)
        expect(pao.page.get_by_text(UNSENT)).to_be_visible()
        assert traces(house) == 1
    pao.reads("Bạn đã điểm danh.")
    assert traces(house) == 1


def test_digits_that_wait_outlive_a_reload_and_are_nobody_elses(pao, house, check_in):
    page = pao.page
    page.route(f"**{check_in}", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    sends(pao)
    expect(page.get_by_text(UNSENT)).to_be_visible()
    page.context.clear_cookies()
    page.unroute(f"**{check_in}")
    pao.signs_in("0987 654 322", PASSWORD).opens(check_in)
    expect(page.locator("[name=code]")).to_have_value("")
    assert traces(house) == 0
    page.context.clear_cookies()
    pao.signs_in(CONTACT, PASSWORD)  # and Today, which has the field, sends them
    page.wait_for_url("**/sessions/*")
    expect(page.get_by_text("Bạn đã điểm danh.").first).to_be_visible()
    assert traces(house) == 1


def test_a_sign_in_that_ended_meanwhile_keeps_what_was_typed(pao, house, check_in):
    pao.page.context.clear_cookies()
    with pao.page.expect_navigation():
        sends(pao)
    pao.types(contact=CONTACT, password=PASSWORD).presses("Đăng nhập")
    expect(pao.page.locator("[name=code]")).to_have_value("4829")
    pao.presses("Điểm danh").reads("Bạn đã điểm danh.")
    assert traces(house) == 1


def test_wrong_digits_are_answered_in_place_and_the_next_try_works(pao, house):
    sends(pao, "1111")
    error = pao.page.locator(".errors")
    expect(error).to_contain_text("Bạn còn 4 lần nhập")
    expect(error).to_be_focused()
    expect(pao.page.locator("[name=code]")).to_have_value("1111")
    assert pao.page.title().startswith("Lỗi:")
    with pao.page.expect_navigation():
        sends(pao)
    assert traces(house) == 1


def test_without_script_it_is_an_ordinary_form(look, house, check_in):
    someone = Someone(look(script=False))
    someone.signs_in(CONTACT, PASSWORD).opens(check_in).types(code="4829").presses("Điểm danh")
    someone.reads("Bạn đã điểm danh.")
    assert traces(house) == 1


def test_the_field_on_the_page_of_the_session_holds_out_too(pao, house, evening):
    pao.opens(f"/sessions/{evening}")
    pao.page.context.set_offline(True)
    sends(pao)
    expect(pao.page.get_by_text(UNSENT)).to_be_visible()
    with pao.page.expect_navigation():
        pao.page.context.set_offline(False)
    assert traces(house) == 1


@pytest.mark.parametrize("every", ["", "30"])
def test_the_wall_is_easy_to_read_and_asks_less_often_while_it_is_not_seen(look, house, evening, every):
    someone = Someone(look(size=LAPTOP))
    someone.signs_in("0912 345 678", PASSWORD)
    page = someone.page
    page.clock.install()
    someone.opens(f"/sessions/{evening}/code").chooses("every", every).presses("Đổi mã ngay")
    board = f"/sessions/{evening}/code/board"

    def asked(milliseconds):
        house.sent.clear()
        for _second in range(milliseconds // 1000):
            page.clock.run_for(1000)
            page.evaluate("() => fetch('/healthz')")  # the answer to what was asked before is here too
        return [sent.status for sent in house.sent if sent.path == board]

    page.wait_for_load_state("networkidle")
    assert set(asked(12_000)) == {304}
    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden'})")
    asked(3_000)
    assert 2 <= len(asked(25_000)) <= 3, "shared under another window it goes on, less often"
    assert faults(page) == []
    page.watch.check()


def test_digits_on_the_wall_are_large_enough_for_a_thumbnail(look, house, evening):
    """Shared at 640 of 1280 pixels, digits are as high as a thumb, the rest as a caption (13 px and more)."""
    someone = Someone(look(size=LAPTOP))
    someone.signs_in("0912 345 678", PASSWORD).opens(f"/sessions/{evening}/code")
    sizes = {
        name: float(someone.page.locator(name).evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) / 2
        for name in (".wall-digits", ".wall-how", ".wall-count")
    }
    assert sizes[".wall-digits"] > 120 and min(sizes.values()) > 20
    assert someone.page.locator(".wall").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"


def test_pages_of_every_moment_are_without_faults(look, house, check_in, now):
    with house.rows():
        people.with_password(people.person("Vàng Thị Dở", phone="+84987654323"))
    stranger = Someone(look())
    stranger.signs_in("0987 654 323", PASSWORD).opens(f"{check_in}?code=4829").reads("Bạn chưa đăng ký lớp này")
    assert faults(stranger.page) == []
    now.move_to(clock.now() - timedelta(hours=3))
    early = Someone(look())
    early.signs_in(CONTACT, PASSWORD).opens(check_in).types(code="4829").presses("Điểm danh")
    early.reads("Điểm danh mở lúc 19:15; chúng tôi giữ mã của bạn.")
    assert faults(early.page) == []
    now.move_to(clock.now() + timedelta(hours=9))
    late = Someone(look())
    late.signs_in("0987 654 322", PASSWORD).opens(check_in).reads("Điểm danh buổi này đã đóng lúc 21:15.")
    assert faults(late.page) == []
