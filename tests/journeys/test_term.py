"""A term: planned with one form around Tết, one evening moved, another cancelled; all that learners see agrees."""

import re
from datetime import datetime

import icalendar
import pytest
from sqlalchemy import select

from lms import content
from lms.core.clock import ZONE
from lms.notifications.models import Letter
from lms.people.models import Person
from lms.schedule.models import Series, Session
from tests.factories import people, schedule
from tests.factories.people import PASSWORD
from tests.journeys.screens import LAPTOP
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

PLANNING = datetime(2027, 1, 4, 9, 0, tzinfo=ZONE)
IN_TERM = datetime(2027, 1, 20, 21, 0, tzinfo=ZONE)
LETTERS = datetime(2027, 1, 20, 21, 5, tzinfo=ZONE)
AFTER_THREE = datetime(2027, 2, 10, 9, 0, tzinfo=ZONE)
A_DAY_LATER = datetime(2027, 2, 11, 9, 0, tzinfo=ZONE)
TITLE = "Livestream bán đặc sản, khóa 2"
TRAINER = "0987 654 321"
#: Saturdays from 16 January on. Tết takes 6 February; 23 January moves to the Sunday, 13 February is cancelled.
AS_PLANNED = ["16/1", "23/1", "30/1", "13/2", "20/2", "27/2", "6/3", "13/3", "20/3", "27/3", "3/4", "10/4"]
AS_CHANGED = ["16/1", "24/1", "30/1", "13/2", "20/2", "27/2", "6/3", "13/3", "20/3", "27/3", "3/4", "10/4"]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def someone(look, request):
    """`someone()` sits down at a screen of their own; with and without JavaScript."""
    return lambda **wishes: Someone(look(script=request.param, **wishes))


@pytest.fixture
def scene(house, now):
    """The curriculum, a trainer, and three learners with an e-mail address."""
    now.move_to(PLANNING)
    with house.rows():
        content.load(at=PLANNING)
        people.with_app(people.with_password(people.trainer("Nguyễn Văn Tùng", phone="+84987654321")))
        for number, name in enumerate(("Giàng A Páo", "Vàng Thị Mỷ", "Sùng Thị Xua"), 1):
            people.with_password(people.person(name, email=f"hv{number}@example.org"))


def test_a_term(house, now, scene, someone):
    trainer = someone(size=LAPTOP).signs_in(TRAINER, PASSWORD)
    slug = plans(trainer, house)
    first = enrols(someone(), "hv1@example.org", slug)
    subscribed = first.opens("/my/calendar").page.locator("#address").input_value()
    assert calendar_at(subscribed, first) == AS_PLANNED
    house.work()

    now.move_to(IN_TERM)
    second, fourth = numbers(house, 2, 4)
    moves_in_three_taps(trainer.signs_in(TRAINER, PASSWORD).opens(f"/sessions/{second}/desk"))
    cancels(trainer.opens(f"/teach/sessions/{fourth}"))
    now.move_to(LETTERS)
    house.work()

    assert calendar_at(subscribed, first) == [*AS_CHANGED[:3], "13/2 [HỦY]", *AS_CHANGED[4:]]
    first.signs_in("hv1@example.org", PASSWORD).opens("/today").reads("Chủ Nhật", "24/1", "20:00")
    first.opens(f"/sessions/{second}").reads("24/1", "20:00")
    first.opens(f"/sessions/{fourth}").reads("Buổi này đã hủy", "Nghỉ Tết thêm một tuần")
    first.opens(f"/classes/{slug}").reads("Chủ Nhật 24/1, 20:00 – 21:30", "Nghỉ Tết thêm một tuần")
    assert letters(house, "changed") == {
        "Giàng A Páo": [
            f"Buổi 2 chuyển sang Chủ Nhật 24/1, 20:00 · {TITLE}",
            f"Hủy buổi 4, Thứ Bảy 13/2, 19:30 · {TITLE}",
        ]
    }

    now.move_to(AFTER_THREE)
    yesterday = enrols(someone(), "hv2@example.org", slug)
    house.work()
    now.move_to(A_DAY_LATER)
    today = enrols(someone(), "hv3@example.org", slug)
    house.work()
    for learner in (yesterday, today):
        learner.opens("/today").reads("20/2", "19:30")
        assert not {"24/1", "30/1", "13/2"} & set(days(learner.page.locator(".cloth").inner_text()))
    told = letters(house, "welcome")
    assert told["Vàng Thị Mỷ"] == told["Sùng Thị Xua"] == [f"19:30, Thứ Bảy 20/2: đã giữ chỗ ở lớp {TITLE}"]
    assert set(letters(house, "changed")) == {"Giàng A Páo"}, "who came after a change is not told of it"
    for learner in (first, yesterday, today):
        learner.page.watch.check()


