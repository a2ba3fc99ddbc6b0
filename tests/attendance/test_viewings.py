"""A figure of a platform: noted with what shows it, taken back, and never counted as people."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.attendance.models import Viewing
from lms.audit.models import Entry
from lms.core import jobs
from lms.core.db import db
from lms.files.models import File
from lms.reach.models import CubeCell
from tests.factories import attendance, enrolment, people, schedule

HOUR = timedelta(hours=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
GOOD = {
    "platform": "tiktok", "measure": "views", "figure": "1.240", "day": "2026-11-26", "hour": "21:30",
    "url": "https://www.tiktok.com/@cunghoc/live/1", "note": "Lúc tắt sóng",
}  # fmt: skip


@pytest.fixture
def broadcast(app, clock):
    """(session, trainer); over for an hour."""
    trainer = people.trainer("Đặng Thị Hòa")
    session = schedule.sessions_of(schedule.series(trainer))[0]
    clock.move_to(session.ends_at + HOUR)
    return session, trainer


def note(visitor, session, picture=None, **values):
    data = {**GOOD, **values}
    if picture is not None:
        data["picture"] = (io.BytesIO(picture), "man-hinh.png")
    path = f"/sessions/{session.public_id}/viewings"
    return visitor.open("POST", path, data=data, content_type="multipart/form-data")


def standing():
    return db.session.scalars(select(Viewing).where(Viewing.ended_at.is_(None)).order_by(Viewing.id)).all()


def test_a_figure_with_its_evidence(visit, broadcast):
    session, trainer = broadcast
    visitor = visit.as_(trainer)
    page = visitor.follow(note(visitor, session, PNG))
    assert "1.240 lượt xem trên TikTok (số của nền tảng)" in page
    assert "Số đọc Thứ Năm 26/11, 21:30, do Đặng Thị Hòa ghi" in page and "Lúc tắt sóng" in page
    (row,) = standing()
    assert (row.platform, row.measure, row.figure) == ("tiktok", "views", 1240)
    file = db.session.scalars(select(File)).one()
    assert (file.purpose, file.media_type, file.public_id) == ("attendance.viewing", "image/png", row.file_id)
    shown = visitor.get("attendance.trainer.viewing_picture", session_id=session.public_id, viewing_id=row.public_id)
    assert shown.response.data == PNG
    assert shown.headers["Content-Disposition"] == "attachment; filename=man-hinh.png"


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("peak", "Cùng lúc nhiều nhất 1.240 màn hình trên TikTok (số của nền tảng)"),
        ("viewers", "Ước tính 1.240 người xem trên TikTok (số của nền tảng)"),
    ],
)
def test_what_was_counted_is_said(visit, broadcast, measure, words):
    session, trainer = broadcast
    visitor = visit.as_(trainer)
    assert words in visitor.follow(note(visitor, session, measure=measure))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"figure": "nhiều"}, "Nhập một số nguyên, ví dụ 1240"),
        ({"figure": "12.40"}, "Nhập một số nguyên, ví dụ 1240"),
        ({"figure": "0"}, "Nhập một số nguyên từ 1 đến 100 triệu"),
        ({"figure": "100000001"}, "Nhập một số nguyên từ 1 đến 100 triệu"),
        ({"measure": ""}, "Chọn nền tảng đã đếm gì"),
        ({"measure": "people"}, "Chọn nền tảng đã đếm gì"),
        ({"hour": "19:29"}, "Con số không thể có trước buổi học. Hãy xem lại ngày giờ"),
        ({"hour": "22:01"}, "Thời điểm này còn ở phía trước. Hãy xem lại ngày giờ"),
        ({"url": ""}, "Thêm đường dẫn buổi phát hoặc ảnh chụp con số, để có thể kiểm tra lại"),
        ({"url": "http://tiktok.com/a"}, "Đường dẫn cần bắt đầu bằng https://"),
        ({"url": "https://tik tok.com"}, "Chỉ dán đường dẫn của buổi phát, bắt đầu bằng https://"),
        ({"platform": "cinema"}, None),
        ({"note": "a" * 201}, None),
    ],
)
def test_what_cannot_be_is_refused_and_kept_in_the_form(visit, broadcast, values, sentence):
    session, trainer = broadcast
    page = note(visit.as_(trainer), session, **values)
    assert page.status == 422 and page.errors
    if sentence:
        assert page.errors == [sentence]
    assert page.value("note") == values.get("note", "Lúc tắt sóng")
    assert standing() == []


@pytest.mark.parametrize("data", [b"", b"MZ\x90 program.exe", b"<svg onload=alert(1)>", b"RIFF\x10\0\0\0WAVEfmt "])
def test_only_a_picture_is_a_picture(visit, broadcast, data):
    session, trainer = broadcast
    page = note(visit.as_(trainer), session, data)
    assert page.status == 422
    assert page.errors == ["Tệp này không phải là ảnh. Chọn ảnh PNG, JPEG hoặc WebP, ví dụ ảnh chụp màn hình"]
    assert db.session.scalar(select(func.count()).select_from(File)) == 0


@pytest.mark.parametrize("data", [PNG, b"\xff\xd8\xff\xe0 jpeg", b"RIFF\x10\0\0\0WEBPVP8 "])
def test_a_picture_is_evidence_enough(visit, broadcast, data):
    session, trainer = broadcast
    assert note(visit.as_(trainer), session, data, url="").status == 303
    assert len(standing()) == 1


def test_the_same_again_changes_nothing(visit, broadcast):
    session, trainer = broadcast
    visitor = visit.as_(trainer)
    for _time in range(2):
        assert note(visitor, session, PNG).status == 303
    assert len(standing()) == 1
    assert note(visitor, session, figure="1300").status == 303
    assert len(standing()) == 2


def test_taken_back_it_is_kept_and_on_the_record(visit, broadcast):
    session, trainer = broadcast
    visitor = visit.as_(trainer)
    note(visitor, session)
    (row,) = standing()
    for _time in range(2):
        answer = visitor.post(
            "attendance.trainer.take_viewing_back", session_id=session.public_id, viewing_id=row.public_id
        )
        assert answer.status == 303
    page = visitor.follow(answer)
    assert "Chưa có con số nào." in page and "1 con số đã rút lại" in page
    db.session.expire_all()
    assert standing() == [] and row.ended_by_id == trainer.id
    acts = db.session.scalars(select(Entry.action).where(Entry.action.like("attendance.viewing%"))).all()
    assert sorted(acts) == ["attendance.viewing_noted", "attendance.viewing_taken_back"]
    assert note(visitor, session).status == 303 and len(standing()) == 1, "it may be noted anew"


def test_it_is_the_business_of_those_who_run_the_session(visit, broadcast):
    session, trainer = broadcast
    learner = people.person("Giàng A Páo")
    enrolment.enrol(learner, session.series)
    note(visit.as_(trainer), session, PNG)
    (row,) = standing()
    own = {"session_id": session.public_id, "viewing_id": row.public_id}
    for person in (learner, people.trainer("Đỗ Văn Khải"), people.coordinator("12")):
        visitor = visit.as_(person)
        assert visitor.get("attendance.trainer.viewings", session_id=session.public_id).status == 404
        assert visitor.get("attendance.trainer.viewing_picture", **own).status == 404
        assert visitor.post("attendance.trainer.take_viewing_back", **own).status == 404
        assert visitor.get("files.owner.download", file_id=row.file_id).status == 404
    national = visit.as_(people.coordinator(""))
    assert "1.240 lượt xem" in national.get("attendance.trainer.viewings", session_id=session.public_id)
    assert national.get("attendance.trainer.viewing_picture", **own).response.data == PNG
    other = schedule.sessions_of(session.series)[1]
    assert visit.as_(trainer).get(
        "attendance.trainer.viewing_picture", session_id=other.public_id, viewing_id=row.public_id
    ).status == 404  # fmt: skip


def test_a_cancelled_session_has_none(visit, broadcast):
    session, trainer = broadcast
    session.state = "cancelled"
    page = note(visit.as_(trainer), session)
    assert page.status == 422 and standing() == []


def people_reached():
    """Every cell of the cube, once the worker has counted."""
    jobs.run_due()
    columns = (CubeCell.indicator, CubeCell.scope, CubeCell.month, CubeCell.province_code, CubeCell.people)
    return sorted(map(tuple, db.session.execute(select(*columns))), key=repr)


def test_views_never_become_people(visit, broadcast, clock, at):
    session, trainer = broadcast
    learner = people.person("Giàng A Páo")
    enrolment.enrol(learner, session.series)
    attendance.marked(session, learner, trainer, at=at)
    jobs.plan_rhythms(at=session.ends_at)
    clock.move_to(session.ends_at + 2 * HOUR)
    before = people_reached()
    assert ("attended", 1) in {(cell[0], cell[-1]) for cell in before}
    assert note(visit.as_(trainer), session, PNG).status == 303
    clock.move_to(session.ends_at + 3 * HOUR)
    jobs.plan_rhythms(at=session.ends_at + 3 * HOUR)
    assert people_reached() == before
    roll = visit.as_(trainer).get("attendance.trainer.roll", session_id=session.public_id)
    assert "1.240" not in roll
