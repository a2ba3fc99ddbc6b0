"""Coordinators enter partners, make links and say who speaks for them, inside their scope."""

import pytest
from sqlalchemy import select

from lms.accounts.models import SignIn
from lms.audit.models import Entry
from lms.core.db import db
from lms.partners.models import Partner, PartnerLink, PartnerMember
from lms.people.models import Role
from tests.factories import partners as make
from tests.factories import people, schedule

TYPED = {
    "name": "Tỉnh Đoàn Lai Châu",
    "kind": "social",
    "province": "12",
    "website": "laichau.gov.vn",
    "once": "a" * 13,
}
LINK = {"label": "Tờ rơi chợ Mường Hum", "use": "poster", "leads_to": "", "province": "12", "once": "b" * 13}


@pytest.fixture
def desk(visit):
    """A coordinator of Lai Châu."""
    return visit.as_(people.coordinator("12", "Lường Văn Thắng"))


def all_of(model):
    db.session.rollback()
    return list(db.session.scalars(select(model)))


def acts():
    ours = select(Entry.action).where(Entry.action.startswith("partners."))
    db.session.rollback()
    return list(db.session.scalars(ours.order_by(Entry.id)))


def test_a_partner_is_entered_once_however_often_the_sheet_is_sent(desk):
    answer = desk.post("partners.coordinator.create", TYPED)
    assert desk.post("partners.coordinator.create", TYPED).location == answer.location
    (partner,) = all_of(Partner)
    assert (partner.name, partner.kind, partner.province_code) == ("Tỉnh Đoàn Lai Châu", "social", "12")
    assert partner.website == "https://laichau.gov.vn"
    assert desk.follow(answer).h1 == "Tỉnh Đoàn Lai Châu"
    assert acts() == ["partners.created"]


def test_one_coordinators_sheet_never_answers_with_anothers_partner(desk, visit):
    desk.post("partners.coordinator.create", TYPED)
    other = visit.as_(people.coordinator("12"))
    other.post("partners.coordinator.create", {**TYPED, "name": "Trường nội trú"})
    assert sorted(row.name for row in all_of(Partner)) == ["Trường nội trú", "Tỉnh Đoàn Lai Châu"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Nhập tên tổ chức"),
        ({"name": "a" * 161}, "Viết nhiều nhất 160 ký tự"),
        ({"kind": "bank"}, "Chọn loại tổ chức"),
        ({"province": "01"}, "Chọn một tỉnh, thành phố trong danh sách"),
        ({"province": ""}, "Chọn một tỉnh, thành phố trong danh sách"),
        ({"website": "javascript:alert(1)"}, "Nhập địa chỉ trang web như trên trình duyệt"),
    ],
)
def test_a_sheet_that_cannot_be_kept_says_why(desk, typed, said):
    page = desk.post("partners.coordinator.create", {**TYPED, **typed})
    assert page.status == 422
    (error,) = page.errors
    assert error.startswith(said)
    assert page.value("website") == {**TYPED, **typed}["website"]
    assert all_of(Partner) == []


def test_only_a_national_coordinator_enters_one_for_the_whole_country(visit):
    national = visit.as_(people.coordinator(""))
    page = national.follow(national.post("partners.coordinator.create", {**TYPED, "province": ""}))
    assert "Cả nước" in page


def test_the_list_is_cut_to_the_scope_and_searched_without_tones(desk, visit):
    make.partner("Tỉnh Đoàn Lai Châu")
    make.partner("Sở Công Thương Hà Nội", "01")
    make.partner("TikTok Việt Nam", None, kind="platform")
    ended = make.partner("Hội Nông dân", ended_at=make.BEGAN)
    names = [tag.get_text() for tag in desk.get("partners.coordinator.partners").soup.select("tbody th")]
    assert names == ["Tỉnh Đoàn Lai Châu", ended.name]
    national = visit.as_(people.coordinator(""))
    assert len(national.get("partners.coordinator.partners").soup.select("tbody tr")) == 4
    found = national.get("partners.coordinator.partners", q="cong THUONG").soup.select("tbody th")
    assert [tag.get_text() for tag in found] == ["Sở Công Thương Hà Nội"]
    assert "Không có đối tác nào mang tên này." in national.get("partners.coordinator.partners", q="%")


def test_another_province_s_partner_is_not_there(desk):
    elsewhere = make.partner("Sở Công Thương Hà Nội", "01")
    link = make.link(elsewhere, province_code="12")
    for endpoint in ("show", "edit", "speakers"):
        assert desk.get(f"partners.coordinator.{endpoint}", partner_id=elsewhere.public_id).status == 404
    assert desk.get("enrolment.partners.new_link", partner_id=elsewhere.public_id).status == 404
    assert desk.post("partners.coordinator.end_link", link_id=link.public_id).status == 404
    assert desk.get("enrolment.partners.print_poster", link_id=link.public_id).status == 404


