"""Accounts on a real database: nothing slow under the lock, nothing kept for ever."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from lms.accounts import jobs, passwords
from lms.accounts.actions import sign_ins as actions
from lms.accounts.models import FailedSignIn, SignIn
from lms.accounts.queries import sign_ins as queries
from lms.core.db import db, mode
from lms.people.models import Person
from lms.people.rules import BirthYearUnlikely
from tests.accounts.test_sign_up import GOOD
from tests.factories import people

VALUES = {
    "name": "Giàng A Páo",
    "contact": ("phone", "+84912345678"),
    "birth_year": 2004,
    "province_code": "12",
    "password": "scrambled",
}


@pytest.mark.parametrize("path", ["/sign-up", "/sign-in", "/me/password"])
def test_no_lock_is_held_while_a_password_is_scrambled_or_checked(visit, monkeypatch, path):
    person = people.with_password(people.person(phone="+84987654321"))
    modes = []

    def watching(real):
        def watch(self, *args, **values):
            modes.append(db.session.connection().info["mode"])
            return real(self, *args, **values)

        return watch

    monkeypatch.setattr(PasswordHasher, "hash", watching(PasswordHasher.hash))
    monkeypatch.setattr(PasswordHasher, "verify", watching(PasswordHasher.verify))
    sent = {
        "/sign-up": GOOD,
        "/sign-in": {"contact": "0987654321", "password": people.PASSWORD},
        "/me/password": {"present": people.PASSWORD, "password": "một mật khẩu khác"},
    }
    browser = visit.as_(person) if path.startswith("/me") else visit
    assert browser.open("POST", path, data=sent[path]).status == 303
    assert modes and set(modes) == {"late"}


def test_registering_checks_the_rules_again(app, at):
    with mode("write"), pytest.raises(BirthYearUnlikely):
        actions.register(**{**VALUES, "birth_year": 2022}, by=None, at=at)
    assert db.session.scalars(select(Person)).all() == []


def test_registering_belongs_to_the_transaction_of_its_caller(app, at):
    with mode("write"):
        person = actions.register(**VALUES, way="class-page", by=None, at=at)
        assert (person.id is not None, queries.password_of(person)) == (True, "scrambled")
        db.session.rollback()
    assert db.session.scalars(select(Person)).all() == []


def test_what_is_past_its_time_is_forgotten(app, clock, at):
    person = people.person()
    with mode("write"):
        for hours in (1, 25):
            db.session.add(FailedSignIn(contact="c", network="n", at=at - timedelta(hours=hours)))
        for days in (1, 91):
            moment = at - timedelta(days=days)
            times = {"began_at": moment, "seen_at": moment, "expires_at": moment, "idle_seconds": 60}
            db.session.add(SignIn(token=f"t{days}", person_id=person.id, device="", **times))
        db.session.commit()
        jobs.forget_old()
        db.session.commit()
    assert len(db.session.scalars(select(FailedSignIn)).all()) == 1
    assert db.session.scalars(select(SignIn.token)).all() == ["t1"]


@pytest.mark.parametrize("kept", ["", "plain", "$argon2id$v=19$m=8,t=1,p=1$broken"])
def test_a_kept_password_that_cannot_be_read_fits_nothing(kept):
    assert passwords.matches(kept, "plain") is False


def test_a_password_is_kept_with_the_settings_of_the_house():
    kept = passwords.scramble("ba cây nấm hương")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches(kept, "ba cây nấm hương") and not passwords.matches(kept, "ba cây nấm")
    assert not passwords.stale(kept) and passwords.nobodys() == passwords.nobodys()
