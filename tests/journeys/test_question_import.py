"""A trainer brings questions: pastes and sees them at once, brings a file, confirms, mends, takes them out again."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lms.quizzes.models import Question
from tests.factories import catalogue, people
from tests.factories.people import PASSWORD
from tests.journeys.eye import snap
from tests.journeys.screens import LAPTOP, PHONE
from tests.journeys.someone import Someone
from tests.quizzes.bringing import GIFT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

TRAINER = "0987 654 321"


@pytest.fixture
def module(house):
    """A trainer, and a module without questions."""
    with house.rows() as rows:
        people.with_app(people.with_password(people.trainer("Đặng Thị Hòa", phone="+84987654321")))
        made = catalogue.module(title_vi="Livestream bán hàng", title_en="Selling live")
        rows.expunge_all()
        return made


def banked(house):
    with house.rows() as rows:
        return list(rows.scalars(select(Question.text).order_by(Question.id)))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["360", "1280"])
def test_questions_come_in_and_go_out(look, house, module, size, script):
    trainer = Someone(look(size=size, script=script)).signs_in(TRAINER, PASSWORD)
    trainer.opens("/questions").follows("Đưa câu hỏi vào").reads("Có thể viết như thế này")
    if script:
        snap(trainer, "imports", size)
    trainer.page.locator("textarea").fill(GIFT)
    if script:
        preview = trainer.page.locator("#preview")
        expect(preview.get_by_role("status")).to_contain_text("8 câu mới · 1 câu bị từ chối")
        trainer.page.locator("textarea").fill(GIFT + "\nMột câu nữa {T}\n")
        expect(preview.get_by_role("status")).to_contain_text("8 câu mới")
        trainer.page.locator("textarea").fill(GIFT)
        snap(trainer, "imports-preview", size)
    else:
        trainer.presses("Chỉ xem trước phần dán").reads("8 câu mới · 1 câu bị từ chối", "Giờ nào nên live?")
    assert banked(house) == []

    trainer.presses("Tải lên và xem").reads("Chưa có câu nào được thêm", "Từng câu một", "Dòng 26")
    if script:
        snap(trainer, "import", size)
    trainer.presses("Thêm 8 câu hỏi").reads("trên 9 câu hỏi")
    if script:
        snap(trainer, "import-running", size)
    assert banked(house) == []
    house.work()
    if script:
        expect(trainer.page.locator("dl.counts")).to_contain_text("Đã thêm")
    else:
        trainer.follows("Cập nhật")
    trainer.reads("Đã thêm", "Bị từ chối")
    assert [int(cell) for cell in trainer.page.locator("dl.counts dd").all_inner_texts()] == [8, 0, 0, 1]
    assert len(banked(house)) == 8
    if script:
        snap(trainer, "import-done", size)
    with trainer.page.expect_download() as given:
        trainer.page.get_by_role("link", name="Tải 1 câu cần sửa").click()
    mended = Path(given.value.path()).read_text("utf-8")
    assert mended.startswith("// ") and "Chọn {=a ~b" in mended

    file = {"name": "sua.gift", "mimeType": "text/plain", "buffer": mended.replace("~b", "~b}").encode()}
    trainer.opens("/questions/imports").reads("Những lần bạn đã gửi", "đã đưa vào")
    trainer.page.locator("input[type=file]").set_input_files(file)
    trainer.presses("Tải lên và xem").presses("Thêm 1 câu hỏi")
    house.work()
    assert len(banked(house)) == 9

    trainer.opens("/questions").follows("Lấy câu hỏi ra").reads("Tệp sẽ có 9 câu hỏi", "Giữ được tất cả")
    if script:
        snap(trainer, "export", size)
    trainer.page.get_by_label("XLSX").check(force=True)
    with trainer.page.expect_download() as given:
        trainer.page.get_by_role("button", name="Tải tệp").click()
    assert given.value.suggested_filename.endswith(".xlsx")
    file = {"name": "ra.xlsx", "mimeType": "application/zip", "buffer": Path(given.value.path()).read_bytes()}
    trainer.opens("/questions/imports").page.locator("input[type=file]").set_input_files(file)
    trainer.presses("Tải lên và xem").reads("Đã có")
    assert trainer.page.locator("main .btn.go").count() == 0
    trainer.page.watch.check()
