"""Signing in from the page: for the right person, and telling a stranger nothing."""

from contextlib import contextmanager
from datetime import timedelta

import argon2.low_level
import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, func, select

from lms.accounts import gate, passwords
from lms.accounts.models import Credential, FailedSignIn, SignIn
from lms.core.db import db
from tests.factories import people
from tests.factories.people import PASSWORD

PHONE, UNKNOWN = "+84912345678", "0987 654 321"
WRONG = "Số điện thoại hoặc email và mật khẩu chưa khớp nhau. Xem lại cả hai rồi thử lại"


def try_(visit, contact="0912 345 678", password=PASSWORD, **more):
    return visit.post("accounts.public.enter", {"contact": contact, "password": password, **more})


def failures():
    return db.session.scalar(select(func.count()).select_from(FailedSignIn))


def who(visit):
    """The name on the account page, or None."""
    page = visit.get("accounts.learner.me")
    return page.value("name") if page.status == 200 else None


@contextmanager
def counted(monkeypatch):
    """How many passwords are checked and how many statements run."""
    seen = {"passwords": 0, "statements": 0}
    check = PasswordHasher.verify

    def checking(self, *args):
        seen["passwords"] += 1
        return check(self, *args)

    def stating(*_args):
        seen["statements"] += 1

    monkeypatch.setattr(PasswordHasher, "verify", checking)
    event.listen(db.engine, "before_cursor_execute", stating)
    yield seen
    event.remove(db.engine, "before_cursor_execute", stating)
    monkeypatch.setattr(PasswordHasher, "verify", check)


@pytest.mark.parametrize("contact", ["0912345678", "+84 912 345 678", "84.912.345.678", "Pao@Gmail.com"])
def test_phone_or_email_and_password_sign_in(visit, contact):
    people.with_password(people.person("Giàng A Páo", phone=PHONE, email="pao@gmail.com"))
    page = try_(visit, contact)
    assert (page.status, page.location) == (303, "/today")
    assert who(visit) == "Giàng A Páo"


@pytest.mark.parametrize(
    ("sharing", "known", "unknown", "passwords_checked"),
    [(1, "0912345678", UNKNOWN, 4), (4, "0912345678", UNKNOWN, 4), (5, "0912345678", UNKNOWN, 4),
     (1, "pao@gmail.com", "may@gmail.com", 1), (2, "pao@gmail.com", "may@gmail.com", 1)],
)  # fmt: skip
def test_known_and_unknown_contacts_cost_and_say_the_same(
    visit, monkeypatch, sharing, known, unknown, passwords_checked
):
    for _number in range(sharing):
        people.with_password(people.person(phone=PHONE, email="pao@gmail.com"))
    passwords.nobodys()
    answers = []
    for contact in (known, unknown):
        with counted(monkeypatch) as seen:
            page = try_(visit, contact, "không phải mật khẩu này")
        answers.append((page.status, page.errors, page.html.replace(contact, ""), seen))
    assert answers[0] == answers[1]
    assert answers[0][:2] == (422, [WRONG])
    assert answers[0][3]["passwords"] == passwords_checked


def test_a_family_of_four_shares_a_phone(visit):
    names = ["Lò Văn Pành", "Lò Thị Ún", "Lò Thị Mảy", "Lò Văn Sơn"]
    for number, name in enumerate(names):
        people.with_password(people.person(name, phone=PHONE), f"mật khẩu riêng {number}")
    for number, name in enumerate(names):
        browser = visit.as_(None)
        assert try_(browser, password=f"mật khẩu riêng {number}").status == 303
        assert who(browser) == name


def test_the_same_password_twice_asks_for_the_birth_year(visit):
    people.with_password(people.person("Lò Thị Mảy", phone=PHONE, birth_year=2004))
    people.with_password(people.person("Lò Văn Sơn", phone=PHONE, birth_year=2007))
    page = try_(visit)
    assert page.status == 422
    assert page.soup.select_one(".errors a[href='#birth_year']")
    assert page.soup.find("details").has_attr("open")
    assert try_(visit, birth_year="2007").status == 303
    assert who(visit) == "Lò Văn Sơn"


