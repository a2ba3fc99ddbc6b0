"""A guardian's data leaves with the child's, and moves with it."""

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.guardians import personal_data
from lms.guardians.models import Guardianship, WrongGuardianCode
from tests.guardians.family import Guardian, sign_up


@pytest.fixture
def other(visit, at):
    """The same child, signed up a second time."""
    return sign_up("Giàng A Páo", at=at)


def snapshot():
    columns = list(Guardianship.__table__.columns)
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(Guardianship.id))]


def test_everything_of_the_guardian_is_told(guardian, child, at):
    assert personal_data.export(child) == {}
    guardian.consents()
    told = personal_data.export(child)
    assert told["guardian"] == {"name": "Sùng Thị Mỷ", "relation": "mother", "phone": "+84987654321"}
    assert (told["guardian_consented"], told["guardian_withdrew"]) == (at.isoformat(), None)
    assert "argon2" not in str(told)


def test_everything_of_the_guardian_goes(guardian, child):
    guardian.consents()
    guardian.borrows_a_phone().sends("enter", code="000000")
    with mode("write"):
        for _time in range(2):
            personal_data.erase(child)
        db.session.commit()
    assert db.session.scalars(select(Guardianship)).all() == db.session.scalars(select(WrongGuardianCode)).all() == []
    assert guardian.opens().status == 404


@pytest.mark.parametrize("both", [False, True])
def test_the_guardian_moves_along_and_exactly_back(guardian, child, other, visit, both):
    guardian.consents()
    if both:
        Guardian(visit, other).consents(name="Sùng Mỷ")
    before = snapshot()
    with mode("write"):
        undo = personal_data.move(child, other)
        assert personal_data.export(other)["guardian"]["name"] == ("Sùng Mỷ" if both else "Sùng Thị Mỷ")
        assert personal_data.export(child) == ({} if not both else personal_data.export(child))
        personal_data.move_back(undo, child, other)
        db.session.commit()
    assert snapshot() == before
