"""A trainer writes a lesson and learners read it: draft, preview, publishing, history, order by button and by drag."""

import pytest
from sqlalchemy import select

from lms.catalogue.models import Lesson, LessonDraft
from tests.factories import catalogue as make
from tests.factories import people
from tests.factories.people import PASSWORD
from tests.journeys.eye import faults
from tests.journeys.screens import LAPTOP, PHONE
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

TRAINER = "0987 654 321"
#: What this device keeps of lessons that are being written.
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('lesson:'))"
SIZES = pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@pytest.fixture
def module(house, now):
    """A module of three lessons, and a trainer who may write them."""
    with house.rows() as rows:
        people.with_app(people.with_password(people.trainer("Đặng Thị Hòa", phone="+84987654321")))
        made = make.module(lessons=3)
        lessons = [lesson.slug for lesson in made.lessons]
        rows.refresh(made)
        rows.expunge_all()
        made.slugs = lessons
        return made


def order(house, module):
    with house.rows() as rows:
        found = select(Lesson.slug).where(Lesson.module_id == module.id).order_by(Lesson.position)
        return [module.slugs.index(slug) + 1 for slug in rows.scalars(found)]


@SCRIPT
@SIZES
def test_from_the_desk_to_the_learner_and_back(house, module, look, size, script):
    slug = module.slugs[0]
    trainer = Someone(look(size=size, script=script)).signs_in(TRAINER, PASSWORD)
    trainer.opens("/today").follows("Bài học").follows(f"Bài {module.code}.1")
    trainer.types(body="**Chợ phiên**\n\nChữ mới của cô Hòa.", note="Ví dụ ở chợ").presses("Lưu và xem thử")
    trainer.reads("Người học chưa thấy", "Chữ mới của cô Hòa")
    learner = Someone(look()).opens(f"/lessons/{slug}").reads("Câu đầu.")
    trainer.presses("Đăng bài").reads("Người học đã thấy bản này")
    learner.opens(f"/lessons/{slug}").reads("Chữ mới của cô Hòa")
    trainer.follows("Lịch sử").follows("Điểm khác").reads("Ba câu hỏi")
    assert trainer.page.locator("ins", has_text="Chợ phiên").count() == 1
    trainer.presses("Ký duyệt bài").reads("Đặng Thị Hòa")
    learner.opens(f"/lessons/{slug}").reads("giảng viên đã duyệt")
    trainer.presses("Khôi phục thành bản nháp").presses("Đăng bài")
    learner.opens(f"/lessons/{slug}").reads("Câu đầu.", "đang chờ giảng viên duyệt")
    if script:
        assert faults(trainer.page, looks=[(size, "light")]) == []
        trainer.page.watch.check()


@SCRIPT
def test_a_new_lesson_from_the_first_word(house, module, look, script):
    trainer = Someone(look(script=script)).signs_in(TRAINER, PASSWORD).opens(f"/modules/{module.slug}/write")
    trainer.follows("Bài học mới").types(title_vi="Bán măng khô", title_en="Selling dried bamboo").presses("Bắt đầu")
    trainer.types(body="Một trang chữ.", goals="Bán được măng").presses("Đăng bài").reads("Người học đã thấy")
    reader = Someone(look()).opens(f"/modules/{module.slug}").follows("Bán măng khô").reads("Một trang chữ.")
    assert reader.page.url.endswith("/lessons/ban-mang-kho")


def test_what_has_arrived_is_not_offered_again(house, module, look):
    trainer = Someone(look()).signs_in(TRAINER, PASSWORD).opens(f"/lessons/{module.slugs[0]}/write")
    trainer.types(body="![](/pictures/aaaaaaaaaaaaa)\n")
    with trainer.page.expect_navigation():
        trainer.page.get_by_role("button", name="Đăng bài").click()
    trainer.reads("Có 1 chỗ cần sửa")
    trainer.types(body="Câu đầu.  \n\nCâu hai.\n\n").presses("Đăng bài").reads("Người học đã thấy")
    assert trainer.page.locator("[data-kept]").is_hidden()
    trainer.opens(f"/lessons/{module.slugs[0]}/write")
    assert trainer.page.locator("[data-kept]").is_hidden()


