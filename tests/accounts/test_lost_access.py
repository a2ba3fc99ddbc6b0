"""The ways back in for who lost a password: a recovery code, or one that staff hand out. Never for staff."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import passwords, recovery
from lms.accounts.models import Credential, SignIn
from lms.accounts.queries import sign_ins as queries
from lms.audit.models import Entry
from lms.core.db import db, mode
from tests.accounts.letterbox import letters
from tests.accounts.test_sign_up import GOOD
from tests.factories import people
from tests.factories.people import PASSWORD

PHONE, NEW = "+84912345678", "bảy cây măng đắng"
WRONG = ["Số điện thoại hoặc email và mã này chưa khớp nhau, hoặc mã đã được dùng. Xem lại cả hai rồi thử lại"]


def with_recovery(person, at):
    """The person's recovery code, as it was shown."""
    with mode("write"):
        code = recovery.renew(person, by=person, at=at)
        db.session.commit()
    return code


@pytest.fixture
def pao(app):
    made = people.person("Giàng A Páo", phone=PHONE, email="pao@gmail.com")
    return people.with_password(made)


def reset(visit, code, contact="0912 345 678", password=NEW):
    return visit.post("accounts.lost.reset", {"contact": contact, "code": code, "password": password})


def shown(page):
    """The code on a page."""
    return page.soup.select_one("main .codein").get_text("", strip=True).replace("\u200b", "")


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: "-".join(code[i : i + 4] for i in range(0, 20, 4))])
def test_a_recovery_code_sets_a_new_password_once(visit, pao, at, typed, mail):
    code, other = with_recovery(pao, at), visit.as_(pao)
    page = reset(visit, typed(code))
    assert page.status == 303 and page.location.startswith("/welcome?next=")
    assert passwords.matches(queries.password_of(pao), NEW)
    assert other.get("accounts.learner.me").status == 303
    assert [address for address, _text in letters("password_new")] == ["pao@gmail.com"]
    assert reset(visit.as_(None), code, password="một mật khẩu khác").errors == WRONG
    assert passwords.matches(queries.password_of(pao), NEW)


def test_after_a_recovery_one_is_in_with_a_new_code_to_keep(visit, pao, at):
    old = with_recovery(pao, at)
    page = visit.follow(reset(visit, old))
    new = shown(page)
    assert new.replace("-", "") != old
    assert db.session.scalars(select(SignIn.way).where(SignIn.ended_at.is_(None))).all() == ["recovery"]
    assert reset(visit.as_(None), new).status == 303


def test_the_right_code_of_another_opens_nothing(visit, pao, at):
    other = people.with_password(people.person(phone="+84987654321"))
    code = with_recovery(other, at)
    assert reset(visit, code).errors == WRONG


def test_a_family_on_one_phone_is_told_apart_by_the_code(visit, pao, at):
    sister = people.with_password(people.person("Giàng Thị Sua", phone=PHONE))
    code = with_recovery(sister, at)
    assert reset(visit, code).status == 303
    assert passwords.matches(queries.password_of(pao), PASSWORD)
    assert passwords.matches(queries.password_of(sister), NEW)


@pytest.mark.parametrize("role", ["trainer", "coordinator", "caretaker", "partner"])
def test_staff_never_come_back_with_a_recovery_code(visit, at, role):
    staff = people.with_password(people.person(phone=PHONE, roles=((role, ""),)))
    code = with_recovery(staff, at)
    assert reset(visit, code).errors == WRONG
    assert passwords.matches(queries.password_of(staff), PASSWORD)


@pytest.mark.parametrize("state", ["disabled_at", "erased_at", "merged_at"])
def test_who_may_not_sign_in_cannot_recover(visit, at, state):
    person = people.with_password(people.person(phone=PHONE))
    code = with_recovery(person, at)
    setattr(person, state, at)
    assert reset(visit, code).errors == WRONG


@pytest.mark.parametrize("contact", ["0912 345 678", "0987 654 321"])
def test_after_ten_wrong_codes_one_waits_whether_known_or_not(visit, clock, at, pao, contact):
    code = with_recovery(pao, at)
    for _number in range(10):
        assert reset(visit, "A" * 20, contact).status == 422
    page = reset(visit, "A" * 20, contact)
    assert (page.status, page.errors) == (429, ["Bạn đã thử nhiều lần. Chờ 60 phút rồi thử lại"])
    clock.move_to(at + timedelta(minutes=61))
    assert reset(visit, code, contact).status == (303 if "912" in contact else 422)


