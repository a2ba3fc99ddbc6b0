"""What a partner sees: visits, and people as numbers with small ones hidden."""

from datetime import date, timedelta

import pytest

from lms.core.db import db, mode
from lms.enrolment import actions
from lms.enrolment.queries import place
from lms.people import actions as roles
from lms.people.rules import RoleName
from lms.reach.queries.partner import brought
from lms.reach.rules.cells import Cell
from tests.factories import partners as make
from tests.factories import people, reach, schedule
from tests.statements import statements


@pytest.fixture
def series(app):
    return schedule.series(people.trainer(consent=False), first=date(2026, 11, 12))


@pytest.fixture
def partner(app):
    return make.partner()


def bring(link, number, *, seats=0, series=None, attend=0, at, **values):
    """So many people come by a link; some take a seat, some of those attend the first evening."""
    came = [people.person(f"Người {one}", at=at - timedelta(days=3), **values) for one in range(number)]
    for person in came:
        make.touch(link, person, at - timedelta(days=3))
    with mode("write"):
        for person in came[:seats]:
            actions.enrol(person, place(person, series.slug), way="class-page", by=person, at=at)
        db.session.commit()
    for person in came[:attend]:
        reach.decided(schedule.sessions_of(series)[0], person, at=at)
    reach.count(at=at)
    return came


def test_people_are_counted_once_on_each_rung(partner, series, at):
    link, other = make.link(partner), make.link(make.partner("TikTok Việt Nam", None))
    second = schedule.series(people.trainer(consent=False), first=date(2026, 11, 12))
    came = bring(link, 12, seats=9, series=series, attend=6, at=at)
    with mode("write"):
        for person in came[:5]:
            actions.enrol(person, place(person, second.slug), way="class-page", by=person, at=at)
        db.session.commit()
    bring(other, 8, seats=8, series=series, attend=8, at=at)
    found = brought(partner)
    assert found.rungs == {"registered": Cell(12), "enrolled": Cell(9), "attended": Cell(6), "completed": Cell(0)}
    assert found.links == {link.id: Cell(12)}
    assert found.provinces == {
        "12": {"registered": Cell(12), "enrolled": Cell(9), "attended": Cell(6), "completed": Cell(0)}
    }
    assert {month: cells["registered"] for month, cells in found.months.items()} == {"2026-11": Cell(12)}


def test_small_numbers_are_hidden_and_cannot_be_worked_out(partner, series, at):
    link, second = make.link(partner), make.link(partner)
    bring(link, 20, series=series, at=at, province_code="12")
    bring(link, 7, series=series, at=at, province_code="15")
    bring(second, 3, series=series, at=at, province_code="01")
    found = brought(partner)
    assert found.rungs["registered"] == Cell(30)
    assert {code: cells["registered"] for code, cells in found.provinces.items()} == {
        "12": Cell(20), "15": Cell(None), "01": Cell(None, True),
    }  # fmt: skip
    assert found.links == {link.id: Cell(None), second.id: Cell(None, True)}


def test_the_page_shows_numbers_and_no_name(visit, partner, series, at):
    link = make.link(partner, label="Tờ rơi")
    make.visits(link, "2026-11-23", 40)
    make.visits(link, "2026-11-26", 2)
    make.visits(link, "2026-08-30", 9)
    came = bring(link, 6, seats=5, series=series, attend=4, at=at)
    own = visit.as_(make.speaker(partner, people.person("Chẻo Láo San")))
    page = own.get("reach.partner.own")
    counts = [" ".join(tag.get_text(" ").split()) for tag in page.soup.select("dl.counts > div")]
    assert counts == ["Đã đăng ký 6", "Đã giữ chỗ 5", "Đã dự học dưới 5", "Đã hoàn thành 0"]
    assert "51 lượt mở" in page and "Số người đăng ký: 6" in page
    weeks = [tag.get_text() for tag in page.soup.select("#weeks ~ table td")]
    assert weeks == ["42", *["0"] * 11]
    assert not [person.name for person in came if person.name in page]
    assert f"/partners/links/{link.public_id}/poster.pdf" in {tag.get("href") for tag in page.soup.select("a")}
    assert not page.soup.select(f"form[action*='{link.public_id}']"), "a partner ends nothing"


def test_a_coordinator_in_scope_sees_the_same_page(visit, partner):
    page = visit.as_(people.coordinator("12")).get("reach.partner.figures", partner_id=partner.public_id)
    assert (page.status, page.h1) == (200, partner.name)
    assert visit.as_(people.coordinator("")).get("reach.partner.figures", partner_id=partner.public_id).status == 200
    assert visit.as_(people.coordinator("01")).get("reach.partner.figures", partner_id=partner.public_id).status == 404


def test_a_partner_sees_its_own_page_alone(visit, partner):
    other = make.partner("Trường nội trú")
    speaker = visit.as_(make.speaker(partner, people.person()))
    assert speaker.get("reach.partner.figures", partner_id=partner.public_id).status == 200
    assert speaker.get("reach.partner.figures", partner_id=other.public_id).status == 404
    assert speaker.get("partners.coordinator.partners").status == 403
    assert speaker.get("partners.coordinator.show", partner_id=partner.public_id).status == 404
    assert visit.as_(people.person()).get("reach.partner.own").status == 403


def test_a_role_without_an_organisation_says_whom_to_ask(visit):
    page = visit.as_(people.person(roles=(("partner", ""),))).get("reach.partner.own")
    assert "Chưa có ai ghi bạn đại diện cho tổ chức nào" in page


def test_who_no_longer_has_the_role_sees_nothing(visit, partner):
    person = make.speaker(partner, people.person())
    with mode("write"):
        roles.end_role(person, RoleName.PARTNER, by=None, at=make.BEGAN)
        db.session.commit()
    assert visit.as_(person).get("reach.partner.figures", partner_id=partner.public_id).status == 404


def test_the_page_costs_the_same_for_one_and_for_many(visit, partner, series, at):
    bring(make.link(partner), 1, series=series, at=at)
    speaker = visit.as_(make.speaker(partner, people.person()))
    with statements() as few:
        speaker.get("reach.partner.own")
    bring(make.link(partner), 12, seats=12, series=series, at=at, province_code="01")
    with statements() as many:
        speaker.get("reach.partner.own")
    assert len(few) == len(many)