@SCRIPT
def test_order_by_button(house, module, look, script):
    trainer = Someone(look(script=script)).signs_in(TRAINER, PASSWORD).opens(f"/modules/{module.slug}/write")
    trainer.presses("Xuống")
    assert order(house, module) == [2, 1, 3]
    with trainer.page.expect_navigation():
        row = trainer.page.locator(".order li", has_text=f"Bài {module.code}.3")
        row.get_by_role("button", name="Lên").click()
    assert order(house, module) == [2, 3, 1]


@SIZES
def test_order_by_drag(house, module, look, size):
    trainer = Someone(look(size=size)).signs_in(TRAINER, PASSWORD).opens(f"/modules/{module.slug}/write")
    handles = trainer.page.locator("[data-handle]")
    trainer.page.locator(".order li").last.scroll_into_view_if_needed()
    last, first = handles.nth(2).bounding_box(), handles.first.bounding_box()
    mouse = trainer.page.mouse
    mouse.move(last["x"] + 10, last["y"] + 10)
    mouse.down()
    mouse.move(last["x"] + 10, (last["y"] + first["y"]) / 2, steps=8)
    with trainer.page.expect_navigation():
        mouse.move(first["x"] + 10, first["y"] - 8, steps=8)
        mouse.up()
    assert order(house, module) == [3, 1, 2]
    trainer.page.watch.check()


def test_the_picture_of_the_text_follows_the_typing(house, module, look):
    page = look(size=LAPTOP)
    Someone(page).signs_in(TRAINER, PASSWORD).opens(f"/lessons/{module.slugs[0]}/write")
    page.locator("#seen", has_text="Câu đầu.").wait_for()
    page.locator("#body").fill("## Đầu đề mới")
    page.locator("#seen h2", has_text="Đầu đề mới").wait_for()
    page.watch.check()
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/today")
    assert asked == ["beforeunload"], "what is not saved is asked about"


def test_what_was_typed_and_not_saved_is_offered_again(house, module, look):
    page = look()
    trainer = Someone(page).signs_in(TRAINER, PASSWORD).opens(f"/lessons/{module.slugs[0]}/write")
    page.locator("#body").press_sequentially("Dở dang ")
    for _moment in range(100):
        if page.evaluate(KEPT):
            break
        page.wait_for_timeout(100)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/today")
    trainer.opens(f"/lessons/{module.slugs[0]}/write")
    page.get_by_role("button", name="Đưa trở lại").click()
    assert "Dở dang" in page.locator("#body").input_value()
    trainer.presses("Lưu bản nháp")
    with house.rows() as rows:
        assert "Dở dang" in rows.scalars(select(LessonDraft)).one().words["body"]
    assert page.get_by_role("button", name="Đưa trở lại").count() == 0
    assert page.evaluate(KEPT) == []


def test_two_at_once_see_both_texts(house, module, look):
    with house.rows():
        people.with_app(people.with_password(people.trainer("Đỗ Văn Khải", phone="+84987654322")))
    path = f"/lessons/{module.slugs[0]}/write"
    one = Someone(look(size=LAPTOP)).signs_in(TRAINER, PASSWORD).opens(path)
    two = Someone(look(size=LAPTOP)).signs_in("0987 654 322", PASSWORD).opens(path)
    one.types(body="Chữ của Hòa").presses("Lưu bản nháp")
    two.types(body="Chữ của Khải")
    with two.page.expect_navigation() as answer:
        two.page.get_by_role("button", name="Lưu bản nháp").click()
    assert answer.value.status == 422
    two.reads("không mất gì cả", "Chữ của Hòa")
    assert two.page.locator("#body").input_value() == "Chữ của Khải"
    assert faults(two.page, looks=[(PHONE, "light"), (LAPTOP, "dark")]) == []
    two.presses("Lưu bản nháp").reads("Đỗ Văn Khải")
