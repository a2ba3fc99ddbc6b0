"""Staff need a second factor, whichever way they come; the codes of an authenticator app."""

from datetime import timedelta

import pytest
from flask import redirect
from sqlalchemy import func, select

from lms.accounts import gate, passwords, totp
from lms.accounts.actions import factors as actions
from lms.accounts.actions import sign_ins
from lms.accounts.models import Authenticator, Ceremony, SignIn
from lms.accounts.rules import factors as rules
from lms.core.access import sign_path
from lms.core.db import db
from lms.notifications.models import Letter
from tests.factories import people
from tests.factories.people import PASSWORD, app_code

PHONE = "+84912345678"
SECOND = "/sign-in/second"
WRONG = "Đây không phải mã ứng dụng đang hiện. Chờ mã kế tiếp rồi nhập sáu chữ số"
AGAIN = "Bạn để quá lâu hoặc đã thử quá nhiều lần. Hãy đăng nhập lại"


def first_step(visit, **more):
    return visit.post("accounts.public.enter", {"contact": "0912345678", "password": PASSWORD, **more})


def second_step(visit, code):
    return visit.post("accounts.factors.enter_code", {"code": code})


def sign_in_ways():
    return db.session.scalars(select(SignIn.way).order_by(SignIn.id)).all()


def is_in(visit):
    return visit.get("accounts.learner.me").status == 200


@pytest.fixture
def staff(app):
    return people.with_app(people.with_password(people.trainer(phone=PHONE, email="tung@gmail.com")))


@pytest.fixture
def new_staff(app):
    """Somebody with a role and no factor yet."""
    return people.with_password(people.trainer(phone=PHONE, email="tung@gmail.com"))


def test_the_password_alone_opens_nothing(visit, staff):
    page = first_step(visit)
    assert (page.status, page.location) == (303, SECOND)
    assert visit.client.get_cookie(gate.cookie_name()) is None
    assert not is_in(visit)
    assert sign_in_ways() == []


def test_the_password_and_the_code_sign_in_and_lead_on(visit, staff, at, app):
    with app.test_request_context():
        next = sign_path("/me/password")
    first_step(visit, next=next)
    assert second_step(visit, app_code(at)).location == "/me/password"
    assert is_in(visit)
    assert sign_in_ways() == ["second"]


def test_a_learner_needs_no_second_factor(visit):
    people.with_password(people.person(phone=PHONE))
    assert first_step(visit).location == "/today"


