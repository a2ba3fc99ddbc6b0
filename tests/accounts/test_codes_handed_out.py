"""A code that a trainer or coordinator reads out: for a learner of theirs, once, for a day, and only a password."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import passwords
from lms.accounts.models import OneTimeCode, SignIn
from lms.accounts.queries import sign_ins as queries
from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.people import actions as persons
from lms.people.rules import RoleName
from tests.accounts.letterbox import letters
from tests.accounts.test_lost_access import NEW, PHONE, WRONG, reset, shown
from tests.factories import enrolment, people, schedule
from tests.factories.people import PASSWORD


@pytest.fixture
def pao(app):
    return people.with_password(people.person("Giàng A Páo", phone=PHONE, email="pao@gmail.com", province_code="12"))


@pytest.fixture
def trainer(visit, pao):
    """The trainer of a class that Páo is in, at their desk."""
    person = people.trainer("Đặng Thị Hòa")
    series = schedule.series(person)
    enrolment.enrol(pao, series)
    browser = visit.as_(person)
    browser.me, browser.evening = person, schedule.sessions_of(series)[0].public_id
    return browser


def hand_out(browser, person, **data):
    return browser.post("accounts.staff.hand_out", data, person_id=person.public_id)


def test_the_page_says_what_will_happen_and_makes_nothing(trainer, pao):
    page = trainer.get("accounts.staff.code", person_id=pao.public_id)
    assert page.h1 == "Giúp Giàng A Páo đăng nhập"
    assert "trong 24 giờ" in page
    assert db.session.scalars(select(OneTimeCode)).all() == []


def test_the_code_sets_a_new_password_and_nothing_else(trainer, visit, pao):
    code = shown(hand_out(trainer, pao))
    assert len(code.replace("-", "")) == 12
    page = reset(visit, code)
    assert page.location == "/sign-in"
    assert "Hãy đăng nhập bằng mật khẩu này" in visit.follow(page)
    assert passwords.matches(queries.password_of(pao), NEW)
    assert visit.get("accounts.learner.me").status == 303
    assert reset(visit, code).errors == WRONG


def test_it_ends_every_sign_in_of_the_owner(trainer, visit, pao):
    phone = visit.as_(pao)
    reset(visit, shown(hand_out(trainer, pao)))
    assert phone.get("accounts.learner.me").status == 303
    ended = select(SignIn.ended_at.is_not(None)).where(SignIn.person_id == pao.id)
    assert db.session.scalars(ended).all() == [True]


@pytest.mark.parametrize(("hours", "status"), [(23, 303), (24, 422)])
def test_it_works_for_a_day(trainer, visit, clock, at, pao, hours, status):
    code = shown(hand_out(trainer, pao))
    clock.move_to(at + timedelta(hours=hours))
    assert reset(visit, code).status == status


def test_another_code_ends_the_one_before(trainer, visit, pao):
    first, second = shown(hand_out(trainer, pao)), shown(hand_out(trainer, pao))
    assert reset(visit, first).errors == WRONG
    assert reset(visit, second).status == 303


def test_a_second_tap_shows_the_same_code_and_is_noted_once(trainer, visit, pao, mail):
    once = trainer.get("accounts.staff.code", person_id=pao.public_id).value("once")
    codes = [shown(hand_out(trainer, pao, once=once)) for _tap in range(2)]
    assert codes[0] == codes[1]
    assert len(letters("code_handed_out")) == 1
    assert reset(visit, codes[0]).status == 303


def test_the_deed_is_recorded_and_every_address_of_the_owner_is_told(trainer, pao, at, mail):
    with mode("write"):
        persons.add_contact(pao, "email", "nha@gmail.com", by=pao, at=at)
        db.session.commit()
    page = hand_out(trainer, pao)
    entry = db.session.scalars(select(Entry).where(Entry.action == "accounts.code-handed-out")).one()
    assert (entry.actor_id, entry.subject_id) == (trainer.me.id, pao.id)
    told = letters("code_handed_out")
    assert [address for address, _text in told] == ["pao@gmail.com", "nha@gmail.com"]
    code = shown(page)
    assert not any(code in text or code.replace("-", "") in text for _address, text in told)
    kept = db.session.scalars(select(OneTimeCode)).one()
    assert code.replace("-", "") not in (kept.code, kept.contact, kept.public_id)


def test_it_does_not_sign_in_and_no_other_code_sets_a_password(trainer, visit, pao, mail):
    code = shown(hand_out(trainer, pao)).replace("-", "")
    visit.post("accounts.codes.send", {"contact": "pao@gmail.com"})
    assert visit.post("accounts.codes.try_", {"code": code}).status == 422
    digits = "".join(sign for sign in letters("sign_in_code")[0][1] if sign.isdigit())[:8]
    assert reset(visit, digits.ljust(12, "A")).errors == WRONG


def test_ids_of_staff_of_strangers_and_of_nobody_look_alike(trainer, visit, pao):
    stranger = people.person("Người Lạ")
    colleague = people.trainer("Nguyễn Văn Tùng")
    enrolment.enrol(colleague, schedule.series(trainer.me))
    pages = [trainer.get("accounts.staff.code", person_id=number) for number in (
        stranger.public_id, colleague.public_id, trainer.me.public_id, "aaaaaaaaaaaaa",
    )]  # fmt: skip
    assert [page.status for page in pages] == [404] * 4
    assert len({page.text for page in pages}) == 1
    assert [hand_out(trainer, person).status for person in (stranger, colleague, trainer.me)] == [404] * 3


@pytest.mark.parametrize(("scope", "status"), [("12", 200), ("", 200), ("01", 404)])
def test_a_coordinator_helps_in_their_scope(visit, pao, scope, status):
    browser = visit.as_(people.coordinator(scope))
    assert hand_out(browser, pao).status == status


def test_who_becomes_staff_cannot_use_the_code_any_more(trainer, visit, pao, at):
    code = shown(hand_out(trainer, pao))
    with mode("write"):
        persons.grant(pao, RoleName.TRAINER, by=None, at=at)
        db.session.commit()
    assert reset(visit, code).errors == WRONG
    assert passwords.matches(queries.password_of(pao), PASSWORD)


def test_the_roll_leads_there(trainer, pao):
    page = trainer.get("attendance.trainer.correct", session_id=trainer.evening, person_id=pao.public_id)
    assert page.soup.select_one(f"main a[href='/people/{pao.public_id}/code']")


def test_the_roll_leads_nowhere_for_who_may_not_be_helped(trainer, pao, at):
    pao.disabled_at = at
    page = trainer.get("attendance.trainer.correct", session_id=trainer.evening, person_id=pao.public_id)
    assert page.status == 200 and page.soup.select_one("main a[href$='/code']") is None
