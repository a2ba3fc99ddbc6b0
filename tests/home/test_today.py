"""*Today*: one cloth, three contents; for staff their work; for nobody else anything."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from lms.core.db import db
from lms.reach.models import CubeCell
from tests.factories import attendance, catalogue, enrolment, people, quizzes, schedule

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def class_(app):
    """(session, learner, trainer, quiz): a class with a module of two lessons and its quiz, in ten minutes."""
    trainer, learner = people.trainer("Đặng Thị Hòa"), people.person("Giàng A Páo")
    quiz = quizzes.quiz(module=catalogue.module(lessons=2))
    series = schedule.series(trainer, track_id=quiz.module.track_id)
    session = schedule.sessions_of(series)[0]
    session.module_id, session.topic = quiz.module_id, "Kịch bản phiên livestream 60 phút"
    enrolment.enrol(learner, series)
    return session, learner, trainer, quiz


def today(visit, person):
    return visit.as_(person).get("home.learner.today")


def statements(visit, person, endpoint, **values):
    visitor, path = visit.as_(person), visit.address(endpoint, values)
    seen = []

    def count(_connection, _cursor, statement, *_rest):
        seen.extend([statement] if statement != "BEGIN" else [])

    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", count)
    page = visitor.open("GET", path)
    event.remove(db.engine, "before_cursor_execute", count)
    assert page.status == 200
    return len(seen)


def test_the_day_before(visit, class_, clock, at):
    _session, learner, _trainer, _quiz = class_
    clock.move_to(at - 24 * HOUR)
    page = today(visit, learner)
    assert page.h1 == "Kịch bản phiên livestream 60 phút"
    assert page.soup.select_one(".clock").text == "19:30"
    assert "Tối mai" in page
    assert "Buổi 1 trong 8" in page
    assert "Chỗ của bạn đã được giữ. Nút vào lớp hiện ở đây từ 19:15." in page
    assert page.soup.select_one("form[action$=join]") is None
    assert "Có mặt ít nhất 6 trong 8 buổi" in page


def test_further_ahead_the_day_is_named(visit, class_, clock, at):
    clock.move_to(at - 72 * HOUR)
    assert "Thứ Năm" in today(visit, class_[1]).soup.select_one(".day").text


def test_the_open_door(visit, class_):
    session, learner, _trainer, _quiz = class_
    page = today(visit, learner)
    assert "Lớp đang mở cửa" in page
    assert page.soup.select_one("form[action$=join]")["action"] == f"/sessions/{session.public_id}/join"
    assert page.soup.select_one(".btn.big").text == "Vào lớp Zoom"
    assert f"Giàng A Páo #{learner.mark}" in page
    assert page.soup.select_one("input[name=code]") is not None
    assert "zoom.us" not in page.html


def test_after_the_class(visit, class_, clock, at):
    session, learner, _trainer, quiz = class_
    attendance.trace(
        session, learner, "interval", at=session.starts_at + 8 * MINUTE, until=session.starts_at + 200 * MINUTE
    )
    attendance.decided(session, learner, at=session.ends_at + 20 * MINUTE)
    clock.move_to(session.ends_at + 30 * MINUTE)
    page = today(visit, learner)
    assert page.h1 == "Còn một việc: bài kiểm tra 6 câu"
    assert page.soup.select_one(".clock").text == "82"
    assert "trong 90 phút" in page
    assert page.soup.select_one(".btn.go")["href"] == f"/quizzes/{quiz.public_id}"
    assert "Đã có mặt 1 buổi, còn 5 buổi nữa" in page


def test_after_the_class_why_in_one_line_and_the_way_to_all_of_it(visit, class_, clock, at):
    session, learner, trainer, _quiz = class_
    attendance.marked(session, learner, trainer, "absent", at=at)
    clock.move_to(session.ends_at + 30 * MINUTE)
    page = today(visit, learner)
    assert "Điểm danh của bạn: vắng. Giảng viên ghi: vắng." in page
    way = page.soup.find("a", string="Điểm danh của bạn trong lớp này")["href"]
    assert visit.as_(learner).open("GET", way).status == 200


def test_after_the_class_before_the_decision(visit, class_, clock):
    session, learner, _trainer, _quiz = class_
    clock.move_to(session.ends_at + MINUTE)
    assert "Kết quả điểm danh có ít phút sau buổi học" in today(visit, learner)


def test_the_next_day_it_is_about_the_next_class(visit, class_, clock):
    session, learner, _trainer, _quiz = class_
    clock.move_to(session.ends_at + 30 * HOUR)
    page = today(visit, learner)
    assert "Buổi 2 trong 8" in page


def test_a_cancelled_class_is_passed_over_and_said(visit, class_, clock, at):
    session, learner, _trainer, _quiz = class_
    session.state = "cancelled"
    clock.move_to(at - 2 * HOUR)
    page = today(visit, learner)
    assert "Buổi 2 trong 7" in page
    assert "Đã hủy" in page


def test_without_a_class_the_next_one_is_offered(visit, class_):
    session = class_[0]
    page = today(visit, people.person("Sùng Thị Xua"))
    assert "Bạn không có lớp nào sắp tới. Buổi gần nhất: Thứ Năm 26/11, 19:30" in page
    assert "Còn 499 chỗ." in page
    assert page.soup.select_one(".btn.go")["href"] == f"/classes/{session.series.slug}"


def test_without_any_class_at_all(visit, app):
    assert "Xem tất cả lớp" in today(visit, people.person())


def test_a_trainer_finds_the_desk(visit, class_):
    session, _learner, trainer, _quiz = class_
    page = today(visit, trainer)
    assert page.h1 == "Hôm nay"
    desks = [link["href"] for link in page.soup.select(".rows a[href$=desk]")]
    coming = schedule.sessions_of(session.series)[:2]
    assert desks == [f"/sessions/{item.public_id}/desk" for item in coming]
    assert "Bạn không có lớp nào" not in page


def test_a_trainer_who_learns_sees_both(visit, class_):
    session, _learner, _trainer, _quiz = class_
    other = people.trainer("Nguyễn Văn Tùng")
    enrolment.enrol(other, session.series)
    page = today(visit, other)
    assert page.soup.select_one("form[action$=join]") is not None
    assert "Tám ngày tới bạn không có buổi dạy nào" in page


def test_coordinator_and_caretaker_find_their_work(visit, app):
    assert "Số người so với chỉ tiêu" in today(visit, people.coordinator())
    assert "Người và vai trò" in today(visit, people.caretaker())


def test_a_coordinator_reads_the_headline_of_their_province(visit, app):
    for code, people_there in (("12", 1284), ("15", 7)):
        db.session.add(
            CubeCell(
                indicator="attended",
                scope="year:2026",
                month=date(2026, 11, 1),
                province_code=code,
                gender="female",
                age_band="18-24",
                self_reported=False,
                people=people_there,
            )  # fmt: skip
        )
    own = people.coordinator("12")
    assert "1.284 người đã dự học trong năm 2026." in today(visit, own)
    assert "1.291 người đã dự học trong năm 2026." in today(visit, people.coordinator())
    assert statements(visit, own, "home.learner.today") <= 5


def test_nobody_signs_in_first(visit, app):
    page = visit.get("home.learner.today")
    assert (page.status, page.location.split("?")[0]) == (303, "/sign-in")


@pytest.mark.parametrize("hours", [-24, 0, 3])
def test_at_most_five_statements(visit, class_, clock, at, hours):
    session, learner, trainer, _quiz = class_
    clock.move_to(at + hours * HOUR)
    before = statements(visit, learner, "home.learner.today")
    for _series in range(12):
        friday = schedule.FIRST + timedelta(days=1)
        series = schedule.series(trainer, friday, track_id=session.series.track_id, count=4)
        enrolment.enrol(learner, series)
    assert statements(visit, learner, "home.learner.today") == before <= 5


def test_five_statements_for_trainers_and_newcomers(visit, class_):
    assert statements(visit, class_[2], "home.learner.today") <= 5
    assert statements(visit, people.person("Sùng Thị Xua"), "home.learner.today") <= 5


def test_a_coordinator_of_a_province_is_shown_no_link_that_would_refuse_them(visit):
    here = visit.as_(people.coordinator("12"))
    page = here.get("home.learner.today")
    links = {link["href"] for link in page.soup.select("main a[href^='/']")}
    assert "/reach/overview" in links
    assert {path: here.get(path).status for path in links if here.get(path).status != 200} == {}


def test_a_draft_of_one_s_own_says_so(visit, app):
    trainer = people.trainer("Đặng Thị Hòa")
    schedule.series(trainer, count=1, title="Lớp đang soạn", state="draft")
    assert today(visit, trainer).soup.select_one("[aria-labelledby=teach] .tag").get_text() == "Bản nháp"
