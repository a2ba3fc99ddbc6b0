"""The record on its page: whom it names, how it is searched, and how a part of it is taken out."""

import csv
import io

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core import jobs
from lms.core.db import db, mode
from lms.core.jobs import Job
from lms.people import actions
from tests.factories import people


@pytest.fixture
def caretaker(visit):
    """Who reads the record."""
    return visit.as_(people.caretaker("Nguyễn Văn Thắng"))


@pytest.fixture
def may(caretaker, visit):
    """Somebody whose page the caretaker opened and whom they signed out; another was signed out, too."""
    somebody, other = people.person("Lò Thị Mảy", phone="+84912345678"), people.person("Giàng A Páo")
    caretaker.get("admin.caretaker.person", person_id=somebody.public_id)
    for person in (somebody, other):
        visit.as_(person)
        caretaker.post("admin.caretaker.sign_out", person_id=person.public_id)
    return somebody


def lines(page):
    return [cell.text for cell in page.soup.select("tbody th")]


def test_names_are_read_as_they_are_now_and_stand_nowhere_in_the_record(caretaker, may, at):
    page = caretaker.get("admin.caretaker.audit")
    assert "Lò Thị Mảy" in page and "Nguyễn Văn Thắng" in page and "127.0.0.0/24" in page
    assert not any("Mảy" in str(entry.detail) for entry in db.session.scalars(select(Entry)))
    with mode("write"):
        actions.rename(db.session.merge(may), "Hồ Thị Út", by=None, at=at)
        db.session.commit()
    page = caretaker.get("admin.caretaker.audit")
    assert "Hồ Thị Út" in page and "Lò Thị Mảy" not in page


def test_by_person_whoever_acted(caretaker, may):
    mine = caretaker.get("admin.caretaker.audit", person=may.public_id)
    assert lines(mine) == ["kết thúc các lần đăng nhập", "xem vai trò và tài khoản của một người"]
    assert lines(caretaker.get("admin.caretaker.audit", q="may lo")) == lines(mine)
    assert lines(caretaker.get("admin.caretaker.audit", q="0912 345 678")) == lines(mine)
    own = caretaker.get("admin.caretaker.audit", person=caretaker.person.public_id)
    assert len(lines(own)) == 4


def test_a_name_of_several_asks_which(caretaker, may):
    people.person("Lò Thị Mảy", phone=None)
    page = caretaker.get("admin.caretaker.audit", q="lo thi may")
    assert "Bạn muốn xem ai?" in page and lines(page) == []
    assert "Không tìm thấy ai" in caretaker.get("admin.caretaker.audit", q="không ai cả")


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"act": "accounts."}, 2),
        ({"act": "admin.person-read"}, 1),
        ({"first": "2026-11-26"}, 3),
        ({"first": "2026-11-26", "last": "2026-11-26", "act": "accounts."}, 2),
        ({"first": "2026-11-27"}, 0),
        ({"last": "2026-11-25", "act": "admin."}, 0),
    ],
)
def test_by_act_and_by_day(caretaker, may, asked, count):
    assert len(lines(caretaker.get("admin.caretaker.audit", **asked))) == count


@pytest.mark.parametrize(
    "asked", [{"act": "x"}, {"first": "yesterday"}, {"last": "9999-12-31"}, {"first": "0001-01-01"}, {"q": "a" * 121}]
)
def test_what_cannot_be_asked_is_refused_in_words(caretaker, asked):
    page = caretaker.get("admin.caretaker.audit", **asked)
    assert page.status == 422 and len(page.errors) == 1
    assert caretaker.post("admin.caretaker.take", asked).status == 422


@pytest.mark.parametrize("before", ["x", "-1", "٣", "9" * 30, "1"])
def test_odd_places_in_the_record_are_ignored(caretaker, before):
    assert caretaker.get("admin.caretaker.audit", before=before).status == 200


def test_pages_go_on_by_key(caretaker, may):
    for _time in range(60):
        caretaker.post("admin.caretaker.close", person_id=may.public_id)
    first = caretaker.get("admin.caretaker.audit", act="people.disabled")
    second = caretaker.open("GET", first.soup.select_one("a[rel=next]")["href"])
    assert (len(lines(first)), len(lines(second))) == (50, 10)


def test_a_part_is_taken_out_and_that_is_recorded(caretaker, may):
    page = caretaker.post("admin.caretaker.take", {"person": may.public_id, "kind": "csv"})
    assert page.status == 303
    jobs.run_due()
    db.session.expire_all()
    job = db.session.scalars(select(Job).where(Job.kind == "admin.record")).one()
    file = caretaker.get("files.owner.download", file_id=job.result["file"]).response.get_data()
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert rows[0] == ["Lúc", "Ai", "Đã làm gì", "Về", "Từ đâu", "Lý do", "Chi tiết"]
    assert [row[:4] + row[4:5] for row in rows[1:]] == [
        ["26/11/2026 19:20", "Nguyễn Văn Thắng", said, "Lò Thị Mảy", "127.0.0.0/24"]
        for said in ("kết thúc các lần đăng nhập", "xem vai trò và tài khoản của một người")
    ]
    acts = db.session.execute(
        select(Entry.action, Entry.detail).where(Entry.action.startswith("admin.record")).order_by(Entry.id)
    )
    assert [tuple(row) for row in acts] == [("admin.record-asked", {}), ("admin.record-taken", {"count": 2})]


def test_only_the_caretaker_takes_it_out(visit, may):
    assert visit.as_(people.coordinator("")).post("admin.caretaker.take").status == 403
