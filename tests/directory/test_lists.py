"""Taking a list out: a reason, a job, a file for one person, nobody out of scope, no formula, and an entry."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core import jobs
from lms.core.db import db, mode
from lms.core.jobs import Job
from lms.files.models import File
from lms.people import actions
from lms.people.rules import RoleName
from tests.factories import people

WHY = {"why": "class"}


@pytest.fixture
def coordinator(visit):
    """Of Lai Châu, where three of the four people live."""
    people.person("Lò Thị Mảy", phone="+84912345678", email="may.lo@example.vn", province_code="12")
    people.person("=1+1 Mảy", phone="+84912345679", province_code="12", birth_year=None)
    people.person("Giàng A Páo", phone=None, province_code="12", roles=(("trainer", ""),))
    people.person("Đặng Thu Hà", phone="+84912345002", province_code="11")
    return visit.as_(people.coordinator("12", "Tẩn Mẩy Lai", province_code="01"))


def taken(visitor, **data):
    """The job that writes the list, run, and the answer to the download."""
    page = visitor.post("directory.staff.take", {**WHY, **data})
    assert page.status == 303
    jobs.run_due()
    db.session.expire_all()
    job = db.session.scalars(select(Job).where(Job.kind == "directory.list").order_by(Job.id.desc())).first()
    return job, visitor.get("files.owner.download", file_id=job.result["file"]).response.get_data()


def acts():
    rows = db.session.scalars(select(Entry).where(Entry.action.startswith("directory.")).order_by(Entry.id))
    return [(row.action, row.why, row.network, row.detail) for row in rows]


def test_a_list_as_csv_holds_the_scope_and_no_formula(coordinator):
    job, content = taken(coordinator, kind="csv")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Họ và tên", "Số điện thoại", "Email"]
    assert [row[:4] for row in rows[1:]] == [
        ["'=1+1 Mảy", "0912 345 679", "", ""],
        ["Lò Thị Mảy", "0912 345 678", "may.lo@example.vn", "2004"],
        ["Giàng A Páo", "", "", "2004"],
    ]
    assert rows[3][4:6] == ["Lai Châu", "Giảng viên"]
    assert job.result["text"] == "Danh sách có 3 người." and job.total == 3


def test_a_list_as_a_workbook_keeps_phones_as_text(coordinator):
    _job, content = taken(coordinator, kind="xlsx", q="may")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in rows[1:]] == [["=1+1 Mảy", "0912 345 679"], ["Lò Thị Mảy", "0912 345 678"]]


def test_what_was_taken_and_why_is_recorded(coordinator):
    taken(coordinator, province="12")
    assert acts() == [
        ("directory.list-asked", "class", "127.0.0.0/24", {"province": "12"}),
        ("directory.list-taken", "class", None, {"province": "12", "count": 3}),
    ]


def test_what_was_searched_for_does_not_stay_with_the_job(coordinator):
    job, _content = taken(coordinator, q="0912 345 678")
    assert job.args == {"title": "Danh sách mọi người"}


def test_a_list_is_for_whoever_took_it_and_not_for_long(coordinator, visit, at):
    job, _content = taken(coordinator)
    other = visit.as_(people.coordinator("12", "Lê Văn Đông"))
    assert other.get("files.owner.download", file_id=job.result["file"]).status == 404
    assert other.get("core.jobs.show", job_id=job.public_id).status == 404
    assert (db.session.scalars(select(File)).one().keep_until - at).days == 2


def test_no_reason_no_list(coordinator):
    page = coordinator.post("directory.staff.take", {"kind": "csv", "why": "curious"})
    assert (page.status, page.errors) == (422, ["Chọn lý do bạn cần xem liên hệ"])
    assert "Lò Thị Mảy" in page and acts() == []
    assert db.session.scalar(select(Job.id).where(Job.kind == "directory.list")) is None


def test_a_province_out_of_scope_is_no_list(coordinator):
    assert coordinator.post("directory.staff.take", {**WHY, "province": "11"}).status == 422


def test_who_is_no_coordinator_any_more_gets_an_empty_list(coordinator, at):
    assert coordinator.post("directory.staff.take", {**WHY, "kind": "csv"}).status == 303
    with mode("write"):
        somebody = db.session.merge(coordinator.person)
        actions.end_role(somebody, RoleName.COORDINATOR, "12", by=None, at=at)
        db.session.commit()
    jobs.run_due()
    assert acts()[-1] == ("directory.list-taken", "class", None, {"province": "", "count": 0})


def test_a_list_opens_only_as_long_as_one_may_take_it(coordinator, at):
    job, _content = taken(coordinator)
    with mode("write"):
        somebody = db.session.merge(coordinator.person)
        actions.grant(somebody, RoleName.TRAINER, by=None, at=at)
        actions.end_role(somebody, RoleName.COORDINATOR, "12", by=None, at=at)
        db.session.commit()
    assert coordinator.get("files.owner.download", file_id=job.result["file"]).status == 404


def test_a_list_that_is_stopped_leaves_nothing(coordinator, at):
    coordinator.post("directory.staff.take", WHY)
    job = db.session.scalars(select(Job).where(Job.kind == "directory.list")).one()
    with mode("write"):
        jobs.stop(job, at=at)
        db.session.commit()
    jobs.run_due()
    assert db.session.scalar(select(File.id)) is None


def test_only_staff_take_lists(visit, coordinator):
    assert visit.as_(people.trainer()).post("directory.staff.take", WHY).status == 403
