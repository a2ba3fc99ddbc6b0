"""A phone that goes from hand to hand: what is one person's is never shown to another, and never lost."""

import pytest
from sqlalchemy import delete, select

from lms.accounts.models import SignIn
from lms.catalogue.models import LessonNote
from lms.quizzes.models import Answer
from tests.factories import people
from tests.journeys.phone import begun
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]


@pytest.fixture
def may(house):
    return begun(house, "Lò Thị Mẩy", "+84987650001")


@pytest.fixture
def pao(house):
    return begun(house, "Giàng A Páo", "+84987650002")


def signs_out(hand):
    """Presses the button, and waits for whatever comes of it."""
    hand.page.goto("/me")
    hand.page.get_by_role("button", name="Đăng xuất khỏi máy này").click()


def values(house):
    with house.rows() as rows:
        return rows.scalars(select(Answer.value).order_by(Answer.attempt_id, Answer.position)).all()


def shows_nothing_of(who, hand):
    """Neither listed, nor behind its address, nor waiting to be sent."""
    assert who.title not in hand.opens("/kept")
    assert hand.page.locator("[data-waits]").is_hidden()
    hand.road.cut()
    assert "Đang mất mạng" in hand.opens(who.attempt)
    assert "Đang mất mạng" in hand.opens(who.lesson)
    hand.road.open()


def test_signing_out_removes_what_is_kept_of_this_person_alone(house, may, pao, hand):
    hand.signs_in(may).keeps(may.lesson).keeps(may.attempt)
    with house.rows() as rows:
        rows.execute(delete(SignIn))
    hand.signs_in(pao).keeps(pao.lesson)
    signs_out(hand)
    hand.page.wait_for_url("**/sign-in")
    assert hand.cupboards() == {f"kept:{may.person}": [may.attempt, may.lesson]}
    hand.signs_in(may).road.cut()
    assert may.title in hand.opens(may.lesson)


def test_the_next_person_sees_nothing_of_the_one_before(house, may, pao, hand):
    hand.signs_in(may).keeps(may.lesson).keeps(may.attempt)
    signs_out(hand)
    hand.page.wait_for_url("**/sign-in")
    shows_nothing_of(may, hand)
    hand.signs_in(pao)
    shows_nothing_of(may, hand)


def test_a_sign_in_that_ran_out_hides_what_is_kept(house, may, hand):
    hand.signs_in(may).keeps(may.attempt)
    with house.rows() as rows:
        rows.execute(delete(SignIn))
    hand.opens("/classes")
    shows_nothing_of(may, hand)
    hand.signs_in(may).road.cut()
    assert "Câu 1" in hand.opens(may.attempt)


def test_somebody_else_who_signs_in_over_it_sees_nothing(house, may, pao, hand):
    hand.signs_in(may).keeps(may.lesson).keeps(may.attempt)
    hand.road.cut()
    hand.answers(1)
    hand.road.open()
    with house.rows() as rows:
        rows.execute(delete(SignIn))
    hand.signs_in(pao)
    shows_nothing_of(may, hand)
    assert values(house) == []


def test_answers_are_sent_before_signing_out(house, may, hand):
    hand.signs_in(may).keeps(may.attempt)
    hand.road.cut()
    hand.answers(1)
    hand.road.open()
    signs_out(hand)
    hand.page.wait_for_url("**/sign-in")
    assert values(house) == [1]
    assert hand.page.evaluate("localStorage.length") == 0


def test_what_cannot_be_sent_is_asked_about_and_waits_for_its_person(house, may, pao, hand):
    hand.signs_in(may).keeps(may.attempt)
    hand.page.goto("/me")
    other = hand.context.new_page()
    other.goto(may.attempt)
    hand.road.cut()
    other.locator("fieldset:not([hidden]) label.pick").nth(1).click()
    other.close()
    leave = hand.page.get_by_role("button", name="Đăng xuất khỏi máy này")
    leave.click()
    hand.page.get_by_text("Còn bài chưa gửi được về lớp").wait_for()
    assert "Câu trả lời bài kiểm tra: 1." in hand.words()
    hand.page.get_by_role("button", name="Chưa đăng xuất").click()
    assert hand.page.get_by_text("Còn bài chưa gửi được về lớp").is_hidden()
    leave.click()
    hand.page.get_by_text("Còn bài chưa gửi được về lớp").wait_for()
    leave.click()
    hand.page.get_by_text("Bạn đã đăng xuất trên máy này").wait_for()
    assert hand.cupboards() == {}
    assert "Đang mất mạng" in hand.opens(may.attempt)
    hand.road.open()
    hand.page.goto("/today")
    hand.page.wait_for_url("**/sign-in?**")
    with house.rows() as rows:
        assert rows.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all() == []
    hand.signs_in(pao)
    shows_nothing_of(may, hand)
    assert values(house) == []
    signs_out(hand)
    hand.page.wait_for_url("**/sign-in")
    hand.signs_in(may)
    hand.all_sent(may)
    assert values(house) == [1]


def test_a_text_of_a_lesson_that_may_not_be_saved_is_asked_about(house, may, hand):
    hand.signs_in(may)
    key = f"lesson:{may.person}:bai-dau"
    hand.page.evaluate("key => { localStorage[key] = '{}'; localStorage['lesson:somebody:bai-dau'] = '{}' }", key)
    signs_out(hand)
    hand.page.get_by_text("Bài học bạn đang soạn dở: 1.").wait_for()
    hand.page.get_by_role("button", name="Đăng xuất khỏi máy này").click()
    hand.page.wait_for_url("**/sign-in")
    assert hand.page.evaluate("key => key in localStorage", key), "it waits for its writer"


def test_a_page_left_open_does_not_send_for_whoever_is_signed_in_now(house, may, pao, hand):
    hand.signs_in(may).opens("/classes")
    hand.page.evaluate(
        "([key, to]) => { localStorage[key] = JSON.stringify({sequence: 1, text: 'Của tôi', sent: false, to}) }",
        [f"note:{may.person}:{may.lesson[9:]}:recap", f"{may.lesson}/notes"],
    )
    other = hand.context.new_page()
    hand.page.route("**/notes", lambda route: route.abort())
    hand.opens("/kept")
    with house.rows() as rows:
        rows.execute(delete(SignIn))
    Someone(other).signs_in(pao.number, people.PASSWORD)
    hand.page.unroute("**/notes")
    hand.page.get_by_role("button", name="Gửi ngay").click()
    hand.page.get_by_text("Đăng nhập lại để gửi; bài nằm trên máy").wait_for()
    with house.rows() as rows:
        assert rows.scalars(select(LessonNote.text)).all() == []