@pytest.mark.parametrize("contact", ["0912345678", "pao@gmail.com"])
def test_those_who_came_late_to_a_contact_get_in_with_their_birth_year(visit, contact):
    for _number in range(4):
        people.with_password(people.person(phone=PHONE, email="pao@gmail.com", birth_year=2000))
    people.with_password(people.person("Người Thứ Năm", phone=PHONE, email="pao@gmail.com"), "mật khẩu thứ năm")
    assert try_(visit, contact, "mật khẩu thứ năm").status == 422
    assert try_(visit, contact, "mật khẩu thứ năm", birth_year="2004").status == 303
    assert who(visit) == "Người Thứ Năm"


def test_nobody_is_pushed_off_their_phone_by_later_sign_ups(visit):
    people.with_password(people.person("Giàng A Páo", phone=PHONE))
    for _number in range(6):
        people.with_password(people.person("Kẻ Phá", phone=PHONE), "mật khẩu của kẻ phá")
    assert try_(visit).status == 303
    assert who(visit) == "Giàng A Páo"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"contact": ""}, "contact", "Nhập số điện thoại hoặc địa chỉ email"),
        ({"contact": "0168 234 5678"}, "contact", "Đầu số 0168 nay là 038. Nhập 0382 345 678 nếu đó là số của bạn"),
        ({"password": ""}, "password", "Nhập mật khẩu của bạn"),
        ({"birth_year": "4"}, "birth_year", "Nhập năm sinh bằng bốn chữ số, ví dụ 2004"),
    ],
)
def test_a_wrong_field_is_named_before_anything_is_tried(visit, typed, field, sentence):
    page = try_(visit, **typed)
    assert (page.status, page.errors, failures()) == (422, [sentence], 0)
    assert page.soup.find(id=f"{field}-error").get_text(strip=True) == sentence


def test_a_network_is_slowed_down_and_never_locked_out(visit, clock, at):
    people.with_password(people.person(phone=PHONE))
    with visit.app.test_request_context():
        network = gate.keyed("network:127.0.0.1")
    for number in range(50):
        db.session.add(FailedSignIn(contact=f"c{number}", network=network, at=at))
    db.session.commit()
    page = try_(visit)
    assert (page.status, page.errors) == (
        429, ["Nhiều người đang đăng nhập từ mạng này. Thử lại sau 3 giây"]
    )  # fmt: skip
    clock.move_to(at + timedelta(seconds=4))
    assert try_(visit).status == 303


@pytest.mark.parametrize("state", ["disabled_at", "erased_at"])
def test_the_disabled_and_the_erased_are_unknown(visit, at, state):
    people.with_password(people.person(phone=PHONE, **{state: at}))
    assert try_(visit).errors == [WRONG]


def test_a_password_kept_with_other_settings_is_kept_anew(visit):
    people.with_password(people.person(phone=PHONE))
    try_(visit)
    kept = db.session.scalars(select(Credential.password)).one()
    assert argon2.extract_parameters(kept).memory_cost == 19 * 1024
    assert passwords.matches(kept, PASSWORD)


def test_each_sign_in_has_a_new_token_and_ends_the_one_before(visit):
    people.with_password(people.person(phone=PHONE))
    try_(visit)
    first = visit.client.get_cookie(gate.cookie_name()).value
    try_(visit)
    second = visit.client.get_cookie(gate.cookie_name()).value
    assert first != second
    ended = db.session.scalars(select(SignIn.ended_at.is_not(None)).order_by(SignIn.id)).all()
    assert ended == [True, False]


def test_a_closed_page_is_reached_after_signing_in(visit):
    people.with_password(people.person(phone=PHONE))
    asked = visit.get("accounts.learner.password")
    assert asked.status == 303
    page = visit.follow(asked)
    next = page.soup.find("input", attrs={"name": "next"})["value"]
    assert try_(visit, next=next).location == "/me/password"
