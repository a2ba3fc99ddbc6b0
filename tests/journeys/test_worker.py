"""The worker when things go wrong around it: a full or broken disk, a house that stumbles, an old clock."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lms.accounts.models import SignIn
from lms.core.db import db
from lms.quizzes.models import Attempt
from tests.conftest import AT
from tests.journeys.phone import begun

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

BROKEN = """() => { const no = () => Promise.reject(new DOMException('', 'UnknownError'));
    for (const name of ['open', 'match', 'has', 'delete', 'keys'])
        Object.defineProperty(caches, name, { value: no }) }"""
#: As after a release: the phone fetches its kept pages anew, nobody looks at them.
ANEW = """async ([path, whose]) => { const answer = await fetch(path), kept = new Headers(answer.headers);
    kept.set('Kept-At', new Date().toISOString());
    const cache = await caches.open(`kept:${whose}`);
    await cache.put(path, new Response(await answer.text(), { headers: kept })) }"""


@pytest.fixture
def may(house):
    return begun(house, "Lò Thị Mẩy", "+84987650001")


def worker(hand):
    return hand.context.service_workers[0]


def signs_out(hand):
    hand.page.goto("/me")
    hand.page.get_by_role("button", name="Đăng xuất khỏi máy này").click()


def test_a_phone_whose_disk_is_broken_opens_every_page_and_signs_out(house, may, hand):
    hand.signs_in(may).keeps(may.lesson)
    worker(hand).evaluate(BROKEN)
    assert may.title in hand.opens(may.lesson)
    assert "Câu 1" in hand.opens(may.attempt)
    signs_out(hand)
    hand.page.wait_for_url("**/sign-in")
    with house.rows() as rows:
        assert rows.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all() == []


def test_without_room_to_say_who_it_is_nothing_is_shown_of_the_one_before(house, may, hand):
    pao = begun(house, "Giàng A Páo", "+84987650002")
    hand.signs_in(may).keeps(may.lesson)
    worker(hand).evaluate(
        "() => { Cache.prototype.put = () => Promise.reject(new DOMException('', 'QuotaExceededError')) }"
    )
    with house.rows() as rows:
        for row in rows.scalars(select(SignIn)):
            rows.delete(row)
    hand.signs_in(pao)
    hand.road.cut()
    assert "Đang mất mạng" in hand.opens(may.lesson)


def test_nothing_is_fetched_as_the_one_who_signed_out_while_the_house_cannot_do_it(house, may, hand):
    hand.signs_in(may).keeps(may.lesson)
    hand.page.goto("/me")
    hand.road.cut()
    leave = hand.page.get_by_role("button", name="Đăng xuất khỏi máy này")
    leave.click()
    hand.page.get_by_text("Bạn đã đăng xuất trên máy này").wait_for()
    hand.road.open()
    with closing(sqlite3.connect(house.app.config["DATABASE_URL"].removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")  # the house can write nothing now, and answers 503
        assert "Mẩy" not in hand.opens("/today")
    hand.page.goto("/today")
    hand.page.wait_for_url("**/sign-in?**")


def test_the_clock_of_a_page_that_was_fetched_unseen_is_not_taken_for_now(house, may, hand, now):
    with house.rows():
        row = db.session.query(Attempt).filter_by(public_id=may.attempt.rpartition("/")[2]).one()
        row.due_at = AT + timedelta(minutes=20)
    hand.signs_in(may).keeps(may.attempt)
    left = hand.page.locator("[data-clock]")
    expect(left).to_have_text("còn 20 phút")
    hand.page.goto("/today")
    now.move_to(AT + timedelta(minutes=2))
    hand.context.clock.set_system_time(AT + timedelta(minutes=2))
    hand.page.evaluate(ANEW, [may.attempt, may.person])
    hand.road.cut()
    now.move_to(AT + timedelta(minutes=12))
    hand.context.clock.set_system_time(AT + timedelta(minutes=12))
    hand.page.goto(may.attempt)
    expect(left).to_have_text("còn 8 phút")
    assert hand.page.locator("body").get_attribute("data-shown") == "kept"
