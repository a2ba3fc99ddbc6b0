"""The page says first where codes can be sent; several people behind a contact choose who they are."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import OneTimeCode
from lms.core.db import db
from lms.people.models import Contact
from tests.accounts.letterbox import last_code, letters
from tests.accounts.test_codes import ask, enter, is_in
from tests.factories import people

NAMES = [("Lò Văn Pành", 1990), ("Lò Thị Ún", 1992), ("Lò Thị Mảy", 2004)]


@pytest.fixture
def family(mail):
    return [people.person(name, email="nha@gmail.com", birth_year=year) for name, year in NAMES]


def asked_and_right(visit):
    ask(visit, "nha@gmail.com")
    return enter(visit, last_code())


def who(visit):
    return visit.get("accounts.learner.me").value("name")


def test_without_any_door_the_page_says_so_and_asks_nothing(visit):
    people.person(email="pao@gmail.com")
    page = visit.get("accounts.codes.ask")
    assert page.soup.find(id="contact") is None
    assert "Hiện chưa gửi được mã từ đây" in page
    assert ask(visit).status == 422
    assert db.session.scalars(select(OneTimeCode)).all() == []


@pytest.mark.parametrize("known", [True, False])
def test_a_phone_gets_no_code_without_a_gateway_and_the_page_says_so_first(visit, mail, known):
    if known:
        people.person(phone="+84912345678")
    assert "không gửi được tới số điện thoại" in visit.get("accounts.codes.ask")
    page = ask(visit, "0912 345 678")
    assert (page.status, page.errors) == (422, ["Ở đây mã chỉ gửi được qua email. Nhập một địa chỉ email"])
    assert page.value("contact") == "0912 345 678"


def test_with_a_gateway_a_phone_gets_a_code(visit, app, mail, monkeypatch):
    monkeypatch.setitem(app.config, "TEXT_URL", "http://127.0.0.1:9/send")
    monkeypatch.setitem(app.config, "TEXT_TOKEN", "secret")
    people.person("Giàng A Páo", phone="+84912345678")
    ask(visit, "0912 345 678")
    [(address, text)] = letters()
    assert address == "+84912345678"
    code = "".join(sign for sign in text if sign.isdigit())[:8]
    assert enter(visit, code).status == 303
    assert who(visit) == "Giàng A Páo"
    assert db.session.scalars(select(Contact.verified_at)).one() is not None


def test_who_shares_an_address_is_named_only_after_the_code_was_right(visit, family):
    page = ask(visit, "nha@gmail.com")
    assert "Lò" not in visit.follow(page) and "Lò" not in letters()[0][1]
    assert visit.get("accounts.codes.who").location == "/sign-in/code"
    page = visit.follow(enter(visit, last_code()))
    assert page.h1 == "Bạn là ai?"
    assert [item.get_text(" ").split("Sinh")[0].strip() for item in page.soup.select("ul.rows .fill")] == [
        name for name, _year in NAMES
    ]
    assert "Sinh năm 2004" in page


@pytest.mark.parametrize("which", [0, 1, 2])
def test_each_choice_signs_in_that_one(visit, family, which):
    assert asked_and_right(visit).location == "/sign-in/who"
    assert visit.post("accounts.codes.choose", {"person": family[which].public_id}).location == "/today"
    assert who(visit) == NAMES[which][0]


def test_one_may_choose_once_in_this_browser_for_five_minutes(visit, clock, at, family):
    asked_and_right(visit)
    token = visit.client.get_cookie("lms-code").value
    other = visit.as_(None)
    assert other.post("accounts.codes.choose", {"person": family[0].public_id}).location == "/sign-in/code"
    assert not is_in(other)
    visit.post("accounts.codes.choose", {"person": family[0].public_id})
    other.client.set_cookie("lms-code", token)
    other.post("accounts.codes.choose", {"person": family[1].public_id})
    assert not is_in(other)


def test_the_choice_ends_after_five_minutes(visit, clock, at, family):
    asked_and_right(visit)
    clock.move_to(at + timedelta(minutes=6))
    assert visit.post("accounts.codes.choose", {"person": family[0].public_id}).location == "/sign-in/code"
    assert not is_in(visit)


@pytest.mark.parametrize("what", ["stranger", "", "aaaaaaaaaaaaa"])
def test_nobody_else_can_be_chosen(visit, family, what):
    stranger = people.person("Người Lạ", email="la@gmail.com")
    asked_and_right(visit)
    visit.post("accounts.codes.choose", {"person": stranger.public_id if what == "stranger" else what})
    assert not is_in(visit)


def test_a_choice_of_staff_still_needs_their_second_factor(visit, family):
    trainer = people.trainer("Lò Văn Thầy", email="nha@gmail.com")
    asked_and_right(visit)
    visit.post("accounts.codes.choose", {"person": trainer.public_id})
    assert not is_in(visit)


def test_who_verified_the_address_comes_first(visit, at, family):
    mine = db.session.scalars(select(Contact).where(Contact.person_id == family[2].id, Contact.kind == "email")).one()
    mine.verified_at = at
    asked_and_right(visit)
    assert visit.get("accounts.codes.who").soup.select_one("ul.rows .h").get_text() == "Lò Thị Mảy"
