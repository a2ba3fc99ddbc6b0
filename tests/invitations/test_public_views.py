"""Accepting an invitation: only with the code, only with the person's own consent."""

import pytest
from sqlalchemy import func, select

from lms.core.clock import now
from lms.core.db import db, mode
from lms.invitations.models import Invitation
from lms.people.models import Consent, Contact, Person
from lms.reach.actions import counting
from lms.reach.models import Milestone
from tests.invitations.conftest import sheet
from tests.visitor import Visitor

WRONG = "Mã này không mở được lời mời nào. Bạn xem lại trên phiếu, hoặc hỏi người đã đưa mã"


@pytest.fixture
def codes(desk):
    """The codes on paper, by name."""
    desk.invite(sheet())
    paper = desk.visit.get("invitations.coordinator.codes", list_id=desk.list_id)
    return {
        slip.select_one(".slip-name").text: slip.select_one(".slip-code").text for slip in paper.soup.select(".slip")
    }


@pytest.fixture
def guest(app, clock):
    """A visitor with a browser of their own, who is nobody yet."""
    return Visitor(app)


def filled(page, **typed):
    names = ("once", "name", "contact", "birth_year", "province", "code")
    return {**{name: page.value(name) for name in names}, "password": "ba cây nấm hương", "consent": "y", **typed}


def registered():
    """How many people count as registered, once everything is counted."""
    with mode("write"):
        while counting.count_new(at=now()):
            db.session.commit()
    return db.session.scalar(
        select(func.count(Milestone.person_id.distinct())).where(Milestone.indicator == "registered")
    )


def learners():
    return db.session.scalar(select(func.count(Consent.id)).where(Consent.way == "claim"))


def test_a_code_opens_the_sheet_with_what_was_on_the_list(codes, guest):
    page = guest.get("invitations.public.claim", code=codes["Giàng A Páo"])
    assert (page.value("name"), page.value("contact")) == ("Giàng A Páo", "0912 345 678")
    assert (page.value("birth_year"), page.value("province")) == ("2004", "12")
    assert page.soup.find(attrs={"name": "consent"}).get("checked") is None


def test_accepting_makes_a_learner_of_the_person_and_empties_the_row(codes, guest):
    page = guest.get("invitations.public.claim", code=codes["Giàng A Páo"].lower().replace("-", " "))
    answer = guest.post("invitations.public.accept", filled(page, contact="0387654321"))
    assert answer.status == 303
    row = db.session.scalars(select(Invitation).where(Invitation.row == 2)).one()
    person = db.session.get(Person, row.person_id)
    assert (row.state, row.name, row.phone, row.birth_year, row.province_code) == ("accepted", "", None, None, None)
    assert (person.name, person.birth_year, person.province_code) == ("Giàng A Páo", 2004, "12")
    assert list(db.session.scalars(select(Contact.value).where(Contact.person_id == person.id))) == ["+84387654321"]
    assert [
        (given.purpose, given.way)
        for given in db.session.scalars(select(Consent).where(Consent.person_id == person.id))
    ] == [("learning", "claim")]
    assert guest.get("home.learner.today").status == 200


def test_invited_people_do_not_count_until_they_accept(codes, guest):
    before = registered()
    assert learners() == 0
    page = guest.get("invitations.public.claim", code=codes["Lò Thị Mẩy"])
    assert registered() == before
    guest.post("invitations.public.accept", filled(page))
    assert registered() == before + 1


def test_without_consent_nobody_is_made(codes, guest):
    page = guest.get("invitations.public.claim", code=codes["Giàng A Páo"])
    typed = filled(page)
    del typed["consent"]
    answer = guest.post("invitations.public.accept", typed)
    assert (answer.status, answer.value("name")) == (422, "Giàng A Páo")
    assert learners() == 0


def test_the_same_sheet_sent_twice_is_one_person(codes, guest):
    page = guest.get("invitations.public.claim", code=codes["Giàng A Páo"])
    typed = filled(page)
    assert guest.post("invitations.public.accept", typed).status == 303
    assert guest.post("invitations.public.accept", typed).status == 303
    assert learners() == 1


def test_a_used_a_withdrawn_and_an_unknown_code_answer_the_same(codes, guest, desk):
    page = guest.get("invitations.public.claim", code=codes["Giàng A Páo"])
    guest.post("invitations.public.accept", filled(page))
    desk.do("withdraw")
    answers = {code: guest.get("invitations.public.claim", code=code) for code in (*codes.values(), "AAAA-CCCC-DDDD")}
    assert {(page.status, *page.errors) for page in answers.values()} == {(422, WRONG)}
    other = guest.post("invitations.public.accept", filled(page, once="z" * 13, name="Người khác"))
    assert (other.status, other.errors) == (422, [WRONG])
    assert learners() == 1


def test_a_phone_number_claims_nothing(codes, guest):
    for typed in ("0912345678", "+84912345678", "Giàng A Páo"):
        page = guest.get("invitations.public.claim", code=typed)
        assert (page.status, page.errors) == (422, [WRONG])
        assert "Giàng A Páo" not in page.text.replace(typed, "")


def test_many_wrong_codes_from_a_network_slow_it_down(codes, guest, clock):
    guest.careful = False
    for number in range(50):
        assert guest.get("invitations.public.claim", code=f"AAAA-CCCC-{number:04}").status == 422
    slowed = guest.get("invitations.public.claim", code=codes["Giàng A Páo"])
    assert slowed.status == 429
    assert "Giàng A Páo" not in slowed
    clock.shift(4)
    assert guest.get("invitations.public.claim", code=codes["Giàng A Páo"]).status == 200


def test_the_page_without_a_code_asks_for_one(guest):
    assert guest.get("invitations.public.claim").h1 == "Nhận lời mời"
