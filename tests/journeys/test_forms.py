"""What a person reads who mistypes something on the way through the main job, and that nothing is lost or kept."""

from typing import Any, NamedTuple

import pytest
from sqlalchemy import func, select

from lms.core.db import db
from lms.quizzes import queries
from tests.factories import attendance, enrolment, people, quizzes, schedule

WEAK = "12345678"
ME = {
    "name": "Giàng A Páo",
    "contact": "0912 345 678",
    "birth_year": "2004",
    "province": "12",
    "password": "ba cây nấm hương",
    "consent": "y",
}
PLAN = {
    "title": "Livestream bán hàng từ con số không",
    "weekdays": "5",
    "starts": "19:30",
    "minutes": "90",
    "first": "2026-12-04",
    "count": "8",
    "seats": "500",
    "room": "https://us02web.zoom.us/j/81234567890",
    "summary": "Tám buổi.",
    "topics": "\n".join(f"Chủ đề {number}" for number in range(1, 9)),
    "do": "publish",
}
TARGET = {"indicator": "attended", "period": "2026", "province": "12", "people": "98000"}
#: What is written although the form was refused: tries are counted, or one could guess for ever.
COUNTED = {"failed_sign_in", "wrong_code"}


class Slip(NamedTuple):
    """One mistake: the form, the field, what was typed there, and the sentence that helps."""

    form: str
    field: str
    typed: Any
    sentence: str


SLIPS = [
    Slip("sign-up", "name", "", "Nhập họ và tên của bạn"),
    Slip("sign-up", "contact", "0912 345 67", "Còn thiếu số. Nhập đủ 10 số, ví dụ 0912 345 678"),
    Slip("sign-up", "birth_year", "04", "Nhập năm sinh bằng bốn chữ số, ví dụ 2004"),
    Slip("sign-up", "province", "Atlantis", "Chọn tỉnh hoặc thành phố trong danh sách"),
    Slip("sign-up", "password", "ngắn", "Dùng ít nhất 8 ký tự. Ba từ ghép lại dễ nhớ hơn"),
    Slip("sign-up", "consent", "", "Đánh dấu đồng ý để chúng tôi được lưu thông tin của bạn"),
    Slip("sign-in", "contact", "0912", "Còn thiếu số. Nhập đủ 10 số, ví dụ 0912 345 678"),
    Slip("sign-in", "password", "", "Nhập mật khẩu của bạn"),
    Slip("sign-in", "birth_year", "năm 04", "Nhập năm sinh bằng bốn chữ số, ví dụ 2004"),
    Slip("code", "code", "", "Nhập bốn chữ số giảng viên đang chiếu"),
    Slip("code", "code", "48 2", "Nhập bốn chữ số giảng viên đang chiếu"),
    Slip("code", "code", "0000", "Bốn số này chưa khớp với mã đang chiếu. Bạn còn 4 lần nhập"),
    Slip("roll", "value", "", "Chọn một kết quả"),
    Slip("roll", "value", "gone home", "Chọn một kết quả"),
    Slip("roll", "reason", "ă" * 201, "Viết ngắn hơn 200 ký tự"),
    Slip("plan", "title", "", "Nhập tên lớp, ví dụ: Livestream bán hàng từ con số không"),
    Slip("plan", "weekdays", [], "Chọn ít nhất một ngày trong tuần"),
    Slip("plan", "starts", "tối", "Nhập giờ, ví dụ 19:30"),
    Slip("plan", "minutes", "chín mươi", "Nhập số phút của một buổi, ví dụ 90"),
    Slip("plan", "first", "30/2/2027", "Nhập ngày, ví dụ 7/1/2027"),
    Slip("plan", "first", "1999-01-07", "Xem lại năm của ngày học đầu tiên"),
    Slip("plan", "count", "900", "Một lớp có từ 1 đến 60 buổi"),
    Slip("plan", "seats", "0", "Nhập một số từ 1 đến 100.000"),
    Slip("plan", "room", "javascript:alert(1)", "Đường dẫn cần bắt đầu bằng https://"),
    Slip("plan", "topics", "Một\n" * 9, "Có 9 chủ đề cho 8 buổi. Viết mỗi dòng một chủ đề, mỗi buổi một dòng"),
    Slip("target", "people", "", "Nhập số người cần đạt"),
    Slip("target", "people", "hai mươi triệu", "Nhập số người là số nguyên từ 0 đến 100 triệu"),
    Slip("target", "people", "-5", "Nhập số người là số nguyên từ 0 đến 100 triệu"),
]


