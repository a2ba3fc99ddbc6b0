"""A picture on its way into a text: from a phone's camera to what readers see."""

import pytest

from lms.core import jobs
from lms.core.db import mode
from tests.factories import catalogue, people
from tests.journeys.eye import faults
from tests.journeys.someone import Someone
from tests.writing.files import photograph

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

FILE = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": photograph()}


@pytest.fixture
def desk(house):
    """The number of a trainer, and the address of a lesson in the editor."""
    with house.rows():
        people.with_app(people.with_password(people.trainer(phone="+84987650009")))
        return "0987650009", f"/lessons/{catalogue.lesson().slug}/write"


def work(house):
    with house.app.app_context(), mode("write"):
        jobs.run_due()


def signed_in(page, number):
    someone = Someone(page)
    someone.signs_in(number, people.PASSWORD)
    return someone


def test_a_picture_goes_in_at_the_cursor_and_shows_in_the_preview(house, desk, look):
    page = look()
    signed_in(page, desk[0]).opens(desk[1])
    page.locator("#body").fill("Trước\n\nSau")
    page.locator("#body").evaluate("area => area.setSelectionRange(5, 5)")
    page.get_by_text("Thêm ảnh").click()
    page.get_by_role("button", name="Đặt ảnh vào chỗ con trỏ").click()
    page.get_by_text("Viết xem ảnh cho thấy gì.").wait_for()
    page.get_by_label("Ảnh cho thấy gì?").fill("Gói chè [xanh]")
    page.locator("#body-picture").set_input_files({**FILE, "name": "a.svg", "buffer": b"<svg/>"})
    page.get_by_role("button", name="Đặt ảnh vào chỗ con trỏ").click()
    page.get_by_text("Không dùng được hình vẽ SVG").wait_for()
    page.locator("#body-picture").set_input_files(FILE)
    page.get_by_role("button", name="Đặt ảnh vào chỗ con trỏ").click()
    page.get_by_text("Ảnh đã nằm trong bài.").wait_for()
    before, line, after = page.locator("#body").input_value().split("\n\n")
    assert (before, after) == ("Trước", "Sau") and line.startswith("![Gói chè (xanh)](/pictures/")
    page.locator("#seen").get_by_text("Gói chè (xanh)").wait_for()
    work(house)
    page.locator("#seen figure img").wait_for()
    assert page.locator("#seen figcaption").inner_text().startswith("Gói chè (xanh) · ")
    page.wait_for_function("document.querySelector('#seen img').naturalWidth > 0")
    page.watch.check()


def test_without_script_a_picture_is_put_in_on_its_own_page(house, desk, look):
    page = look(script=False)
    someone = signed_in(page, desk[0]).opens("/pictures")
    page.locator('[name="picture"]').set_input_files(FILE)
    someone.types(shows="Gói chè").presses("Đưa ảnh lên")
    assert page.locator(".new code").inner_text().startswith("![Gói chè](/pictures/")
    work(house)
    page.reload()
    assert page.locator(".shelf img").count() == 1


def test_the_page_of_pictures_is_for_every_eye(house, desk, look):
    page = look()
    signed_in(page, desk[0]).opens("/pictures")
    assert faults(page) == []
    page.locator('[name="picture"]').set_input_files(FILE)
    page.locator('[name="shows"]').fill("Gói chè")
    page.get_by_role("button", name="Đưa ảnh lên").click()
    page.locator(".new").wait_for()
    work(house)
    page.reload()
    assert faults(page) == []
