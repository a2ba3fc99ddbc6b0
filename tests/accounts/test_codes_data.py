"""What is kept of codes: exported without a secret, erased, and removed when its time is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import jobs, personal_data
from lms.accounts.models import OneTimeCode
from lms.core.db import db, mode
from lms.core.outbox import Change
from tests.accounts.letterbox import last_code
from tests.accounts.test_codes import ask, enter
from tests.accounts.test_lost_access import with_recovery
from tests.factories import people

pytestmark = pytest.mark.usefixtures("mail")


@pytest.fixture
def pao(app):
    return people.with_password(people.person("Giàng A Páo", email="pao@gmail.com"))


def test_the_export_says_when_and_what_for_and_holds_nothing_that_opens(visit, pao, at):
    recovery = with_recovery(pao, at)
    ask(visit)
    code = last_code()
    enter(visit, code)
    data = personal_data.export(pao)
    assert data["recovery_code"] == {"made": at.isoformat()}
    assert data["codes"] == [{"purpose": "sign-in", "to": None, "made": at.isoformat(), "used": at.isoformat()}]
    row = db.session.scalars(select(OneTimeCode)).one()
    for secret in (recovery, code, code.replace(" ", ""), row.code, row.link, row.browser):
        assert secret not in str(data)


def test_erasing_takes_the_codes_too(visit, pao, at):
    ask(visit)
    with mode("write"):
        personal_data.erase(pao)
        db.session.commit()
    assert db.session.scalars(select(OneTimeCode)).all() == []
    assert enter(visit, "1234 5678").status == 422


@pytest.mark.parametrize(("minutes", "left"), [(69, 1), (71, 0)])
def test_old_codes_are_forgotten_once_no_throttle_counts_them(visit, clock, at, pao, minutes, left):
    ask(visit)
    clock.move_to(at + timedelta(minutes=minutes))
    with mode("write"):
        jobs.forget_old()
        db.session.commit()
    assert len(db.session.scalars(select(OneTimeCode)).all()) == left


@pytest.mark.parametrize("contact", ["pao@gmail.com", "nobody@gmail.com"])
def test_what_waits_for_a_letter_is_worked_off_whoever_it_is_for(visit, pao, contact):
    ask(visit, contact)
    assert len(db.session.scalars(select(Change).where(Change.kind == "accounts.code_asked")).all()) == 1
    with mode("write"):
        jobs.send_codes()
        db.session.commit()
    assert db.session.scalars(select(Change).where(Change.kind == "accounts.code_asked")).all() == []


def test_a_letter_is_not_written_for_a_code_that_has_ended(visit, clock, at, pao):
    ask(visit)
    clock.move_to(at + timedelta(minutes=11))
    with mode("write"):
        written = jobs.send_codes()
        db.session.commit()
    assert written == {"written": 0}
