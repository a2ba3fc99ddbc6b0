"""A trainer brings the report of Zoom after the class: looks, confirms, says who was who, and takes one back."""

from datetime import datetime

import pytest
from sqlalchemy import select

from lms.attendance.models import Decision
from lms.core.clock import ZONE
from lms.people.models import Person
from tests.factories import enrolment, people, schedule
from tests.factories.people import PASSWORD
from tests.factories.reports import zoom
from tests.journeys.eye import snap
from tests.journeys.screens import LAPTOP, PHONE
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

AFTER_CLASS = datetime(2026, 11, 26, 21, 30, tzinfo=ZONE)
TRAINER = "0987 654 321"
NAMES = ("Giàng A Páo", "Lường Thị Bích", "Nguyễn Thị Lan", "Nguyễn Thị Lan", "H'Hen Niê Kđăm")


@pytest.fixture
def session(house, now):
    """A session that ended half an hour ago, and its report."""
    now.move_to(AFTER_CLASS)
    with house.rows() as rows:
        trainer = people.with_app(people.with_password(people.trainer("Đặng Thị Hòa", phone="+84987654321")))
        series = schedule.series(trainer, count=3)
        for name in NAMES:
            enrolment.enrol(people.person(name), series)
        found = schedule.sessions_of(series)[0]
        rows.refresh(found)
        rows.expunge_all()
        return found


def report(session):
    return zoom(
        session,
        ("Giàng A Páo", 0, 41),
        ("Giàng A Páo", 43, 90),
        ("Lường Thị Bích", 2, 90),
        ("Nguyễn Thị Lan", 1, 88),
        ("iPhone của Kđăm", 5, 80),
        ("Galaxy A12", 30, 33),
        ("Đặng Thị Hòa", -6, 92),
        ("Đoàn Khuê", -3, -1, "", "Yes"),
    )


def seen(house):
    """{name: state} of everybody decided."""
    with house.rows() as rows:
        found = rows.execute(select(Person.name, Decision.state).join(Person, Person.id == Decision.person_id)).all()
        return sorted(tuple(row) for row in found)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["360", "1280"])
def test_a_report_is_brought_looked_at_and_settled(look, house, session, size, script):
    trainer = Someone(look(size=size, script=script)).signs_in(TRAINER, PASSWORD)
    trainer.opens(f"/sessions/{session.public_id}/reports").reads("Lấy tệp này ở đâu?", "Tài khoản miễn phí (Basic)")
    if script:
        snap(trainer, "reports", size)
    file = {"name": "participants_81234567890.csv", "mimeType": "text/csv", "buffer": report(session)}
    trainer.page.locator("input[type=file]").set_input_files(file)
    trainer.presses("Tải lên và xem").reads("Báo cáo Zoom", "Cần xác nhận", "Tất cả các dòng trong tệp")
    cells = trainer.page.locator("main tbody tr td:last-child").all_inner_texts()
    assert [int(cell) for cell in cells] == [3, 2, 1, 2, 0, 8]
    if script:
        snap(trainer, "report", size)
    assert seen(house) == []

    trainer.presses("Xác nhận và tính").reads("Chưa rõ 3", "Nhiều học viên tên như vậy")
    assert seen(house) == [("Giàng A Páo", "present"), ("Lường Thị Bích", "present")]
    if script:
        snap(trainer, "participants", size)
    trainer.presses("Đây là H'Hen Niê Kđăm").reads("iPhone của Kđăm là H'Hen Niê Kđăm")
    assert ("H'Hen Niê Kđăm", "present") in seen(house)
    if script:
        snap(trainer, "participants-undo", size)
    trainer.presses("Hoàn tác").reads("Chưa rõ 3")
    assert ("H'Hen Niê Kđăm", "absent") in seen(house)

    trainer.page.locator("li", has_text="Galaxy A12").get_by_role("link", name="Người khác").click()
    trainer.types(search="bich").presses("Tìm").reads("Lường Thị Bích")
    if script:
        snap(trainer, "participant", size)
    trainer.presses("Đây là khách").reads("Galaxy A12 là khách", "Chưa rõ 2")

    trainer.opens(f"/sessions/{session.public_id}/reports").types(name="Nguyễn Văn Mới").presses("Ghi người này")
    trainer.reads("Nguyễn Văn Mới", "trong danh sách giấy")
    trainer.opens(f"/sessions/{session.public_id}/reports").reads("Người đến trực tiếp")
    if script:
        snap(trainer, "reports-after", size)
    file = {"name": "again.csv", "mimeType": "text/csv", "buffer": report(session)}
    trainer.page.locator("input[type=file]").set_input_files(file)
    trainer.page.get_by_role("button", name="Tải lên và xem").click()
    trainer.page.wait_for_load_state()
    trainer.reads("Tệp này đã được nhập rồi")
    if script:
        snap(trainer, "reports-again", size)
    trainer.page.watch.check()
