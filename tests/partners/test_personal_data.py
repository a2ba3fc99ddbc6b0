"""What partners keep of a person goes with them."""

from sqlalchemy import select

from lms.core.db import db, mode
from lms.partners import personal_data
from lms.partners.models import PartnerMember
from tests.factories import partners as make
from tests.factories import people


def speaks(person):
    return db.session.scalar(select(PartnerMember.partner_id).where(PartnerMember.person_id == person.id))


def test_one_sees_for_whom_one_speaks_and_an_erased_person_speaks_for_nobody(app):
    partner = make.partner()
    person = make.speaker(partner, people.person())
    assert personal_data.export(person) == {
        "speaks_for": [{"partner": "Tỉnh Đoàn Lai Châu", "since": "2026-09-01T02:00:00+00:00"}]
    }
    with mode("write"):
        personal_data.erase(person)
        db.session.commit()
    assert personal_data.export(person) == {"speaks_for": []}


def test_it_moves_and_comes_back_but_takes_nobody_s_place(app):
    one, two = make.partner(), make.partner("Trường nội trú")
    source, target = make.speaker(one, people.person()), people.person("Lò Thị Mảy")
    with mode("write"):
        undo = personal_data.move(source, target)
        assert (speaks(source), speaks(target)) == (None, one.id)
        personal_data.move_back(undo, source, target)
        assert (speaks(source), speaks(target)) == (one.id, None)
        db.session.commit()
    make.speaker(two, target)
    with mode("write"):
        undo = personal_data.move(source, target)
        assert (undo, speaks(source), speaks(target)) == ({}, one.id, two.id)
        personal_data.move_back(undo, source, target)
        assert (speaks(source), speaks(target)) == (one.id, two.id)
