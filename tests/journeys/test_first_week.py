"""The main job, through pages only: from the public home to a number that stands for one learner more."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

import icalendar
import pytest
from sqlalchemy import select

from lms import content
from lms.attendance.models import Evidence
from lms.core.clock import ZONE
from lms.quizzes.models import Question
from lms.schedule.models import Session
from tests.factories import people, schedule
from tests.factories.people import PASSWORD
from tests.journeys.screens import LAPTOP
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

WEDNESDAY = datetime(2026, 11, 25, 20, 0, tzinfo=ZONE)
BEFORE_CLASS = datetime(2026, 11, 26, 19, 20, tzinfo=ZONE)
IN_CLASS = datetime(2026, 11, 26, 19, 50, tzinfo=ZONE)
AFTER_CLASS = datetime(2026, 11, 26, 21, 10, tzinfo=ZONE)
LEARNER, PHONE_NUMBER, SECRET = "Giàng A Páo", "0912 345 678", "ba cây nấm rừng"
TRAINER, COORDINATOR = "0987 654 321", "0976 543 210"
REASON = "Nhà em mất điện, vào lúc 19:50"
TITLE = "Livestream bán hàng từ con số không"


class Scene(NamedTuple):
    """What stands before the learner comes."""

    session: str
    lesson: str
    explanations: list[str]


@pytest.fixture
def scene(house, now) -> Scene:
    """A class of eight evenings with its lessons and quizzes, its trainer, and the coordinator of Lai Châu."""
    now.move_to(WEDNESDAY)
    with house.rows() as rows:
        content.load(at=WEDNESDAY.astimezone(UTC))
        trainer = people.with_app(people.with_password(people.trainer("Nguyễn Văn Tùng", phone="+84987654321")))
        people.with_app(people.with_password(people.coordinator("12", "Trần Thu Hà", phone="+84976543210")))
        track = schedule.track("T3")
        series = schedule.series(trainer, track_id=track.id)
        first = rows.scalars(select(Session).where(Session.series_id == series.id, Session.number == 1)).one()
        module = track.modules[0]
        first.module_id, first.topic = module.id, module.title_vi
        reasons = rows.scalars(select(Question.explanation).where(Question.module_id == module.id)).all()
        return Scene(first.public_id, module.lessons[0].title_vi, list(reasons))


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def someone(look, request):
    """`someone()` sits down at a screen of their own; with and without JavaScript."""
    return lambda **wishes: Someone(look(script=request.param, **wishes))


def test_the_first_week_of_a_learner(house, now, scene, someone):
    house.work()
    before = figures(someone(size=LAPTOP).signs_in(COORDINATOR, PASSWORD))
    assert list(before) == ["Đã đăng ký", "Đã dự học (chỉ số chính)"]

    learner = someone()
    picks_a_class_and_signs_up(learner)
    subscribes_the_calendar(learner, house)

    now.move_to(BEFORE_CLASS)
    joins(learner, house, scene)

    now.move_to(IN_CLASS)
    code = shows_the_code(someone(size=LAPTOP).signs_in(TRAINER, PASSWORD))
    checks_in(learner, code)

    now.move_to(AFTER_CLASS)
    house.work()
    reads_a_lesson(learner, scene)
    takes_the_quiz(learner, scene)
    corrects_the_roll(someone(size=LAPTOP).signs_in(TRAINER, PASSWORD))
    learner.opens(f"/sessions/{scene.session}").reads(REASON)

    house.work()
    coordinator = someone(size=LAPTOP).signs_in(COORDINATOR, PASSWORD)
    assert figures(coordinator) == {name: count + 1 for name, count in before.items()}
    opens_the_number(coordinator)
    learner.page.watch.check()


def picks_a_class_and_signs_up(learner):
    learner.opens("/").follows("Đăng ký buổi này").reads(TITLE)
    learner.follows("Đăng ký lớp này")
    learner.types(name=LEARNER, contact=PHONE_NUMBER, birth_year="2004", password=SECRET)
    learner.chooses("province", "12").page.locator("[name=consent]").check()
    learner.presses("Tạo tài khoản và giữ chỗ").follows("đi tiếp").reads("Chỗ của bạn đã được giữ")


def subscribes_the_calendar(learner, house):
    learner.follows("Thêm vào lịch")
    address = learner.page.locator("#address").input_value()
    answer = learner.page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    events = icalendar.Calendar.from_ical(answer.text()).walk("VEVENT")
    assert [event.start.astimezone(ZONE).strftime("%d/%m %H:%M") for event in events] == [
        "26/11 19:30", "03/12 19:30", "10/12 19:30", "17/12 19:30",
        "24/12 19:30", "31/12 19:30", "07/01 19:30", "14/01 19:30",
    ]  # fmt: skip
    assert all(TITLE in str(event["summary"]) for event in events)


def joins(learner, house, scene):
    learner.opens("/today").reads("Lớp đang mở cửa")
    learner.page.watch.expected.add(schedule.ROOM)
    with learner.page.expect_request(schedule.ROOM) as gone:
        learner.page.get_by_role("button", name="Vào lớp Zoom").click()
    asked = gone.value.redirected_from
    assert (asked.method, asked.response().status) == ("POST", 303)
    with house.rows() as rows:
        assert rows.scalars(traces(scene)).all() == ["click"]


def shows_the_code(trainer):
    trainer.opens("/today").follows("Livestream").presses("Chiếu mã")
    return trainer.page.locator(".code [aria-hidden]").inner_text()


def checks_in(learner, code):
    learner.opens("/today").types(code=code).presses("Điểm danh").reads("Bạn đã điểm danh")


def reads_a_lesson(learner, scene):
    learner.opens("/today").follows(scene.lesson).presses("Đã học xong bài này").reads("Bạn đã học xong bài này")


def takes_the_quiz(learner, scene):
    learner.follows("Làm bài kiểm tra").presses("Bắt đầu")
    page = learner.page
    for question in page.locator("fieldset.question").all():
        answers(question)
        onwards = page.get_by_role("button", name="Câu tiếp theo")
        if onwards.is_visible():
            onwards.click()
    over = page.get_by_role("button", name="Xem lại và nộp bài")  # without a script a page of its own looks it over
    over.click() if over.is_visible() else learner.presses("Nộp bài")
    learner.presses("Nộp bài").reads("điểm")
    reasons = [text.strip() for text in page.locator(".why").all_text_contents()]
    assert reasons and set(reasons) <= set(scene.explanations)


def answers(question):
    """The first thing that comes to mind: right or wrong, but an answer."""
    for kind in ("radio", "checkbox"):
        if question.locator(f"[type={kind}]").count():
            question.locator(f"[type={kind}]").first.check()
    for place, choice in enumerate(question.locator("select").all(), 1):
        choice.select_option(index=place)
    if question.locator("[type=text]").count():
        question.locator("[type=text]").fill("1350")


def corrects_the_roll(trainer):
    trainer.opens("/today").follows(TITLE).follows("Danh sách lớp").reads(LEARNER)
    trainer.follows(LEARNER)
    trainer.page.get_by_label("Có mặt, muộn").check()
    trainer.types(reason=REASON).presses("Lưu kết quả").reads("Có mặt, muộn")


def figures(coordinator):
    """{rung: people}: what the coordinator of Lai Châu reads of who registered and who attended."""
    coordinator.opens("/today").follows("Tiếp cận")
    rungs = coordinator.page.locator(".ladder li").all()[:2]
    return {rung.locator("span").first.inner_text(): int(rung.locator("b").inner_text()) for rung in rungs}


def opens_the_number(coordinator):
    """From who attended to those people, and to the evening that proves it."""
    number = coordinator.page.locator(".ladder li").nth(1).locator("b").inner_text()
    coordinator.follows(re.compile(rf"^{number}$")).reads(LEARNER, "Lai Châu", "Ý tưởng, mở đầu")


def traces(scene):
    """The kinds of evidence of the evening."""
    evening = select(Session.id).where(Session.public_id == scene.session)
    return select(Evidence.kind).where(Evidence.session_id.in_(evening)).order_by(Evidence.id)
