"""Becoming a learner from the page."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, insert, select

from lms.accounts import passwords
from lms.accounts.models import Credential, FailedSignIn, SignIn
from lms.accounts.queries import sign_ins
from lms.accounts.rules import sign_ins as rules
from lms.accounts.tokens import keyed
from lms.core.access import sign_path
from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.people.models import Consent, Contact, Person
from tests.conftest import AT
from tests.factories import people

GOOD = {
    "name": "Giàng A Páo",
    "contact": "0912 345 678",
    "birth_year": "2004",
    "province": "12",
    "password": "ba cây nấm hương",
    "consent": "y",
}


def onwards(visit, page):
    """Where the button below the recovery code leads, which is shown after signing up."""
    assert page.status == 303 and page.location.startswith("/welcome?next=")
    return visit.follow(page).soup.select_one("main a.btn.go")["href"]


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_signing_up_makes_a_learner_and_signs_them_in(visit, at):
    page = visit.post("accounts.public.register", GOOD)
    assert onwards(visit, page) == "/today"
    person = db.session.scalars(select(Person)).one()
    assert (person.name, person.birth_year, person.province_code) == ("Giàng A Páo", 2004, "12")
    assert (person.created_at, person.maybe_duplicate, person.language) == (at, False, "vi")
    assert [(c.kind, c.value, c.verified_at) for c in person.contacts] == [("phone", "+84912345678", None)]
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.purpose, consent.version, consent.way, consent.given_at) == ("learning", "2026-1", "sign-up", at)
    assert passwords.matches(db.session.scalars(select(Credential.password)).one(), GOOD["password"])
    assert visit.get("accounts.learner.me").status == 200


def test_the_next_page_is_the_one_that_asked(visit):
    with visit.app.test_request_context():
        next = sign_path("/classes/ban-hang?from=home")
    page = visit.post("accounts.public.register", {**GOOD, "next": next})
    assert onwards(visit, page) == "/classes/ban-hang?from=home"


def test_the_form_asks_for_what_it_needs_and_ticks_nothing(visit):
    page = visit.get("accounts.public.sign_up", province="Hà Giang")
    fields = [field["name"] for field in page.soup.select("main [name]") if field.get("type") != "hidden"]
    assert fields == ["name", "contact", "birth_year", "province", "password", "consent"]
    assert not page.soup.find(id="consent").has_attr("checked")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Nhập họ và tên của bạn"),
        ("name", "123", "Nhập họ và tên bằng chữ"),
        ("name", "ă" * 121, "Họ tên có nhiều nhất 120 ký tự. Hãy viết ngắn lại"),
        ("contact", "", "Nhập số điện thoại hoặc địa chỉ email"),
        ("contact", "0912 345 67", "Còn thiếu số. Nhập đủ 10 số, ví dụ 0912 345 678"),
        ("contact", "0168 234 5678", "Đầu số 0168 nay là 038. Nhập 0382 345 678 nếu đó là số của bạn"),
        ("contact", "pao@", "Nhập đầy đủ địa chỉ email, ví dụ pao@gmail.com"),
        ("birth_year", "04", "Nhập năm sinh bằng bốn chữ số, ví dụ 2004"),
        ("birth_year", "1900", "Nhập năm sinh từ 1926 đến 2020"),
        ("birth_year", "٢٠٠٤", "Nhập năm sinh bằng bốn chữ số, ví dụ 2004"),
        ("province", "", "Chọn tỉnh hoặc thành phố trong danh sách"),
        ("province", "Atlantis", "Chọn tỉnh hoặc thành phố trong danh sách"),
        ("password", "ngắn", "Dùng ít nhất 8 ký tự. Ba từ ghép lại dễ nhớ hơn"),
        ("password", "Mật khẩu 123", "Nhiều người dùng mật khẩu này nên rất dễ đoán. Hãy chọn mật khẩu khác"),
        ("password", "0912345678", "Hãy chọn mật khẩu khác với tên, số điện thoại hoặc email của bạn"),
        ("consent", "", "Đánh dấu đồng ý để chúng tôi được lưu thông tin của bạn"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(visit, field, typed, sentence):
    page = visit.post("accounts.public.register", {**GOOD, field: typed})
    assert page.status == 422
    assert page.soup.title.get_text().startswith("Lỗi:")
    assert page.errors == [sentence]
    assert page.soup.find(id=f"{field}-error").get_text(strip=True) == sentence
    assert page.soup.find(id=field)["aria-invalid"] == "true"
    assert page.soup.select_one(f".errors a[href='#{field}']")
    for other in {"name", "contact", "birth_year"} - {field}:
        assert page.value(other) == GOOD[other]
    if field in ("contact", "birth_year"):
        assert page.value(field) == typed
    assert (count(Person), count(Contact), count(SignIn)) == (0, 0, 0)


def test_every_wrong_field_is_named_at_once_in_the_order_of_the_page(visit):
    page = visit.post("accounts.public.register", {})
    assert [link["href"] for link in page.soup.select(".errors a")] == [
        "#name", "#contact", "#birth_year", "#province", "#password", "#consent",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("birth_year", "why", "consents"), [("2009", None, 1), ("2010", "guardian", 0), ("2011", "guardian", 0)]
)
def test_under_16_the_account_waits_for_a_guardian(visit, at, birth_year, why, consents):
    page = visit.post("accounts.public.register", {**GOOD, "birth_year": birth_year})
    assert onwards(visit, page).partition("?")[0] == ("/my-guardian" if why else "/today")
    child = db.session.scalars(select(Person)).one()
    assert (child.paused_why, child.paused_at) == (why, at if why else None)
    assert count(Consent) == consents
    assert ("people.child" if why else "people.consented") in db.session.scalars(select(Change.kind)).all()


@pytest.mark.parametrize("typed", ["Hà Giang", "ha giang", "tỉnh Tuyên Quang", "08"])
def test_old_and_new_names_lead_to_the_province_of_today(visit, typed):
    visit.post("accounts.public.register", {**GOOD, "province": typed})
    assert db.session.scalars(select(Person.province_code)).one() == "08"


@pytest.mark.parametrize("typed", ["12", "Hà Giang", "ha giang", "tỉnh Lai Châu"])
def test_the_province_of_a_referral_is_chosen_and_stays(visit, typed):
    """A name of before 2025 stands in the list itself; any other leads to the code."""
    chosen = {"ha giang": "08", "tỉnh Lai Châu": "12"}.get(typed, typed)
    assert visit.get("accounts.public.sign_up", province=typed).value("province") == chosen
    again = visit.post("accounts.public.register", {**GOOD, "name": "", "province": chosen})
    assert (again.status, again.value("province")) == (422, chosen)


def test_a_province_nobody_knows_is_not_chosen(visit):
    assert visit.get("accounts.public.sign_up", province="Atlantis").value("province") is None


def test_sign_ups_from_one_network_are_only_slowed_down_and_late(visit, clock, at):
    network = keyed("sign-ups:127.0.0.1")
    rows = [{"contact": str(n), "network": network, "at": at} for n in range(rules.SIGN_UPS - 1)]
    with mode("write"):
        db.session.execute(insert(FailedSignIn), rows)
        db.session.commit()
    assert visit.as_(None).post("accounts.public.register", GOOD).status == 303
    slow = visit.as_(None).post("accounts.public.register", {**GOOD, "name": "Giàng Thị Sua"})
    assert (slow.status, count(Person)) == (422, 1)
    assert slow.errors == ["Nhiều người đang đăng ký từ mạng này. Chờ một chút rồi bấm lại nút"]
    assert slow.value("name") == "Giàng Thị Sua"
    clock.move_to(at + rules.SIGN_UPS_PAUSE)
    assert visit.as_(None).post("accounts.public.register", {**GOOD, "name": "Giàng Thị Sua"}).status == 303


def test_sign_ups_do_not_slow_signing_in(visit):
    visit.post("accounts.public.register", GOOD)
    assert sign_ins.failures("", keyed("network:127.0.0.1"), at=AT).network_contacts == 0


def test_old_names_stand_in_the_list_among_the_new_ones(visit):
    page = visit.get("accounts.public.sign_up")
    names = [option.get_text() for option in page.soup.select("#province option")]
    assert names.index("Hà Giang (nay thuộc Tuyên Quang)") < names.index("Hà Nội") < names.index("Tuyên Quang")


@pytest.mark.parametrize("known", [0, 1, 4, 5])
def test_a_known_phone_is_answered_like_any_other(visit, known):
    for _number in range(known):
        people.person(phone="+84912345678")
    page = visit.post("accounts.public.register", GOOD)
    assert onwards(visit, page) == "/today"
    newest = db.session.scalars(select(Person).order_by(Person.id.desc()).limit(1)).one()
    assert (count(Person), newest.maybe_duplicate) == (known + 1, known > 0)


def test_the_way_to_sign_in_is_always_shown(visit):
    page = visit.post("accounts.public.register", {**GOOD, "name": ""})
    assert page.soup.select_one("main a[href='/sign-in']")


def once(visit):
    """What the page writes into its form, unlike any other page."""
    return visit.get("accounts.public.sign_up").value("once")


def test_a_second_tap_is_answered_like_the_first(visit):
    typed = GOOD | {"once": once(visit)}
    answers = [visit.post("accounts.public.register", typed) for _tap in range(2)]
    assert [onwards(visit, page) for page in answers] == ["/today"] * 2
    assert (count(Person), count(Contact), count(Credential), count(Consent)) == (1, 1, 1, 1)
    assert visit.get("accounts.learner.me").status == 200


def test_taps_at_once_are_one_person(visit):
    typed, ready = GOOD | {"once": once(visit)}, Barrier(4)
    db.session.commit()

    def tap(_number):
        ready.wait()
        return visit.app.test_client().post("/sign-up", data=typed).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(tap, range(4))) == [303] * 4
    assert (count(Person), count(Contact)) == (1, 1)


@pytest.mark.parametrize("change", [{"name": "Giàng Thị Sua"}, {"password": "bảy cây măng đắng"}, {"once": "another"}])
def test_another_sheet_is_another_person(visit, change):
    """On a shared phone the page may come back from memory: what is typed into it decides."""
    typed = GOOD | {"once": once(visit)}
    for data in (typed, typed | change):
        assert visit.post("accounts.public.register", data).status == 303
    assert count(Person) == 2