def plans(trainer, house):
    """Twelve Saturdays with one form; the dates are looked at before anything is kept."""
    trainer.opens("/teach").follows("Xếp lịch lớp mới").types(title=TITLE, first="2027-01-16", count="12")
    trainer.page.locator("#weekdays-6").check(force=True)
    trainer.types(room=schedule.ROOM).presses("Xem trước")
    dates = trainer.page.locator(".dates li:not(.skipped) .dd").all_inner_texts()
    assert [days(text)[0] for text in dates] == AS_PLANNED
    assert "6/2" in trainer.page.locator(".dates .skipped").inner_text()
    trainer.presses("Đăng lịch lớp").reads("Đã đăng lịch lớp")
    with house.rows() as rows:
        return rows.scalars(select(Series.slug)).one()


def numbers(house, *which):
    """Public ids of the sessions with these numbers."""
    with house.rows() as rows:
        found = dict(rows.execute(select(Session.number, Session.public_id)).all())
    return [found[number] for number in which]


def enrols(learner, email, slug):
    learner.signs_in(email, PASSWORD).opens(f"/classes/{slug}").presses("Đăng ký lớp này")
    return learner.reads("Chỗ của bạn đã được giữ")


def moves_in_three_taps(trainer):
    trainer.follows("Sửa buổi học").types(day="2027-01-24", starts="20:00")
    trainer.presses("Xem trước thay đổi").reads("CN 24/1", "T7 23/1, 19:30 – 21:00", "1 học viên được báo")
    trainer.presses("Đổi và báo cho lớp").reads("Buổi 2 chuyển sang Chủ Nhật 24/1, 20:00", "Lời nhắn cho nhóm Zalo")


def cancels(trainer):
    trainer.types(**{"c-reason": "Nghỉ Tết thêm một tuần"})
    trainer.presses("Xem trước buổi sẽ hủy").presses("Hủy và báo cho lớp").reads("Hủy buổi 4, Thứ Bảy 13/2")


def days(text):
    """The days of the year in a text, as they are written: 24/1."""
    return re.findall(r"\b\d{1,2}/\d{1,2}\b", text)


def calendar_at(address, learner):
    """The days in the calendar that a learner has subscribed to, those that are cancelled marked."""
    events = icalendar.Calendar.from_ical(learner.page.request.get(address).text()).walk("VEVENT")
    return [
        f"{event.start.astimezone(ZONE).day}/{event.start.astimezone(ZONE).month}"
        + (" [HỦY]" if event["STATUS"] == "CANCELLED" else "")
        for event in events
    ]


def letters(house, name):
    """{whom: subjects} of the letters of this name."""
    with house.rows() as rows:
        found = select(Person.name, Letter.subject).join(Person, Person.id == Letter.to_id).order_by(Letter.id)
        told = {}
        for person, subject in rows.execute(found.where(Letter.template == f"enrolment/letters/{name}")):
            told.setdefault(person, []).append(subject)
        return told
