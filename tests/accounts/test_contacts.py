"""The phone numbers and e-mail addresses one signs in with: added, verified, removed, and nobody else's."""

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core.db import db
from lms.people.models import Contact, Person
from tests.accounts.letterbox import last_code, letters
from tests.factories import people
from tests.factories.people import PASSWORD

WRONG = "Mã chưa đúng hoặc không còn dùng được. Xem lại tám chữ số, hoặc lấy mã mới"


@pytest.fixture
def mine(visit, mail):
    """A learner at home with a phone and an e-mail address."""
    person = people.with_password(people.person("Giàng A Páo", phone="+84912345678", email="pao@gmail.com"))
    browser = visit.as_(person)
    browser.me = person
    return browser


def held(person):
    return sorted(db.session.scalars(select(Contact.value).where(Contact.person_id == person.id)))


def add(browser, contact, present=PASSWORD):
    return browser.post("accounts.contacts.keep", {"contact": contact, "present": present})


def path_of(browser, value, part):
    """Where a button or link of the list leads, for one contact."""
    page = browser.get("accounts.contacts.mine")
    line = next(item for item in page.soup.select("ul.rows > li") if value in item.get_text(" "))
    found = [tag.get("href") or tag.get("action") for tag in line.find_all(["a", "form"])]
    return next(path for path in found if path and path.endswith(part))


def remove(browser, value, present=PASSWORD):
    return browser.open("POST", path_of(browser, value, "/remove"), data={"present": present})


def test_the_list_says_what_is_verified(mine):
    page = mine.get("accounts.contacts.mine")
    assert "0912 345 678" in page and "pao@gmail.com" in page
    assert [tag.get_text(strip=True) for tag in page.soup.select("ul.rows .tag")] == ["Chưa xác minh"] * 2


@pytest.mark.parametrize(("typed", "kept"), [("0987 654 321", "+84987654321"), ("May@Gmail.com", "may@gmail.com")])
def test_a_contact_is_added_and_opens_the_account(mine, visit, typed, kept):
    assert add(mine, typed).location == "/me/contacts"
    assert kept in held(mine.me)
    signed_in = visit.as_(None).post("accounts.public.enter", {"contact": typed, "password": PASSWORD})
    assert signed_in.location == "/today"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"contact": ""}, "Nhập số điện thoại hoặc địa chỉ email"),
        ({"contact": "0912 345 67"}, "Còn thiếu số. Nhập đủ 10 số, ví dụ 0912 345 678"),
        ({"present": ""}, "Nhập mật khẩu hiện tại"),
        ({"present": "sai mật khẩu"}, "Mật khẩu hiện tại chưa khớp. Nhập lại"),
    ],
)
def test_what_will_not_do_is_named_and_nothing_is_added(mine, typed, sentence):
    page = mine.post("accounts.contacts.keep", {"contact": "may@gmail.com", "present": PASSWORD, **typed})
    assert (page.status, page.errors) == (422, [sentence])
    assert len(held(mine.me)) == 2


def test_adding_twice_is_adding_once(mine):
    assert [add(mine, "0987654321").status for _tap in range(2)] == [303, 303]
    assert len(held(mine.me)) == 3
    assert len(letters("contact_added")) == 1


def test_a_contact_of_somebody_else_is_added_like_any_other(mine):
    people.person("Lò Thị Ún", phone="+84987654321", email="may@gmail.com")
    answers = []
    for contact in ("0987 654 321", "0987 654 322"):
        page = add(mine, contact)
        answers.append((page.status, page.location, mine.follow(page).text.replace(contact, "")))
        mine.follow(remove(mine, contact))
    assert answers[0] == answers[1]
    assert db.session.get(Person, mine.me.id).maybe_duplicate


def test_six_contacts_are_enough(mine):
    assert [add(mine, f"098765432{number}").status for number in range(5)] == [303] * 4 + [422]
    assert len(held(mine.me)) == 6


def test_the_other_addresses_are_told_of_each_change(mine):
    add(mine, "may@gmail.com")
    [(address, text)] = letters("contact_added")
    assert address == "pao@gmail.com" and "may@gmail.com" in text and "Páo" in text
    remove(mine, "0912 345 678")
    assert sorted(address for address, _text in letters("contact_removed")) == ["may@gmail.com", "pao@gmail.com"]
    acts = db.session.scalars(select(Entry.action).where(Entry.action.startswith("accounts.")).order_by(Entry.id)).all()
    assert acts == ["accounts.contact-added", "accounts.contact-removed"]


def test_the_last_contact_stays(mine):
    remove(mine, "0912 345 678")
    page = mine.get("accounts.contacts.mine")
    assert "/remove" not in page.html
    [path] = [tag["action"] for tag in page.soup.select("ul.rows form")]
    page = mine.open("POST", path.replace("/code", "/remove"), data={"present": PASSWORD})
    assert (page.status, page.errors) == (
        422, ["Đây là liên hệ duy nhất bạn dùng để đăng nhập. Hãy thêm liên hệ khác trước"]
    )  # fmt: skip
    assert held(mine.me) == ["pao@gmail.com"]


