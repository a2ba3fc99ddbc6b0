"""Finding people and looking at one: what staff see, what they must say for it, and what is written down."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.people import actions
from lms.people.rules import Paused
from tests.factories import attendance, enrolment, people, schedule


@pytest.fixture
def village(app):
    """Four people: three of Lai Châu, one of Điện Biên."""
    return {
        "may": people.person("Lò Thị Mảy", phone="+84912345678", email="may.lo@example.vn", province_code="12"),
        "ha": people.person("Đặng Thu Hà", phone="+84912345002", province_code="11"),
        "pao": people.person("Giàng A Páo", phone="+84387654321", province_code="12"),
        "an": people.person("Nguyễn Văn An", phone=None, province_code="12"),
    }


@pytest.fixture
def coordinator(visit, village):
    """Of Lai Châu, living far away."""
    return visit.as_(people.coordinator("12", "Tẩn Mẩy Lai", province_code="01"))


@pytest.fixture
def caretaker(visit, village):
    """Sees everybody."""
    return visit.as_(people.caretaker("Sùng Thị Xua", province_code="01"))


def found(page):
    return [cell.text for cell in page.soup.select("tbody th")]


def acts():
    rows = db.session.scalars(select(Entry).where(Entry.action.startswith("directory.")).order_by(Entry.id))
    return [(row.action, row.subject_id, row.why, row.network, row.detail) for row in rows]


def test_who_may_find_people(visit, coordinator, caretaker, village):
    assert visit.get("directory.staff.people").status == 303
    assert visit.as_(people.trainer()).get("directory.staff.people").status == 403
    assert visit.as_(village["may"]).get("directory.staff.people").status == 403
    assert coordinator.get("directory.staff.people").status == caretaker.get("directory.staff.people").status == 200


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Nguyễn Văn An", "Lò Thị Mảy", "Giàng A Páo"]),
        ({"q": "pao giang"}, ["Giàng A Páo"]),
        ({"q": "0912 34"}, ["Lò Thị Mảy"]),
        ({"q": "+84 912.345.678"}, ["Lò Thị Mảy"]),
        ({"q": "MAY.LO@example.vn"}, ["Lò Thị Mảy"]),
        ({"province": "12", "q": "an"}, ["Nguyễn Văn An"]),
        ({"role": "trainer"}, []),
        ({"q": "Đặng Thu Hà"}, []),
        ({"q": "0912345002"}, []),
        ({"after": "x"}, ["Nguyễn Văn An", "Lò Thị Mảy", "Giàng A Páo"]),
    ],
)
def test_a_coordinator_finds_people_of_the_own_provinces_only(coordinator, asked, names):
    page = coordinator.get("directory.staff.people", **asked)
    assert (page.status, found(page)) == (200, names)


def test_the_caretaker_finds_everybody_and_narrows_by_role_and_province(caretaker, village):
    assert found(caretaker.get("directory.staff.people", q="ha dang")) == ["Đặng Thu Hà"]
    assert found(caretaker.get("directory.staff.people", province="11")) == ["Đặng Thu Hà"]
    assert found(caretaker.get("directory.staff.people", role="caretaker")) == ["Sùng Thị Xua"]


def test_lists_mask_contacts(coordinator):
    page = coordinator.get("directory.staff.people", q="may")
    assert "0912 ••• 678" in page and "m•••@example.vn" in page
    assert "345678" not in page.html and "345 678" not in page.html and "may.lo" not in page.html


@pytest.mark.parametrize("province", ["11", "99", "\x7f", "1" * 50])
def test_a_province_out_of_scope_is_like_one_that_is_not_there(coordinator, province):
    page = coordinator.get("directory.staff.people", province=province)
    assert (page.status, page.errors) == (422, ["Chọn một tỉnh, thành phố trong danh sách"])


def test_what_cannot_be_searched_for_is_said(coordinator):
    page = coordinator.get("directory.staff.people", q="a" * 121)
    assert (page.status, page.errors) == (422, ["Tìm bằng tối đa 120 ký tự"])
    assert "Không tìm thấy ai" in coordinator.get("directory.staff.people", q="không ai cả")


def test_pages_go_on_by_key_and_keep_what_was_asked(coordinator):
    for number in range(60):
        people.person(f"Vàng Thị Dở {number:02}", phone=None, province_code="12")
    first = coordinator.get("directory.staff.people", q="vang do")
    assert len(found(first)) == 50
    second = coordinator.open("GET", first.soup.select_one("a[rel=next]")["href"])
    assert len(found(second)) == 10 and not set(found(first)) & set(found(second))
    assert second.soup.select_one("a[rel=next]") is None
    back = coordinator.open("GET", second.soup.select_one("a[rel=prev]")["href"])
    assert found(back) == found(first)


def test_a_person_is_shown_masked_and_the_look_is_recorded(coordinator, village, at):
    may = village["may"]
    series = schedule.series(people.trainer(), date(2026, 11, 5), 4, title="Bán hàng qua livestream")
    enrolment.enrol(may, series, at=at - timedelta(days=30))
    page = coordinator.get("directory.staff.person", person_id=may.public_id)
    assert page.h1 == "Lò Thị Mảy" and "Lai Châu" in page and "Bán hàng qua livestream" in page and "Học tập" in page
    assert "0912 ••• 678" in page and "0912 345 678" not in page and "may.lo" not in page.html
    assert acts() == [("directory.person-read", may.id, None, "127.0.0.0/24", {})]


def test_contacts_open_with_a_reason_and_the_reason_is_recorded(coordinator, village):
    may = village["may"]
    page = coordinator.post("directory.staff.reveal", {"why": "class"}, person_id=may.public_id)
    assert page.status == 200 and "0912 345 678" in page and "may.lo@example.vn" in page
    assert page.headers["Cache-Control"] == "no-store"
    assert acts() == [("directory.contacts-shown", may.id, "class", "127.0.0.0/24", {})]


@pytest.mark.parametrize("data", [{}, {"why": ""}, {"why": "curious"}, {"why": "class\x00"}])
def test_contacts_do_not_open_without_a_reason(coordinator, village, data):
    page = coordinator.post("directory.staff.reveal", data, person_id=village["may"].public_id)
    assert (page.status, page.errors) == (422, ["Chọn lý do bạn cần xem liên hệ"])
    assert "0912 345 678" not in page and acts() == []


def test_somebody_out_of_scope_looks_like_nobody(coordinator, village):
    ha, nobody = village["ha"].public_id, "aaaaaaaaaaaaa"
    for method, endpoint in (("GET", "directory.staff.person"), ("POST", "directory.staff.reveal")):
        ask = coordinator.get if method == "GET" else coordinator.post
        out, missing = ask(endpoint, person_id=ha), ask(endpoint, person_id=nobody)
        assert out.status == missing.status == 404
        assert out.html.replace(ha, nobody) == missing.html
    assert acts() == []


def test_who_moves_away_is_seen_where_they_live_now(coordinator, village, at):
    may = village["may"]
    with mode("write"):
        actions.move_to(db.session.merge(may), "11", by=None, at=at)
        db.session.commit()
    assert coordinator.get("directory.staff.person", person_id=may.public_id).status == 404
    assert "Lò Thị Mảy" not in found(coordinator.get("directory.staff.people"))


@pytest.mark.parametrize(("column", "value"), [("erased_at", True), ("merged_at", True)])
def test_the_erased_and_the_merged_are_found_by_nobody(caretaker, village, at, column, value):
    with mode("write"):
        setattr(db.session.merge(village["may"]), column, at)
        db.session.commit()
    assert found(caretaker.get("directory.staff.people", q="0912345678")) == []
    assert caretaker.get("directory.staff.person", person_id=village["may"].public_id).status == 404


def test_the_page_says_what_somebody_may_not_do_now(coordinator, village, at):
    may = village["may"]
    with mode("write"):
        actions.pause(db.session.merge(may), Paused.GUARDIAN, by=None, at=at)
        db.session.commit()
    assert "phụ huynh hoặc người giám hộ" in coordinator.get("directory.staff.person", person_id=may.public_id)


def test_attendance_counts_since_they_came(coordinator, village, at):
    may = village["may"]
    trainer = people.trainer()
    series = schedule.series(trainer, date(2026, 11, 5), 4)
    enrolment.enrol(may, series, at=at - timedelta(days=10))
    held = [session for session in schedule.sessions_of(series) if session.ends_at < at]
    attendance.marked(held[-1], may, trainer, at=at)
    page = coordinator.get("directory.staff.person", person_id=may.public_id)
    assert "Có mặt 1 trên 1 buổi từ khi vào lớp" in page


def test_english_pages(visit, village):
    reader = visit.as_(people.coordinator("12"), language="en")
    assert "Name, phone number or e-mail" in reader.get("directory.staff.people")
    assert "What you can do" in reader.get("directory.staff.person", person_id=village["may"].public_id)


def test_a_code_is_offered_for_those_who_may_be_given_one(coordinator, village, at):
    said = "Cấp mã đăng nhập"
    closed = people.person("Lầu Thị Pàng", province_code="12", disabled_at=at)
    staff = people.trainer("Nông Đức Khải", province_code="12")
    assert said in coordinator.get("directory.staff.person", person_id=village["may"].public_id)
    for somebody in (closed, staff):
        assert said not in coordinator.get("directory.staff.person", person_id=somebody.public_id)


def test_the_link_for_a_guardian_is_offered_for_a_child(coordinator, village):
    said = "Lấy liên kết cho phụ huynh"
    child = people.person("Lý A Chu", birth_year=2012, province_code="12")
    assert said in coordinator.get("directory.staff.person", person_id=child.public_id)
    assert said not in coordinator.get("directory.staff.person", person_id=village["may"].public_id)