def test_wrong_codes_of_one_sibling_lock_no_other_out(visit, pao, at):
    code = with_recovery(pao, at)
    for _number in range(12):
        reset(visit, "A" * 20)
    assert reset(visit, code).status == 303


def test_whoever_forgot_the_password_may_still_recover(visit, pao, at):
    code = with_recovery(pao, at)
    for _number in range(12):
        visit.post("accounts.public.enter", {"contact": "0912345678", "password": "không nhớ nữa"})
    assert reset(visit, code).status == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"contact": ""}, "Nhập số điện thoại hoặc địa chỉ email"),
        ({"code": ""}, "Nhập mã"),
        ({"code": "A7K2"}, "Nhập đủ mã: mã khôi phục có 20 chữ và số, mã giảng viên cấp có 12"),
        ({"password": "ngắn"}, "Dùng ít nhất 8 ký tự. Ba từ ghép lại dễ nhớ hơn"),
        ({"password": "0912 345 678"}, "Hãy chọn mật khẩu khác với tên, số điện thoại hoặc email của bạn"),
    ],
)
def test_a_wrong_field_is_named_before_the_code_is_spent(visit, pao, at, typed, sentence):
    code = with_recovery(pao, at)
    page = visit.post("accounts.lost.reset", {"contact": "0912 345 678", "code": code, "password": NEW, **typed})
    assert (page.status, page.errors) == (422, [sentence])
    assert reset(visit, code).status == 303


def test_the_page_names_the_ways_in_order_and_is_linked_from_the_sign_in_page(visit):
    assert visit.get("accounts.public.sign_in").soup.select_one("main a[href='/sign-in/lost']")
    page = visit.get("accounts.lost.ways")
    assert [item.get_text(strip=True) for item in page.soup.select("main ol > li > b")] == [
        "Mã khôi phục của bạn.", "Mã gửi cho bạn.", "Giảng viên hoặc điều phối viên của bạn.", "Viết cho chúng tôi.",
    ]  # fmt: skip
    assert page.soup.select_one("main ol a[href='/sign-in/code']") is None


# --- the recovery code at sign-up ---------------------------------------------------------------------------------


def test_signing_up_shows_the_code_once_and_leads_on(visit):
    page = visit.post("accounts.public.register", GOOD)
    assert page.location.startswith("/welcome?next=")
    welcome = visit.follow(page)
    code = shown(welcome).replace("-", "")
    assert len(code) == 20 and welcome.soup.select_one("main a.btn.go")["href"] == "/today"
    kept = db.session.scalars(select(Credential)).one()
    assert len(kept.recovery) == 64 and code not in kept.recovery
    again = visit.follow(page)
    assert code not in again.html.replace("-", "") and again.soup.select_one("main .codein") is None
    assert reset(visit.as_(None), code).status == 303


def test_the_code_travels_in_a_cookie_no_script_reads_and_is_gone_after_the_page(visit):
    page = visit.post("accounts.public.register", GOOD)
    assert "recovery" not in page.location
    note = visit.client.get_cookie("lms-note")
    assert (note.http_only, note.same_site) == (True, "Lax")
    visit.follow(page)
    assert visit.client.get_cookie("lms-note") is None


def test_a_second_tap_shows_the_same_code(visit):
    typed = GOOD | {"once": visit.get("accounts.public.sign_up").value("once")}
    codes = [shown(visit.follow(visit.post("accounts.public.register", typed))) for _tap in range(2)]
    assert codes[0] == codes[1]
    assert reset(visit.as_(None), codes[0]).status == 303


def test_a_new_code_ends_the_old_one_and_is_told(visit, pao, at, mail):
    old, mine = with_recovery(pao, at), visit.as_(pao)
    assert mine.post("accounts.learner.renew_recovery", {"present": "sai mật khẩu"}).status == 422
    page = mine.post("accounts.learner.renew_recovery", {"present": PASSWORD})
    new = shown(mine.follow(page))
    assert reset(visit, old).errors == WRONG
    assert reset(visit, new).status == 303
    assert [address for address, _text in letters("recovery_made")] == ["pao@gmail.com"]


def test_the_record_names_the_deed_and_no_secret(visit, pao, at):
    reset(visit, with_recovery(pao, at))
    ours = select(Entry.action, Entry.detail).where(Entry.action.startswith("accounts."))
    acts = db.session.execute(ours.order_by(Entry.id))
    assert [tuple(row) for row in acts] == [
        ("accounts.recovery-made", {}), ("accounts.recovered", {}), ("accounts.password-changed", {}),
        ("accounts.recovery-made", {}),
    ]  # fmt: skip
