"""A trainer writes a question of each kind, makes a quiz of them, opens it; a learner takes it."""

import pytest
from sqlalchemy import select

from lms.quizzes.models import Question, Quiz
from tests.factories import catalogue, people
from tests.factories.people import PASSWORD
from tests.journeys.eye import faults
from tests.journeys.screens import LAPTOP, PHONE
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

TRAINER, LEARNER = "0987 654 321", "0912 345 678"
SIZES = pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
#: kind → what is typed, and which lines are marked as right.
SHEETS = {
    "single": ({"rows-0-text": "Muối", "rows-1-text": "Chè", "rows-1-feedback": "Đúng là chè"}, ["1"]),
    "multi": ({"rows-0-text": "Mã OTP", "rows-1-text": "Tên xã", "rows-2-text": "Mật khẩu"}, ["0", "2"]),
    "truefalse": ({}, ["0"]),
    "match": ({"rows-0-left": "a", "rows-0-right": "Một", "rows-1-left": "b", "rows-1-right": "Hai"}, []),
    "order": ({"rows-0-text": "Nói", "rows-1-text": "Cho xem", "rows-2-text": "Hỏi"}, []),
    "numeric": ({"value": "1350", "tolerance": "5", "unit": "kg"}, []),
    "short": ({"accepted": "chè Shan tuyết", "rubric": "Nói được tên"}, []),
}  # fmt: skip


@pytest.fixture
def module(house, now):
    """A module without questions, a trainer, and a learner."""
    with house.rows() as rows:
        people.with_app(people.with_password(people.trainer("Đặng Thị Hòa", phone="+84987654321")))
        people.with_password(people.person("Giàng A Páo", phone="+84912345678"))
        made = catalogue.module()
        rows.refresh(made)
        rows.expunge_all()
        return made


def opened(trainer, parts):
    """Whatever is folded away in a sheet, so that it can be typed into."""
    for place in trainer.page.locator(parts).all():
        place.click()


def writes(trainer, module, kind):
    """One question, from the list to its own page."""
    typed, right = SHEETS[kind]
    trainer.opens(f"/questions?module={module.code}").follows("Viết câu hỏi")
    trainer.page.locator(f"#kind-{kind}").check()
    trainer.presses("Làm tiếp")
    if "rows-1-feedback" in typed:
        opened(trainer, ".typed summary")
    trainer.types(text=f"Câu **{kind}**?", explanation="Vì thế.", tags="thử", **typed)
    for number in right:
        trainer.page.locator(f"#right-{number}").check()
    trainer.presses("Lưu câu hỏi").reads("Đã lưu câu hỏi")


@SCRIPT
@SIZES
def test_from_an_empty_bank_to_a_learners_result(house, module, look, size, script):
    trainer = Someone(look(size=size, script=script)).signs_in(TRAINER, PASSWORD)
    trainer.opens("/today").follows("Bài học").follows("Câu hỏi").reads("Chưa có câu hỏi nào")
    for kind in SHEETS:
        writes(trainer, module, kind)
    trainer.follows("Câu hỏi của").types(q="CAU").presses("Tìm")
    assert trainer.page.locator(".bank a").count() == 7
    trainer.opens("/today").follows("Bài học").follows("Bài kiểm tra").follows("Tạo bài kiểm tra")
    trainer.chooses("module", module.code).presses("Làm tiếp")
    trainer.types(title_vi="Luyện tập đầu tiên", minutes="30").presses("Lưu thành bản nháp")
    for number in range(1, 8):
        trainer.presses(f"{module.code}-N{number}")
    trainer.reads("Mỗi lượt làm hỏi 7 câu").follows("Cài đặt").follows("Xem như học viên").reads("Câu 7")
    trainer.follows("Luyện tập đầu tiên").presses("Mở bài kiểm tra").reads("Trạng thái của bài: Đang mở")
    if script:
        assert faults(trainer.page, looks=[(size, "light"), (size, "dark")]) == []
    takes(look, module)


def takes(look, module):
    """A learner answers everything rightly, on plain pages."""
    learner = Someone(look(script=False)).signs_in(LEARNER, PASSWORD)
    learner.opens(f"/modules/{module.slug}/quiz").reads("Luyện tập đầu tiên").presses("Bắt đầu")
    for words in ("Chè", "Mã OTP", "Mật khẩu", "Đúng"):
        learner.page.get_by_label(words, exact=True).check()
    for label, option in (("a", "Một"), ("b", "Hai"), ("Nói", "1"), ("Cho xem", "2"), ("Hỏi", "3")):
        learner.page.get_by_label(label, exact=True).select_option(label=option)
    learner.page.locator("[name=a6]").fill("1352 kg")
    learner.page.locator("[name=a7]").fill("che shan tuyet")
    learner.presses("Nộp")
    if "/check" in learner.page.url:
        learner.presses("Nộp")
    learner.reads("7 trên 7 điểm")


def test_lines_come_and_go_in_place(module, look):
    trainer = Someone(look(size=LAPTOP)).signs_in(TRAINER, PASSWORD)
    page = trainer.opens(f"/questions/new?kind=single&module={module.code}").page
    for number, words in enumerate(["Một", "Hai", "Ba", "Bốn"]):
        page.locator(f"#rows-{number}-text").fill(words)
    page.get_by_role("button", name="Thêm phương án").click()
    page.locator("#rows-4-text").fill("Năm")
    page.locator("#right-4").check()
    page.get_by_role("button", name="Bỏ ra").nth(1).click()
    assert page.locator(".typed label").all_text_contents()[::3][:1] == ["Phương án 1"]
    trainer.types(text="Gì?").presses("Lưu câu hỏi").reads("Một", "Ba", "Năm")


def test_what_was_typed_wrongly_is_said_and_seen_well(module, look):
    trainer = Someone(look()).signs_in(TRAINER, PASSWORD)
    trainer.opens(f"/questions/new?kind=multi&module={module.code}").types(**{"rows-0-text": "Chỉ một"})
    with trainer.page.expect_navigation():
        trainer.page.get_by_role("button", name="Lưu câu hỏi").click()
    trainer.reads("Viết câu hỏi")
    assert trainer.page.locator("#rows-0-text").input_value() == "Chỉ một"
    assert faults(trainer.page, looks=[(PHONE, "light"), (PHONE, "dark"), (LAPTOP, "light")]) == []


def test_every_page_of_the_bank_is_sound(house, module, look):
    trainer = Someone(look()).signs_in(TRAINER, PASSWORD)
    for kind in ("single", "match", "order", "short"):
        writes(trainer, module, kind)
    trainer.opens(f"/quizzes/new?module={module.code}").types(title_vi="Thử").presses("Lưu thành bản nháp")
    with house.rows() as rows:
        quiz, codes = (
            rows.scalars(select(Quiz.public_id)).one(),
            list(rows.scalars(select(Question.code).order_by(Question.id))),
        )
    ones = [f"/questions/{code}{tail}" for code in codes for tail in ("", "/edit")]
    of_quiz = [f"/quizzes/{quiz}/{name}" for name in ("settings", "questions", "extras", "preview")]
    for path in ["/questions", "/questions/new", f"/questions/{codes[0]}/history", "/quizzes", *ones, *of_quiz]:
        trainer.opens(path)
        found = faults(trainer.page, looks=[(PHONE, "light"), (LAPTOP, "light")])
        assert found == [], (path, found)
