"""A learner was there and is counted absent: says so on a phone, and the trainer agrees on a laptop."""

from datetime import datetime

import pytest
from sqlalchemy import select

from lms.attendance.models import Decision, Participant, Settled
from lms.core.clock import ZONE
from lms.core.db import db
from lms.quizzes.models import Quiz
from tests.factories import attendance, catalogue, enrolment, people, reports, schedule
from tests.factories.people import PASSWORD
from tests.journeys.eye import snap
from tests.journeys.screens import LAPTOP, PHONE
from tests.journeys.someone import Someone
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

TRAINER, LEARNER = "0987 654 321", "0912 345 678"
#: The morning after the third of five evenings.
MORNING = datetime(2026, 12, 11, 8, 0, tzinfo=ZONE)


@pytest.fixture
def sessions(house, now):
    """The sessions of a class, three of them over; the learner was there in one, and in one as "Galaxy A12"."""
    now.move_to(MORNING)
    with house.rows() as rows:
        trainer = people.with_app(people.with_password(people.trainer("Đặng Thị Hòa", phone="+84987654321")))
        learner = people.with_password(people.person("Giàng A Páo", phone="+84912345678"))
        track = catalogue.track(modules=2)
        db.session.add_all(Quiz(module_id=module.id) for module in track.modules)
        series = schedule.series(trainer, count=5, track_id=track.id)
        enrolment.enrol(learner, series)
        found = schedule.sessions_of(series)
        attendance.trace(found[0], learner, "code", at=found[0].starts_at)
        for session in found[:3]:
            attendance.decided(session, learner, at=MORNING)
            rows.add(Settled(session_id=session.id, at=MORNING))
        visits = [("Galaxy A12", 2, 88), ("Galaxy A21", 5, 60), ("Đoàn Khuê", 0, 90)]
        reports.take_in(Visitor(house.app, trainer), found[2], reports.zoom(found[2], *visits))
        for session in found:
            rows.refresh(session)
        rows.expunge_all()
        return found


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_said_on_a_phone_and_agreed_on_a_laptop(look, house, sessions, script):
    learner = Someone(look(size=PHONE, script=script)).signs_in(LEARNER, PASSWORD)
    learner.opens("/my/classes").follows("Điểm danh của bạn").reads("Có mặt 1 trên 3 buổi đã học")
    if script:
        snap(learner, "classes", PHONE)
    learner.follows("Livestream bán hàng").reads("Bạn vẫn có thể nhận chứng nhận", "Không có dấu vết")
    if script:
        snap(learner, "class", PHONE)
    learner.page.locator(f"#s-{sessions[2].public_id}").get_by_role("link", name="Tôi có mặt").click()
    learner.page.wait_for_url("**/claim")
    learner.reads("Báo giảng viên", "Vắng")
    assert "Khuê" not in learner.page.content() and "A21" not in learner.page.content()
    if script:
        snap(learner, "claim", PHONE)
    learner.types(name="galaxy a12", note="Máy của chị, không thấy mã").presses("Báo giảng viên")
    learner.reads("Đang chờ giảng viên", "Rút lại")
    if script:
        snap(learner, "claim-waits", PHONE)

    trainer = Someone(look(size=LAPTOP, script=script)).signs_in(TRAINER, PASSWORD)
    trainer.opens("/teach/claims").reads("Giàng A Páo", "galaxy a12", "Máy của chị, không thấy mã")
    if script:
        snap(trainer, "queue", LAPTOP)
    trainer.follows("Giàng A Páo").reads("Galaxy A12", "19:32 – 20:58", "Galaxy A21")
    if script:
        snap(trainer, "answer", LAPTOP)
        snap(trainer, "answer", PHONE)
    trainer.page.get_by_role("button", name="Không đồng ý").click()
    trainer.page.wait_for_load_state()
    trainer.reads("Viết một câu cho biết lý do")
    if script:
        snap(trainer, "answer-refused", LAPTOP)
    trainer.types(words="Cảm ơn bạn đã báo").page.get_by_role("button", name="Đồng ý", exact=True).click()
    trainer.page.wait_for_url("**/teach/claims")
    trainer.reads("Đã trả lời: Giàng A Páo", "Không ai đang chờ trả lời")
    if script:
        snap(trainer, "queue-empty", LAPTOP)

    learner.page.reload()
    learner.reads("Giảng viên đã đồng ý với bạn", "Cảm ơn bạn đã báo", "Có mặt")
    if script:
        snap(learner, "claim-agreed", PHONE)
    with house.rows() as rows:
        session = sessions[2].id
        assert rows.scalar(select(Decision.state).where(Decision.session_id == session)) == "present"
        assert rows.scalar(select(Participant.step).where(Participant.name == "Galaxy A12")) == "claimed"
