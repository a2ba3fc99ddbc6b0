"""Roles with a second person: who sees what waits, who decides, and what becomes of it."""

import pytest
from sqlalchemy import select

from lms.accounts.models import SignIn
from lms.audit.models import Entry
from lms.core.db import db
from lms.people.models import Role, RoleProposal
from tests.factories import people

NOBODY_ELSE = "Không có người thứ hai nào để quyết định"


@pytest.fixture
def caretaker(visit):
    """Who proposes."""
    return visit.as_(people.caretaker("Nguyễn Văn Thắng"))


@pytest.fixture
def second(visit):
    """A coordinator of the whole country."""
    return visit.as_(people.coordinator("", "Trần Thu Hà"))


@pytest.fixture
def may(app):
    """Whom it is about."""
    return people.person("Lò Thị Mảy")


def proposed(caretaker, person, role="coordinator", where="12"):
    page = caretaker.post("admin.caretaker.grant", {"role": role, "where": where}, person_id=person.public_id)
    assert page.status == 303
    db.session.expire_all()
    return [row.public_id for row in db.session.scalars(select(RoleProposal).order_by(RoleProposal.id))]


def roles(person):
    db.session.expire_all()
    held = db.session.scalars(select(Role).where(Role.person_id == person.id, Role.ended_at.is_(None)))
    return sorted((role.name, role.province_code) for role in held)


def test_who_decides_about_roles(visit, caretaker, second):
    assert visit.get("admin.staff.roles").status == 303
    for somebody in (people.coordinator("12"), people.trainer(), people.person()):
        assert visit.as_(somebody).get("admin.staff.roles").status == 403
    assert caretaker.get("admin.staff.roles").status == second.get("admin.staff.roles").status == 200


def test_a_coordinator_waits_for_a_second_person_who_agrees(visit, caretaker, second, may):
    there = visit.as_(may)
    [proposal] = proposed(caretaker, may)
    assert roles(may) == [] and there.get("accounts.learner.me").status == 200
    assert "Điều phối viên, Lai Châu" in caretaker.get("admin.caretaker.person", person_id=may.public_id)
    page = second.get("admin.staff.roles")
    assert "Lò Thị Mảy" in page and "Đề xuất bởi Nguyễn Văn Thắng" in page
    for _tap in range(2):
        assert second.post("admin.staff.agree", proposal_id=proposal).status == 303
    assert roles(may) == [("coordinator", "12")]
    assert "Không có gì đang chờ" in second.get("admin.staff.roles")
    assert db.session.scalars(select(SignIn.ended_at).where(SignIn.person_id == may.id)).one() is not None
    acts = db.session.scalars(select(Entry.action).where(Entry.action.startswith("people.role")).order_by(Entry.id))
    assert list(acts) == ["people.role-proposed", "people.role-agreed"]


def test_several_provinces_are_several_rows_and_the_whole_country_is_one(caretaker, second, may):
    assert len(proposed(caretaker, may, where=["12", "11"])) == 2
    assert len(proposed(caretaker, may, where=["12", "11"])) == 2
    for proposal in proposed(caretaker, may, where=["all", "14"]):
        second.post("admin.staff.agree", proposal_id=proposal)
    assert roles(may) == [("coordinator", ""), ("coordinator", "11"), ("coordinator", "12")]


def test_a_refused_role_is_not_given(caretaker, second, may):
    [proposal] = proposed(caretaker, may, role="caretaker", where=[])
    assert second.post("admin.staff.refuse", proposal_id=proposal).status == 303
    assert second.post("admin.staff.agree", proposal_id=proposal).status == 303
    assert roles(may) == []


def test_nobody_decides_about_an_own_proposal_or_role(visit, caretaker, second):
    [proposal] = proposed(caretaker, second.person, role="caretaker", where=[])
    for somebody, said in ((caretaker, "Chính bạn đã đề xuất vai trò này"), (second, "Vai trò này dành cho bạn")):
        for endpoint in ("admin.staff.agree", "admin.staff.refuse"):
            page = somebody.post(endpoint, proposal_id=proposal)
            assert page.status == 422 and said in page
        assert said in somebody.get("admin.staff.roles") or NOBODY_ELSE in somebody.get("admin.staff.roles")
    assert roles(second.person) == [("coordinator", "")]


def test_without_a_second_person_the_page_says_what_the_operator_can_do(caretaker, may):
    proposed(caretaker, may)
    page = caretaker.get("admin.staff.roles")
    assert NOBODY_ELSE in page and "flask --app wsgi people grant" in page
    people.coordinator("", "Trần Thu Hà", disabled_at=None)
    assert NOBODY_ELSE not in caretaker.get("admin.staff.roles")


def test_a_proposal_that_is_not_there(second):
    for endpoint in ("admin.staff.agree", "admin.staff.refuse"):
        assert second.post(endpoint, proposal_id="aaaaaaaaaaaaa").status == 404


def test_roles_in_force_are_listed_with_scope_and_giver(caretaker, may):
    caretaker.post("admin.caretaker.grant", {"role": "trainer"}, person_id=may.public_id)
    people.coordinator("12", "Tẩn Mẩy Lai")
    rows = [" ".join(row.get_text(" ").split()) for row in caretaker.get("admin.staff.roles").soup.select("tbody tr")]
    assert [row.split(" 2026")[0].rsplit("/", 2)[0] for row in rows] == [
        "Nguyễn Văn Thắng Quản trị viên 5", "Tẩn Mẩy Lai Điều phối viên, Lai Châu 5", "Lò Thị Mảy Giảng viên 26"
    ]  # fmt: skip
    assert rows[2].endswith("Nguyễn Văn Thắng") and rows[0].endswith("người vận hành")


@pytest.mark.parametrize("after", ["x", "-1", "٣", "9" * 30, "1"])
def test_odd_places_in_the_list_are_ignored(caretaker, after):
    assert caretaker.get("admin.staff.roles", after=after).status == 200