@pytest.mark.parametrize("role", ["trainer", "coordinator", "partner", "caretaker"])
@pytest.mark.parametrize("way", ["password", "code", "sign-up", "recovery", "demo", "claim", ""])
def test_no_other_way_lets_staff_in(app, clock, monkeypatch, role, way):
    monkeypatch.setitem(app.config, "DEMO", False)
    person = people.person(roles=((role, ""),))
    with app.test_request_context("/", method="POST"):
        answer = gate.let_in(redirect("/teach", 303), person, way=way)
        db.session.commit()
    assert answer.location == SECOND
    assert [cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")] == ["lms-second"]
    assert sign_in_ways() == []
    assert db.session.scalars(select(Ceremony.onwards)).one() == "/teach"


@pytest.mark.parametrize("way", ["passkey", "second", "demo"])
def test_these_ways_are_two_factors(app, clock, way):
    with app.test_request_context("/", method="POST"):
        assert gate.let_in(redirect("/teach", 303), people.trainer(), way=way).location == "/teach"
        db.session.commit()
    assert sign_in_ways() == [way]


def test_the_demonstrations_way_counts_only_there(visit, monkeypatch):
    trainer = people.trainer(demo=True)
    visit.post("accounts.public.demo_enter", part="trainer")
    assert is_in(visit)
    monkeypatch.setitem(visit.app.config, "DEMO", False)
    assert not is_in(visit)
    assert trainer.roles_now


def test_a_sign_in_with_one_factor_ends_when_a_role_comes(visit):
    learner = people.with_password(people.person(phone=PHONE))
    first_step(visit)
    assert is_in(visit)
    from lms.people import actions as persons  # the room's own way, without the sign-out that follows it in admin

    persons.grant(learner, people.RoleName.TRAINER, by=None, at=people.JOINED)
    assert not is_in(visit)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_is_taken_a_step_around_now(visit, staff, at, steps):
    first_step(visit)
    assert second_step(visit, app_code(at + steps * timedelta(seconds=30))).status == 303


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_further_away_is_not(visit, staff, at, steps):
    first_step(visit)
    page = second_step(visit, app_code(at + steps * timedelta(seconds=30)))
    assert (page.status, page.errors) == (422, [WRONG])
    assert not is_in(visit)


def test_no_code_opens_twice_nor_one_before_it(visit, staff, at):
    first_step(visit)
    second_step(visit, app_code(at))
    other = visit.as_(None)
    first_step(other)
    for moment in (at, at - timedelta(seconds=30)):
        assert second_step(other, app_code(moment)).errors == [WRONG]
    assert second_step(other, app_code(at + timedelta(seconds=30))).status == 303


def test_spaces_are_for_the_eye(visit, staff, at):
    first_step(visit)
    code = app_code(at)
    assert second_step(visit, f" {code[:3]} {code[3:]} ").status == 303


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34"])
def test_what_is_no_code_is_said_and_not_counted(visit, staff, typed):
    first_step(visit)
    assert second_step(visit, typed).errors == ["Nhập sáu chữ số mà ứng dụng đang hiện"]
    assert db.session.scalars(select(Ceremony.tries)).one() == 0


def test_five_wrong_codes_end_half_a_sign_in(visit, staff, at):
    first_step(visit)
    for _time in range(5):
        assert second_step(visit, "000000").status == 422
    page = second_step(visit, app_code(at))
    assert page.location == "/sign-in"
    assert AGAIN in visit.follow(page)
    assert not is_in(visit)


def test_ten_wrong_codes_an_hour_close_the_second_step(visit, staff, at, clock):
    for _sign_in in range(2):
        first_step(visit)
        for _time in range(5):
            second_step(visit, "000000")
    first_step(visit)
    page = second_step(visit, app_code(at))
    assert (page.status, page.errors) == (429, ["Bạn đã thử nhiều lần. Chờ 60 phút rồi thử lại"])
    clock.move_to(at + timedelta(minutes=61))
    first_step(visit)
    assert second_step(visit, app_code(at + timedelta(minutes=61))).status == 303


def test_half_a_sign_in_ends_after_ten_minutes(visit, staff, at, clock):
    first_step(visit)
    clock.move_to(at + timedelta(minutes=10))
    assert second_step(visit, app_code(at + timedelta(minutes=10))).location == "/sign-in"
    assert visit.get("accounts.factors.second").location == "/sign-in"


def test_half_a_sign_in_is_used_once_and_belongs_to_its_browser(visit, staff, at, clock):
    first_step(visit)
    half = visit.client.get_cookie("lms-second")
    assert (half.http_only, half.same_site, half.path) == (True, "Strict", "/")
    stranger = visit.as_(None)
    assert second_step(stranger, app_code(at)).location == "/sign-in"
    second_step(visit, app_code(at))
    stranger.client.set_cookie("lms-second", half.value)
    clock.move_to(at + timedelta(minutes=1))
    assert second_step(stranger, app_code(at + timedelta(minutes=1))).location == "/sign-in"
    assert not is_in(stranger)


@pytest.mark.parametrize("purpose", ["passkey-in", "passkey-new", "app-new"])
def test_what_was_begun_for_one_thing_is_worth_nothing_for_another(visit, staff, at, purpose):
    first_step(visit)
    half = visit.client.get_cookie("lms-second")
    row = db.session.scalars(select(Ceremony)).one()
    row.purpose = purpose
    db.session.commit()
    visit.client.set_cookie("lms-second", half.value)
    assert second_step(visit, app_code(at)).location == "/sign-in"


def test_a_new_password_ends_what_is_half_way(visit, staff, at):
    first_step(visit)
    sign_ins.change_password(staff, passwords.scramble("mật khẩu hoàn toàn mới"), by=staff, at=at)
    assert second_step(visit, app_code(at)).location == "/sign-in"


@pytest.mark.parametrize("state", ["disabled_at", "merged_at", "erased_at"])
def test_who_is_gone_meanwhile_stays_out(visit, staff, at, state):
    first_step(visit)
    setattr(staff, state, at)
    assert second_step(visit, app_code(at)).location == "/sign-in"


def test_without_a_first_step_there_is_no_second(visit):
    assert visit.get("accounts.factors.second").location == "/sign-in"
    for endpoint in ("enter_code", "set_up"):
        assert visit.post(f"accounts.factors.{endpoint}", {"code": "123456"}).location == "/sign-in"
    for endpoint in ("second_challenge", "enter_passkey"):
        assert visit.post(f"accounts.factors.{endpoint}").status == 422


def shown_secret(page):
    return page.soup.find(translate="no").get_text().replace(" ", "")


def test_who_has_none_sets_the_app_up_and_is_in(visit, new_staff, at):
    page = visit.follow(first_step(visit))
    assert page.h1 == "Thiết lập bước hai"
    secret = shown_secret(page)
    assert shown_secret(visit.get("accounts.factors.second")) == secret, "the same on every look"
    code = totp.code_at(secret, totp.step_of(at))
    assert visit.post("accounts.factors.set_up", {"code": "000000"}).errors == [WRONG]
    assert visit.post("accounts.factors.set_up", {"code": code}).location == "/today"
    assert is_in(visit)
    kept = db.session.scalars(select(Authenticator)).one()
    assert secret not in kept.secret
    letter = db.session.scalars(select(Letter)).one()
    assert letter.address == "tung@gmail.com"
    assert letter.subject == "Tài khoản của bạn có thêm một cách xác nhận đăng nhập"
    assert secret not in letter.text
    other = visit.as_(None)
    first_step(other)
    assert second_step(other, code).errors == [WRONG], "the code that proved the app opens nothing again"


def test_who_has_one_cannot_set_another_up_with_the_password_alone(visit, staff, at):
    page = visit.follow(first_step(visit))
    assert page.soup.find(translate="no") is None
    half = db.session.scalars(select(Ceremony)).one()
    from lms.accounts.ceremonies import Ceremony as Half

    with visit.app.test_request_context():
        token = visit.client.get_cookie("lms-second").value
        secret = Half(half.id, "second", staff, None, None, token).secret
    code = totp.code_at(secret, totp.step_of(at))
    assert visit.post("accounts.factors.set_up", {"code": code}).status == 422
    assert not is_in(visit)


def test_forgotten_factors_end_the_sign_ins_and_are_set_up_anew(visit, staff, at):
    caretaker = people.caretaker()
    first_step(visit)
    second_step(visit, app_code(at))
    assert actions.forget(staff, by=caretaker, at=at) == 1
    db.session.commit()
    assert not is_in(visit)
    assert db.session.scalar(select(func.count()).select_from(Authenticator)) == 0
    assert visit.follow(first_step(visit)).h1 == "Thiết lập bước hai"
    assert actions.forget(staff, by=caretaker, at=at) == 0


def test_staff_keep_one_factor_at_least(visit, staff, at):
    first_step(visit)
    second_step(visit, app_code(at))
    page = visit.post("accounts.factors.remove_app")
    assert (page.status, page.soup.find(role="alert").get_text(strip=True)) == (
        422, "Vai trò của bạn cần có bước hai. Hãy thêm một cách khác trước, rồi mới gỡ cách này"
    )  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(Authenticator)) == 1


@pytest.mark.parametrize(("roles", "left", "refused"), [(True, 0, True), (True, 1, False), (False, 0, False)])
def test_when_a_factor_may_go(roles, left, refused):
    if refused:
        with pytest.raises(rules.LastFactor):
            rules.check_removal(left, is_staff=roles)
    else:
        rules.check_removal(left, is_staff=roles)