def test_removing_asks_the_password_and_twice_is_once(mine):
    path = path_of(mine, "pao@gmail.com", "/remove")
    assert mine.open("POST", path, data={"present": "sai mật khẩu"}).status == 422
    assert [mine.open("POST", path, data={"present": PASSWORD}).location for _tap in range(2)] == ["/me/contacts"] * 2
    assert held(mine.me) == ["+84912345678"]


def test_a_removed_contact_opens_nothing(mine, visit):
    remove(mine, "0912 345 678")
    page = visit.as_(None).post("accounts.public.enter", {"contact": "0912345678", "password": PASSWORD})
    assert page.status == 422


@pytest.mark.parametrize("part", ["/remove", "/code", "/prove"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_contacts_of_somebody_else_look_like_missing_ones(mine, visit, part, method):
    path = path_of(mine, "pao@gmail.com", "/remove").replace("/remove", part)
    if (method, part) == ("GET", "/code"):
        return
    stranger = visit.as_(people.with_password(people.person(email="la@gmail.com")))
    for theirs in (path, "/me/contacts/aaaaaaaaaaaaa" + part):
        page = stranger.open(method, theirs, data={"present": PASSWORD, "code": "12345678"} if method == "POST" else {})
        assert (page.status, page.location) == (303, "/me/contacts")
    assert len(held(mine.me)) == 2


def prove(browser, code, value="pao@gmail.com"):
    return browser.open("POST", path_of(browser, value, "/code").replace("/code", "/prove"), data={"code": code})


def test_an_address_is_verified_with_a_code(mine, at):
    page = mine.open("POST", path_of(mine, "pao@gmail.com", "/code"))
    assert page.status == 303
    asked = mine.follow(page)
    assert "pao@gmail.com" in asked.h1 and "pao@gmail.com" not in asked.soup.footer.get_text()
    assert prove(mine, "0000 0000").errors == [WRONG]
    assert prove(mine, last_code("contact_code")).location == "/me/contacts"
    kept = db.session.scalars(select(Contact).where(Contact.kind == "email")).one()
    assert kept.verified_at == at
    assert "Đã xác minh pao@gmail.com." in mine.get("accounts.contacts.mine")


def test_a_code_proves_only_the_contact_it_was_sent_to(mine):
    add(mine, "may@gmail.com")
    mine.open("POST", path_of(mine, "may@gmail.com", "/code"))
    assert prove(mine, last_code("contact_code")).errors == [WRONG]
    assert db.session.scalars(select(Contact.id).where(Contact.verified_at.is_not(None))).all() == []


def test_a_code_for_a_contact_does_not_sign_in_and_the_other_way_round(mine):
    mine.open("POST", path_of(mine, "pao@gmail.com", "/code"))
    token, code = mine.client.get_cookie("lms-code").value, last_code("contact_code")
    stranger = mine.as_(None)
    stranger.client.set_cookie("lms-code", token)
    assert stranger.post("accounts.codes.try_", {"code": code}).errors == [WRONG]
    mine.post("accounts.codes.send", {"contact": "pao@gmail.com"})
    assert prove(mine, last_code("sign_in_code")).errors == [WRONG]


def test_a_code_proves_nothing_for_another_person_in_the_same_browser(mine, visit):
    sister = people.person("Giàng Thị Sua", email="pao@gmail.com")
    mine.open("POST", path_of(mine, "pao@gmail.com", "/code"))
    hers = visit.as_(sister)
    hers.client.set_cookie("lms-code", mine.client.get_cookie("lms-code").value)
    assert prove(hers, last_code("contact_code")).errors == [WRONG]


def test_a_phone_without_a_gateway_stays_not_verified_and_works(mine):
    page = mine.get("accounts.contacts.mine")
    line = next(item for item in page.soup.select("ul.rows > li") if "0912" in item.get_text(" "))
    assert "Gửi mã" not in line.get_text(" ")
    assert "chưa xác minh được số điện thoại" in page


def test_who_lost_a_number_is_led_to_removing_it(mine):
    page = mine.get("accounts.contacts.changed")
    assert [item.get_text(" ", strip=True).split(" Số")[0] for item in page.soup.select("ul.rows .h")] == [
        "0912 345 678", "pao@gmail.com",
    ]  # fmt: skip
    remove(mine, "0912 345 678")
    assert "Hãy thêm số hoặc email mới trước" in mine.get("accounts.contacts.changed")


@pytest.mark.parametrize(
    ("endpoint", "data"),
    [
        ("accounts.learner.change_password", {"password": "một mật khẩu khác"}),
        ("accounts.learner.renew_recovery", {}),
        ("accounts.contacts.keep", {"contact": "may@gmail.com"}),
    ],
)
def test_the_present_password_is_tried_a_few_times_an_hour_and_no_more(mine, endpoint, data):
    answers = [mine.post(endpoint, {**data, "present": "sai mật khẩu"}).status for _try in range(6)]
    assert answers == [422] * 5 + [429]
    page = mine.post(endpoint, {**data, "present": PASSWORD})
    assert (page.status, page.errors) == (429, ["Bạn đã thử nhiều lần. Chờ 60 phút rồi thử lại"])
