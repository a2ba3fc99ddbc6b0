"""A trainer's evening at the desk in a real browser: before, during, after."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lms.attendance.models import Viewing
from lms.core.clock import ZONE
from lms.notifications.models import Letter
from lms.people.models import Person
from lms.schedule.models import Session
from tests.factories import attendance, enrolment, people, schedule
from tests.factories.people import PASSWORD
from tests.journeys.eye import snap
from tests.journeys.screens import LAPTOP, PHONE
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

MORNING = datetime(2026, 11, 26, 18, 40, tzinfo=ZONE)
LINE = "Kịch bản 60 phút có sáu chặng."
PNG = b"\x89PNG\r\n\x1a\npicture"


@pytest.fixture
def session(house, now):
    """The first of two sessions, this evening; one of its two learners has an address."""
    now.move_to(MORNING)
    with house.rows() as rows:
        trainer = people.with_app(people.with_password(people.trainer("Đặng Thị Hòa", phone="+84987654321")))
        series = schedule.series(trainer, count=2)
        for name, email in (("Giàng A Páo", "pao@example.org"), ("Lường Thị Bích", None)):
            enrolment.enrol(people.person(name, email=email), series)
        found = schedule.sessions_of(series)[0]
        rows.refresh(found)
        rows.expunge_all()
        return found


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["360", "1280"])
def test_an_evening_at_the_desk(look, house, session, now, size):
    trainer = Someone(look(size=size)).signs_in("0987 654 321", PASSWORD)
    desk = f"/sessions/{session.public_id}/desk"
    trainer.opens(desk).reads("Sẵn sàng cho buổi học?", "Chuẩn bị mã điểm danh", "Thư không đến được 1 người")
    snap(trainer, "desk-before", size)

    now.move_to(session.starts_at + timedelta(minutes=5))
    trainer.opens(desk).presses("Chiếu mã").reads("Đã bấm vào lớp", "Trang mã lớn để chiếu")
    with house.rows() as rows:
        learner = rows.scalar(select(Person).where(Person.name == "Giàng A Páo"))
        attendance.trace(session, learner, "code", at=session.starts_at + timedelta(minutes=6))
    expect(trainer.page.locator(".counts dd").nth(1)).to_have_text("1", timeout=30_000)
    snap(trainer, "desk-during", size)

    now.move_to(session.ends_at + timedelta(minutes=5))
    trainer.signs_in("0987 654 321", PASSWORD)
    trainer.opens(desk).reads("Còn phải làm", "Tải lên báo cáo của phòng học", "Buổi 2: Chủ đề buổi 2")
    snap(trainer, "desk-after", size)
    trainer.types(line=LINE)
    trainer.page.get_by_label("Gửi cho cả lớp bằng thư").check()
    trainer.presses("Lưu").reads("Đã lưu. Thư gửi lớp đang được viết.", "Đã gửi thư cho lớp", LINE)
    snap(trainer, "desk-told", size)

    trainer.page.get_by_role("link", name="Ghi một con số").click()
    trainer.page.get_by_role("button", name="Ghi con số này").click()
    trainer.page.wait_for_load_state()
    trainer.reads("Chọn nền tảng đã đếm gì")
    snap(trainer, "viewings-refused", size)
    trainer.page.get_by_label("Lượt xem: số lần buổi phát được mở").check()
    trainer.types(figure="1.240")
    trainer.page.locator("input[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    trainer.presses("Ghi con số này").reads("1.240 lượt xem trên TikTok (số của nền tảng)", "Ảnh chụp")
    snap(trainer, "viewings", size)
    trainer.opens(desk).reads("1.240 lượt xem trên TikTok (số của nền tảng)")
    house.work()
    with house.rows() as rows:
        assert rows.get_one(Session, session.id).recap == LINE
        assert len(rows.scalars(select(Letter.id).where(Letter.template == "attendance/letters/recap")).all()) == 2
        assert rows.scalars(select(Viewing.figure)).all() == [1240]
    trainer.page.watch.check()
