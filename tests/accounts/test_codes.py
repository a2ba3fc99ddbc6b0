"""Signing in with a code or a link by e-mail: for the right browser, once, and telling a stranger nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import tokens
from lms.accounts.models import OneTimeCode, SignIn
from lms.core.access import sign_path
from lms.core.db import db
from lms.notifications.models import Letter
from tests.accounts.letterbox import code_in, last_code, letters, link_in
from tests.factories import people

pytestmark = pytest.mark.usefixtures("mail")
WRONG = "Mã chưa đúng hoặc không còn dùng được. Xem lại tám chữ số, hoặc lấy mã mới"


def ask(visit, contact="pao@gmail.com", **more):
    return visit.post("accounts.codes.send", {"contact": contact, **more})


def enter(visit, code, **more):
    return visit.post("accounts.codes.try_", {"code": code, **more})


def is_in(visit):
    return visit.get("accounts.learner.me").status == 200


@pytest.fixture
def pao(app):
    return people.person("Giàng A Páo", phone="+84912345678", email="pao@gmail.com")


def test_a_code_signs_in_and_verifies_the_address(visit, pao, at):
    page = ask(visit, "Pao@Gmail.com")
    assert (page.status, page.location) == (303, "/sign-in/code/enter")
    page = enter(visit, last_code())
    assert (page.status, page.location) == (303, "/today")
    assert is_in(visit)
    assert db.session.scalars(select(SignIn.way)).one() == "code"
    db.session.refresh(pao)
    assert {one.kind: one.verified_at for one in pao.contacts} == {"phone": None, "email": at}


def test_the_letter_holds_the_code_as_two_groups_and_goes_to_the_address_only(visit, pao):
    ask(visit)
    [(address, text)] = letters()
    assert address == "pao@gmail.com"
    assert "Páo" not in text
    row = db.session.scalars(select(Letter)).one()
    assert row.secret and row.subject == "Mã của bạn ở Cùng Học"
    assert code_in(text).replace(" ", "") not in row.subject


@pytest.mark.parametrize("typed", ["{0}{1}", "{0} {1}", " {0}-{1} ", "{0}.{1}"])
def test_a_code_may_be_typed_in_any_grouping(visit, pao, typed):
    ask(visit)
    assert enter(visit, typed.format(*last_code().split())).status == 303


@pytest.mark.parametrize("typed", ["", "1234", "123456789", "abcdefgh"])
def test_what_is_no_code_is_named_and_costs_no_try(visit, pao, typed):
    ask(visit)
    page = enter(visit, typed)
    assert (page.status, page.errors) == (422, ["Nhập tám chữ số của mã"])
    assert db.session.scalars(select(OneTimeCode.tries)).one() == 0


def test_the_database_holds_neither_code_nor_link_nor_cookie(visit, pao):
    ask(visit)
    text = letters()[0][1]
    row = db.session.scalars(select(OneTimeCode)).one()
    cookie = visit.client.get_cookie("lms-code")
    token = link_in(text).rpartition("/")[2]
    kept = (row.code, row.link, row.browser)
    assert (row.link, row.browser) == (tokens.digest(token), tokens.digest(cookie.value))
    assert not {code_in(text), code_in(text).replace(" ", ""), token, cookie.value} & set(kept)
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")


def test_a_code_works_once(visit, pao):
    ask(visit)
    code = last_code()
    assert enter(visit, code).status == 303
    other = visit.as_(None)
    other.client.set_cookie("lms-code", "x")
    visit.post("accounts.public.sign_out")
    assert enter(visit, code).errors == [WRONG]


def test_a_second_tap_of_the_same_button_goes_on(visit, pao):
    ask(visit)
    code = last_code()
    assert [enter(visit, code).location for _tap in range(2)] == ["/today", "/today"]


def test_a_code_works_only_in_the_browser_that_asked(visit, pao):
    ask(visit)
    code = last_code()
    assert enter(visit.as_(None), code).errors == [WRONG]
    assert enter(visit, code).status == 303


@pytest.mark.parametrize(("minutes", "status"), [(9, 303), (10, 422), (60, 422)])
def test_a_code_ends_after_ten_minutes(visit, clock, at, pao, minutes, status):
    ask(visit)
    code, token = last_code(), visit.client.get_cookie("lms-code").value
    clock.move_to(at + timedelta(minutes=minutes))
    visit.client.set_cookie("lms-code", token)
    assert enter(visit, code).status == status


def test_the_sixth_try_is_too_late_even_if_it_is_right(visit, pao):
    ask(visit)
    code = last_code()
    for _number in range(5):
        assert enter(visit, "0000 0000").errors == [WRONG]
    assert enter(visit, code).errors == [WRONG]
    assert not is_in(visit)


def test_the_fifth_try_may_be_right(visit, pao):
    ask(visit)
    for _number in range(4):
        enter(visit, "0000 0000")
    assert enter(visit, last_code()).status == 303


def test_a_new_code_ends_the_one_before(visit, pao):
    ask(visit)
    first, cookie = last_code(), visit.client.get_cookie("lms-code").value
    ask(visit.as_(None), "pao@gmail.com")
    visit.client.set_cookie("lms-code", cookie)
    assert enter(visit, first).errors == [WRONG]


@pytest.mark.parametrize("contact", ["pao@gmail.com", "nobody@gmail.com"])
def test_five_codes_an_hour_whether_known_or_not(visit, clock, at, pao, contact):
    for number in range(5):
        clock.move_to(at + timedelta(minutes=number))
        assert ask(visit, contact).status == 303
    page = ask(visit, contact)
    assert (page.status, page.errors) == (
        429, ["Bạn đã lấy mã nhiều lần. Chờ 56 phút, hoặc đăng nhập bằng mật khẩu"]
    )  # fmt: skip
    clock.move_to(at + timedelta(minutes=61))
    assert ask(visit, contact).status == 303


def test_a_network_is_slowed_down_and_never_locked_out(visit, clock, at, pao):
    for number in range(50):
        ask(visit, f"nguoi{number}@gmail.com")
    assert ask(visit).status == 429
    clock.move_to(at + timedelta(seconds=4))
    assert ask(visit).status == 303


def test_nobody_hears_of_a_contact_nobody_has(visit, pao):
    ask(visit, "nobody@gmail.com")
    assert letters() == []


@pytest.mark.parametrize("state", ["disabled_at", "erased_at", "merged_at"])
def test_who_may_not_sign_in_gets_no_letter(visit, at, state):
    people.person(email="pao@gmail.com", **{state: at})
    assert ask(visit).status == 303
    assert letters() == []


def test_a_removed_contact_ends_its_code(visit, pao):
    ask(visit)
    code = last_code()
    db.session.delete(next(one for one in pao.contacts if one.kind == "email"))
    assert enter(visit, code).errors == [WRONG]


def test_looking_at_the_link_spends_nothing_and_its_button_signs_in(visit, pao):
    ask(visit)
    path = link_in(letters()[0][1])
    preview = visit.as_(None)
    for _look in range(3):
        assert preview.open("GET", path).h1 == "Liên kết này không mở được ở đây"
        assert visit.open("GET", path).h1 == "Đăng nhập bằng liên kết"
    assert preview.open("POST", path).status == 422
    assert (visit.open("POST", path).location, is_in(visit)) == ("/today", True)
    visit.post("accounts.public.sign_out")
    assert visit.open("POST", path).status == 422


def test_the_link_ends_the_code_and_the_code_the_link(visit, pao):
    ask(visit)
    text, cookie = letters()[0][1], visit.client.get_cookie("lms-code").value
    visit.open("POST", link_in(text))
    visit.post("accounts.public.sign_out")
    visit.client.set_cookie("lms-code", cookie)
    assert enter(visit, code_in(text)).errors == [WRONG]


@pytest.mark.parametrize("token", ["x", "a" * 43, "é", "' OR 1=1 --"])
def test_a_made_up_link_opens_nothing(visit, pao, token):
    ask(visit)
    assert visit.get("accounts.codes.link", token=token).h1 == "Liên kết này không mở được ở đây"
    assert visit.post("accounts.codes.follow", token=token).status == 422


def test_the_link_is_ours_whatever_host_the_request_named(visit, pao):
    db.session.commit()
    with visit.app.app_context():
        visit.client.post("/sign-in/code", data={"contact": "pao@gmail.com"}, headers={"Host": "evil.example"})
    text = letters()[0][1]
    assert "https://cunghoc.vn/sign-in/link/" in text and "evil.example" not in text


def test_the_page_that_asked_is_reached_afterwards(visit, pao):
    with visit.app.test_request_context():
        next = sign_path("/me/password")
    asked = ask(visit, next=next)
    page = visit.follow(asked)
    assert enter(visit, last_code(), next=page.value("next")).location == "/me/password"


def test_next_leads_nowhere_else(visit, pao):
    ask(visit)
    assert enter(visit, last_code(), next="https://evil.example/").location == "/today"


@pytest.mark.parametrize("method", ["code", "link"])
def test_staff_are_asked_for_their_second_factor(visit, method):
    people.trainer(email="co@gmail.com")
    ask(visit, "co@gmail.com")
    text = letters()[0][1]
    page = enter(visit, code_in(text)) if method == "code" else visit.open("POST", link_in(text))
    assert page.status == 303
    assert not is_in(visit)


def test_after_a_code_a_new_password_needs_no_present_one_for_ten_minutes(visit, clock, at, pao):
    people.with_password(pao)
    ask(visit)
    enter(visit, last_code())
    assert visit.get("accounts.learner.password").soup.find(id="present") is None
    clock.move_to(at + timedelta(minutes=11))
    assert visit.post("accounts.learner.change_password", {"password": "bảy cây măng"}).status == 422
    clock.move_to(at + timedelta(minutes=9))
    assert visit.post("accounts.learner.change_password", {"password": "bảy cây măng"}).status == 303
