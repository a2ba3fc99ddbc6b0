"""What is done twice at the same moment counts once: the second one finds what the first has written."""

import pytest
from sqlalchemy import select

from lms.accounts import tokens
from lms.accounts.actions import codes as actions
from lms.accounts.models import OneTimeCode
from lms.accounts.rules.codes import CODE_FOR, Purpose
from lms.core.db import db, mode
from tests.accounts.test_lost_access import with_recovery
from tests.factories import people


@pytest.fixture
def code(app, at):
    """A living code, as two requests at once have both read it."""
    with mode("write"):
        made = actions.make(Purpose.SIGN_IN, "aaaaaaaaaaaaa", contact="c", code="k", lasts=CODE_FOR, by=None, at=at)
        db.session.commit()
    return db.session.get_one(OneTimeCode, made)


def test_of_many_tries_at_once_five_are_made(code, at):
    with mode("write"):
        assert [actions.note_try(code.id, at=at) for _try in range(7)] == [True] * 5 + [False] * 2


def test_a_code_is_spent_once(code, at):
    with mode("write"):
        assert [actions.spend(code, by=None, at=at) for _tap in range(2)] == [True, False]


def test_a_code_is_not_spent_after_its_time(code, at):
    with mode("write"):
        assert not actions.spend(code, by=None, at=at + CODE_FOR)


def test_a_recovery_code_is_spent_once(app, at):
    person = people.with_password(people.person())
    digest = tokens.digest(with_recovery(person, at))
    with mode("write"):
        assert [actions.spend_recovery(person, digest, by=person, at=at) for _tap in range(2)] == [True, False]


def test_the_same_code_is_made_once(code, at):
    with mode("write"):
        values = {"contact": "c", "code": "other", "lasts": CODE_FOR, "by": None, "at": at}
        assert actions.make(Purpose.SIGN_IN, code.public_id, **values) is None
    assert db.session.scalars(select(OneTimeCode.code)).all() == ["k"]