@pytest.fixture
def forms(visit, at):
    """{form: (who, endpoint, values of its address, what would be right)}."""
    trainer, learner = people.trainer(), people.with_password(people.person(phone="+84987654321"))
    series = schedule.series(trainer)
    session = schedule.sessions_of(series)[0]
    enrolment.enrol(learner, series)
    attendance.code(session, trainer, "4829", at=at)
    here, right = {"session_id": session.public_id}, {"value": "present", "reason": "Em ấy ngồi cùng máy với bạn"}
    plan = {**PLAN, "track": str(series.track_id), "second_trainer": ""}
    return {
        "sign-up": (visit, "enrolment.public.register", {"slug": series.slug}, ME),
        "sign-in": (visit, "accounts.public.enter", {}, {"contact": "0987 654 321", "password": people.PASSWORD}),
        "code": (visit.as_(learner), "attendance.learner.check_in", here, {"code": "4829"}),
        "roll": (visit.as_(trainer), "attendance.trainer.mark", {**here, "person_id": learner.public_id}, right),
        "target": (visit.as_(people.coordinator("12")), "reach.coordinator.set_target", {}, TARGET),
        "plan": (visit.as_(trainer), "schedule.trainer.create", {}, plan),
    }


def counts():
    """{table: rows}, without what counts tries."""
    db.session.rollback()
    tables = [table for table in db.metadata.sorted_tables if table.name not in COUNTED]
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in tables}


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.form}-{slip.field}-{slip.typed!s:.12}")
def test_a_slip_is_named_at_its_field_and_above_and_nothing_is_written(forms, slip):
    who, endpoint, address, right = forms[slip.form]
    before = counts()
    page = who.post(endpoint, {**right, slip.field: slip.typed}, **address)
    assert page.status == 422
    assert page.soup.title.get_text().startswith("Lỗi:")
    assert page.errors == [slip.sentence]
    (link,) = page.soup.select(".errors a")
    field = page.soup.find(id=link["href"].removeprefix("#"))
    said = [page.soup.find(id=number).get_text(" ", strip=True) for number in field["aria-describedby"].split()]
    assert slip.sentence in said
    assert counts() == before


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.form}-{slip.field}-{slip.typed!s:.12}")
def test_what_was_typed_stays_but_a_password_does_not(forms, slip):
    who, endpoint, address, right = forms[slip.form]
    typed = {**right, slip.field: slip.typed}
    page = who.post(endpoint, typed, **address)
    shown = {field["name"] for field in page.soup.select("main form [name]")} & set(typed)
    shown -= {"do", "password", slip.field}
    assert {name: kept(page, name) for name in shown} == {name: typed[name] for name in shown}
    password = page.soup.find("input", attrs={"name": "password"})
    assert password is None or not password.get("value")


def kept(page, name):
    """What a field holds, whatever its kind."""
    ticked = page.soup.select(f'input[name="{name}"][type=checkbox], input[name="{name}"][type=radio]')
    if ticked:
        return next((box["value"] for box in ticked if box.has_attr("checked")), None)
    value = page.value(name)
    return value.removeprefix("\r\n").replace("\r\n", "\n") if isinstance(value, str) else value


@pytest.mark.parametrize("form", ["sign-up", "sign-in", "code", "roll", "plan", "target"])
def test_what_is_right_goes_through(forms, form):
    who, endpoint, address, right = forms[form]
    assert who.post(endpoint, right, **address).status == 303


def test_a_wrong_password_says_the_same_as_an_unknown_number(forms):
    who, endpoint, _address, right = forms["sign-in"]
    before = counts()
    wrong = who.post(endpoint, {**right, "password": "ba cây nấm rơm"})
    unknown = who.post(endpoint, {**right, "contact": "0911 111 111"})
    assert (wrong.status, unknown.status) == (422, 422)
    assert wrong.errors == unknown.errors != []
    assert (wrong.value("contact"), unknown.value("contact")) == ("0987 654 321", "0911 111 111")
    assert counts() == before


def test_who_tries_too_often_is_told_how_long_to_wait(forms, clock):
    who, endpoint, _address, right = forms["sign-in"]
    right = {**right, "birth_year": "2004"}
    for number in range(5):
        assert who.post(endpoint, {**right, "password": f"ba cây nấm {number}"}).status == 422
        clock.shift(5)
    page = who.post(endpoint, right)
    assert page.status == 429
    assert page.errors == ["Bạn đã thử nhiều lần. Chờ 60 phút rồi thử lại"]
    assert page.value("contact") == right["contact"]


def test_an_answer_that_cannot_be_read_is_kept_and_named(visit, at):
    learner = people.person()
    attempt = quizzes.attempt(quizzes.quiz(), learner, at=at)
    who, here = visit.as_(learner), {"attempt_id": attempt.public_id}
    place = next(item.position for item, _row in queries.paper(attempt) if item.kind == "numeric")
    asked = who.post("quizzes.learner.hand_in", {**quizzes.fields(attempt), f"a{place}": "hơn một nghìn"}, **here)
    assert (asked.status, asked.location) == (303, f"/attempts/{attempt.public_id}/check")
    page = who.follow(asked)
    assert page.h1 == "Còn 1 câu chưa trả lời"
    assert "Chỉ nhập một con số, ví dụ 1350 hoặc 1,5" in page
    sheet = who.get("quizzes.learner.attempt", **here)
    assert sheet.value(f"a{place}") == "hơn một nghìn"
    assert "Chỉ nhập một con số, ví dụ 1350 hoặc 1,5" in sheet.soup.find(id=f"q{place}").get_text()
    db.session.refresh(attempt)
    assert attempt.state == "open"
