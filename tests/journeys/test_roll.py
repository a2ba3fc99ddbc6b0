"""A trainer takes the roll: by tap, by key, all the others at once; what was done by mistake is undone."""

from datetime import datetime

import pytest
from sqlalchemy import select

from lms.attendance.models import Decision
from lms.core.clock import ZONE
from lms.people.models import Person
from tests.factories import enrolment, people, schedule
from tests.factories.people import PASSWORD
from tests.journeys.eye import faults
from tests.journeys.screens import LAPTOP, PHONE
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

IN_CLASS = datetime(2026, 11, 26, 20, 15, tzinfo=ZONE)
TRAINER = "0987 654 321"
NAMES = ("Giàng A Páo", "Lường Thị Bích", "H'Hen Niê Kđăm", "Sùng Thị Xua", "Vàng Thị Dở")


@pytest.fixture
def session(house, now):
    """A session of five learners that is running."""
    now.move_to(IN_CLASS)
    with house.rows() as rows:
        trainer = people.with_app(people.with_password(people.trainer("Đặng Thị Hòa", phone="+84987654321")))
        series = schedule.series(trainer, count=2)
        for name in NAMES:
            enrolment.enrol(people.person(name), series)
        found = schedule.sessions_of(series)[0]
        rows.refresh(found)
        rows.expunge_all()
        return found


def marked(house):
    """{name: state} of everybody decided."""
    with house.rows() as rows:
        found = rows.execute(select(Person.name, Decision.state).join(Person, Person.id == Decision.person_id)).all()
        return {name: state for name, state in found if state != "open"}


def taps(trainer, name, mark):
    """Taps a mark in the row of somebody, and waits until it stands there."""
    row = trainer.page.locator("tbody tr", has_text=name)
    row.locator(".marks button", has_text=mark).click()
    row.locator('[aria-pressed="true"]', has_text=mark).wait_for()


def undoes(trainer):
    with trainer.page.expect_navigation():
        trainer.page.locator(".toast").get_by_role("button", name="Hoàn tác").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_on_a_phone(house, session, look, script):
    trainer = Someone(look(script=script)).signs_in(TRAINER, PASSWORD).opens(f"/sessions/{session.public_id}/roll")
    taps(trainer, "Giàng A Páo", "Muộn")
    taps(trainer, "Sùng Thị Xua", "Có phép")
    assert marked(house) == {"Giàng A Páo": "present", "Sùng Thị Xua": "excused"}
    undoes(trainer)
    trainer.presses("Ghi có mặt những người còn lại").reads("Đã ghi có mặt 4 người.")
    assert set(marked(house).values()) == {"present"}
    undoes(trainer)
    assert marked(house) == {"Giàng A Páo": "present"}
    trainer.presses("Ghi vắng những người còn lại").reads("Đã ghi vắng 4 người.")
    if script:  # whoever looks for faults needs it
        assert faults(trainer.page, [(PHONE, "light"), (PHONE, "dark"), (LAPTOP, "light")]) == []


def test_with_a_keyboard(house, session, look):
    trainer = Someone(look(size=LAPTOP)).signs_in(TRAINER, PASSWORD).opens(f"/sessions/{session.public_id}/roll")
    keys, first = trainer.page.keyboard, trainer.page.locator("tbody tr").first
    first.locator(".marks button").first.focus()
    for key, mark in (("2", "Muộn"), ("ArrowDown", None), ("3", "Vắng"), ("ArrowDown", None), ("1", "Có mặt")):
        keys.press(key)
        if mark:
            trainer.page.locator("tbody tr:focus-within").locator('[aria-pressed="true"]', has_text=mark).wait_for()
    assert marked(house) == {"Lường Thị Bích": "present", "Vàng Thị Dở": "absent", "H'Hen Niê Kđăm": "present"}
    with trainer.page.expect_navigation():
        keys.press("z")
    assert marked(house) == {"Lường Thị Bích": "present", "Vàng Thị Dở": "absent"}


def test_going_against_a_trace_leads_to_the_reason(house, session, look):
    trainer = Someone(look()).signs_in(TRAINER, PASSWORD).opens(f"/sessions/{session.public_id}/roll")
    taps(trainer, "Giàng A Páo", "Vắng")
    row = trainer.page.locator("tbody tr", has_text="Giàng A Páo")
    with trainer.page.expect_navigation():
        row.locator(".marks button", has_text="Có mặt").click()
    trainer.reads("Giàng A Páo", "Viết lý do")
    trainer.types(reason="Vào bằng máy của bạn").presses("Lưu kết quả")
    assert marked(house) == {"Giàng A Páo": "present"}