def test_a_partner_is_changed_ended_and_taken_up_again(desk):
    partner = make.partner(website="https://cu.vn")
    link = make.link(partner)
    number = partner.public_id
    page = desk.get("partners.coordinator.edit", partner_id=number)
    assert (page.value("kind"), page.value("province"), page.value("website")) == ("social", "12", "https://cu.vn")
    desk.post("partners.coordinator.change", {**TYPED, "name": "Đoàn tỉnh", "website": ""}, partner_id=number)
    assert [(row.name, row.website) for row in all_of(Partner)] == [("Đoàn tỉnh", None)]
    for _twice in range(2):
        desk.post("partners.coordinator.end", partner_id=number)
    page = desk.get("partners.coordinator.show", partner_id=number)
    assert "Hợp tác đã dừng ngày 26/11/2026" in page
    assert not page.soup.select(f"a[href*='{link.public_id}']"), "no poster of a link that leads nowhere"
    assert desk.post("enrolment.partners.add_link", LINK, partner_id=number).errors == [
        "Hợp tác này đã dừng. Hãy nối lại trước"
    ]
    for _twice in range(2):
        desk.post("partners.coordinator.resume", partner_id=number)
    assert acts() == ["partners.updated", "partners.ended", "partners.resumed"]


def test_a_link_is_made_for_a_class_that_still_meets(desk):
    partner, series = make.partner(), schedule.series(people.trainer())
    for _twice in range(2):
        answer = desk.post(
            "enrolment.partners.add_link", {**LINK, "leads_to": series.slug}, partner_id=partner.public_id
        )
    (link,) = all_of(PartnerLink)
    assert (link.label, link.use, link.class_slug, link.province_code) == (LINK["label"], "poster", series.slug, "12")
    page = desk.follow(answer)
    assert f"/r/{link.code}" in page and "0 lượt mở" in page
    assert len(link.code) == 6
    refused = desk.post("enrolment.partners.add_link", {**LINK, "leads_to": "khong-co"}, partner_id=partner.public_id)
    assert (refused.status, refused.errors) == (422, ["Chọn một lớp trong danh sách"])
    assert acts() == ["partners.link-added"]


def test_an_ended_link_cannot_be_printed_from_the_page(desk):
    partner = make.partner()
    link = make.link(partner)
    for _twice in range(2):
        desk.post("partners.coordinator.end_link", link_id=link.public_id)
    page = desk.get("partners.coordinator.show", partner_id=partner.public_id)
    assert "Kết thúc" in page and not page.soup.select(f"a[href*='{link.public_id}']")
    assert acts() == ["partners.link-ended"]


def test_somebody_in_scope_speaks_for_the_partner_and_signs_in_again(desk, visit):
    partner, person = make.partner(), people.person("Chẻo Láo San")
    visit.as_(person)
    found = desk.get("partners.coordinator.speakers", partner_id=partner.public_id, q="cheo lao")
    assert found.soup.select_one("main form[method=post] input[name=person]")["value"] == person.public_id
    for _twice in range(2):
        answer = desk.post(
            "partners.coordinator.add_speaker", {"person": person.public_id}, partner_id=partner.public_id
        )
    assert "Chẻo Láo San" in desk.follow(answer)
    assert [(row.name, row.ended_at) for row in all_of(Role) if row.person_id == person.id] == [("partner", None)]
    assert [row.ended_at is not None for row in all_of(SignIn) if row.person_id == person.id] == [True]
    for _twice in range(2):
        desk.post("partners.coordinator.end_speaker", {"person": person.public_id}, partner_id=partner.public_id)
    assert all_of(PartnerMember) == []
    assert [row.ended_at is not None for row in all_of(Role) if row.person_id == person.id] == [True]
    assert acts() == ["partners.member-added", "partners.member-ended"]


def test_nobody_out_of_scope_nor_oneself_nor_another_partner_s_speaks_for_it(desk, visit):
    partner, other = make.partner(), make.partner("Trường nội trú")
    stranger = people.person("Nguyễn Thị Lan", province_code="01")
    taken = make.speaker(other, people.person("Lý A Sài"))
    tried = {
        stranger.public_id: "Chọn một người trong danh sách.",
        "aaaaaaaaaaaaa": "Chọn một người trong danh sách.",
        taken.public_id: "Người này đang đại diện cho một tổ chức khác.",
    }
    for number, said in tried.items():
        page = desk.post("partners.coordinator.add_speaker", {"person": number}, partner_id=partner.public_id)
        assert (page.status, page.soup.select_one("[role=alert]").get_text()) == (422, said)
    own = people.coordinator("12", "Vàng A Tủa")
    page = visit.as_(own).post(
        "partners.coordinator.add_speaker", {"person": own.public_id}, partner_id=partner.public_id
    )
    assert "Bạn không thể tự thêm mình" in page
    assert [row.person_id for row in all_of(PartnerMember)] == [taken.id]
    assert "Nguyễn Thị Lan" not in desk.get("partners.coordinator.speakers", partner_id=partner.public_id, q="Lan")


def test_the_pages_say_what_to_do_first(desk):
    assert "Chưa có đối tác nào" in desk.get("partners.coordinator.partners")
    partner = make.partner()
    assert "Chưa có đường dẫn nào" in desk.get("partners.coordinator.show", partner_id=partner.public_id)
