"""Wrong passwords are counted per person and per what was typed (docs/decisions/0009)."""

import threading
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from lms.accounts.models import FailedSignIn
from lms.accounts.rules import sign_ins as rules
from lms.core.db import db
from tests.factories import people
from tests.visitor import Visitor

PHONE, KNOWN, UNKNOWN = "+84912345678", "0912 345 678", "0987 654 321"
WRONG = "Số điện thoại hoặc email và mật khẩu chưa khớp nhau. Xem lại cả hai rồi thử lại"
YEAR_TOO = "Bạn đã thử nhiều lần. Nhập thêm năm sinh của bạn rồi thử lại"
FAMILY = {"Lò Văn Pành": 1975, "Lò Thị Ún": 1979, "Lò Thị Mảy": 2004, "Lò Văn Sơn": 2007}


@pytest.fixture
def family(app):
    """Four on one phone, each with an own password."""
    for name, year in FAMILY.items():
        people.with_password(people.person(name, phone=PHONE, birth_year=year), secret(name))


def secret(name):
    return f"mật khẩu của {name}"


def try_(visit, contact=KNOWN, password="không phải mật khẩu này", **more):
    page = visit.post("accounts.public.enter", {"contact": contact, "password": password, **more})
    return page.status, page.errors if page.status != 303 else page.location


def fails(visit, times, **typed):
    return [try_(visit, **typed) for _time in range(times)]


def kept():
    return db.session.scalar(select(func.count()).select_from(FailedSignIn))


@pytest.mark.parametrize("contact", [KNOWN, UNKNOWN, "pao@gmail.com", "may@gmail.com"])
def test_after_five_wrong_tries_it_takes_the_birth_year_and_after_five_more_one_waits(visit, clock, at, contact):
    people.with_password(people.person("Giàng A Páo", phone=PHONE, email="pao@gmail.com", birth_year=2004))
    assert fails(visit, 5, contact=contact) == [(422, [WRONG])] * 5
    assert fails(visit, 2, contact=contact) == [(422, [YEAR_TOO])] * 2
    for minute in range(5):
        clock.move_to(at + timedelta(minutes=minute))
        assert try_(visit, contact, birth_year="2004") == (422, [WRONG])
    wait = (429, ["Bạn đã thử nhiều lần. Chờ 56 phút rồi thử lại"])
    assert try_(visit, contact, people.PASSWORD, birth_year="2004") == wait
    assert kept() == 10
    clock.move_to(at + timedelta(minutes=61))
    is_theirs = contact in (KNOWN, "pao@gmail.com")
    assert try_(visit, contact, people.PASSWORD) == ((303, "/today") if is_theirs else (422, [WRONG]))


@pytest.mark.parametrize("clumsy", FAMILY)
def test_one_siblings_mistakes_lock_nobody_else_out(visit, family, clumsy):
    fails(visit, 9)
    fails(visit, 9, birth_year=str(FAMILY[clumsy]))
    assert try_(visit, birth_year=str(FAMILY[clumsy]), password=secret(clumsy))[0] == 429
    for name, year in FAMILY.items():
        if name != clumsy:
            assert try_(visit.as_(None), password=secret(name), birth_year=str(year)) == (303, "/today")


def test_a_sibling_is_only_asked_for_one_thing_more(visit, family):
    fails(visit, 5)
    assert try_(visit, password=secret("Lò Thị Mảy")) == (422, [YEAR_TOO])
    page = visit.post("accounts.public.enter", {"contact": KNOWN, "password": "x"})
    assert page.soup.find("details").has_attr("open")
    assert page.soup.find(id="birth_year-error").get_text(strip=True) == YEAR_TOO


def test_ten_wrong_tries_by_phone_close_the_email_too_without_a_word(visit, clock, at):
    people.with_password(people.person(phone=PHONE, email="pao@gmail.com", birth_year=2004))
    fails(visit, 5)
    fails(visit, 5, birth_year="2004")
    assert try_(visit, "pao@gmail.com", people.PASSWORD) == (422, [WRONG])
    clock.move_to(at + timedelta(hours=2))
    assert try_(visit, "pao@gmail.com", people.PASSWORD) == (303, "/today")


def test_a_try_that_may_be_for_several_counts_on_none_of_them(visit):
    people.with_password(people.person("Lò Văn Pành", phone=PHONE, email="panh@gmail.com", birth_year=1975))
    people.with_password(people.person("Lò Thị Mảy", phone=PHONE, birth_year=2004))
    fails(visit, 5)
    fails(visit, 5, birth_year="1975")
    assert try_(visit, "panh@gmail.com", people.PASSWORD) == (303, "/today")


def test_a_good_sign_in_leaves_no_failure_behind(visit, family):
    assert try_(visit, password=secret("Lò Văn Sơn")) == (303, "/today")
    assert kept() == 0


def test_a_tie_is_no_failure(visit):
    for year in (2004, 2007):
        people.with_password(people.person(phone=PHONE, birth_year=year))
    assert try_(visit, password=people.PASSWORD)[0] == 422
    assert kept() == 0


def test_wrong_tries_at_once_do_not_outrun_the_limit(app, clock, monkeypatch):
    people.with_password(people.person(phone=PHONE))
    verified, statuses, ready = [], [], threading.Barrier(8)
    check = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *args: verified.append(1) or check(*args))

    def guess():
        visit = Visitor(app)
        visit.careful = False
        ready.wait()
        answer = visit.client.post("/sign-in", data={"contact": KNOWN, "password": "đoán mò"})
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=guess) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [422] * 8
    assert len(verified) <= rules.TRIES * rules.PERSONS_BY_PHONE


def test_siblings_of_one_network_are_not_slowed_down_by_one_who_forgot(visit, family):
    fails(visit, 30)
    assert try_(visit, birth_year="2004", password=secret("Lò Thị Mảy")) == (303, "/today")
