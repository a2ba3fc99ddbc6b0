"""One's own attendance: every class in a line, and a class session by session."""

from datetime import date, timedelta

import pytest

from lms.core.db import db
from lms.quizzes.models import Quiz
from tests.factories import attendance, catalogue, enrolment, people, reach, schedule
from tests.statements import statements

DAY = timedelta(days=1)


@pytest.fixture
def school(app, clock):
    """(series of ten evenings whose track has five quizzes, its sessions, a learner); four evenings are over."""
    track = catalogue.track(modules=5)
    db.session.add_all(Quiz(module_id=module.id) for module in track.modules)
    series = schedule.series(people.trainer(), first=date(2026, 11, 26), count=10, track_id=track.id)
    learner = people.person("Giàng A Páo")
    enrolment.enrol(learner, series)
    sessions = schedule.sessions_of(series)
    clock.move_to(sessions[3].ends_at + DAY)
    return series, sessions, learner


def test_every_class_in_a_line(visit, school, at):
    series, sessions, learner = school
    for session in sessions[:2]:
        reach.decided(session, learner, at=at)
    page = visit.as_(learner).get("certificates.learner.attendance")
    [row] = page.soup.select("main .rows li")
    assert series.title in row.text
    assert "Có mặt 2 trên 4 buổi đã học" in row.text
    assert "Để nhận chứng nhận: 5 buổi nữa và 4 bài kiểm tra nữa" in row.text


def test_nothing_yet(visit, app):
    page = visit.as_(people.person()).get("certificates.learner.attendance")
    assert page.status == 200 and page.soup.select_one("main .none a")


def test_a_class_session_by_session(visit, school, at):
    series, sessions, learner = school
    attendance.trace(sessions[0], learner, "code", at=sessions[0].starts_at)
    attendance.decided(sessions[0], learner, at=sessions[0].ends_at + DAY)
    attendance.decided(sessions[1], learner, at=sessions[1].ends_at + DAY)
    schedule.cancel(sessions[4], at=at)
    db.session.commit()
    page = visit.as_(learner).get("certificates.learner.series", series_id=series.public_id)
    rows = {row["id"]: row.get_text(" ", strip=True) for row in page.soup.select("main .rows > li")}
    said = [rows[f"s-{session.public_id}"] for session in sessions]
    assert len(rows) == 10
    assert "Tự khai" in said[0] and "Đã nhập mã điểm danh" in said[0] and "Theo quy tắc 2026-1" in said[0]
    assert "Vắng" in said[1] and "Không có dấu vết" in said[1]
    assert "Chưa quyết định" in said[2] and "Đã hủy" in said[4]
    ways = [link["href"] for link in page.soup.select("main .tools a")]
    assert ways == [f"/sessions/{session.public_id}/claim" for session in sessions[1:4]]


def test_somebody_elses_class_is_not_there(visit, school):
    series, _sessions, _learner = school
    assert visit.as_(people.person()).get("certificates.learner.series", series_id=series.public_id).status == 404
    gone = people.person("Lý A Chu")
    enrolment.enrol(gone, series, state="withdrawn")
    page = visit.as_(gone).get("certificates.learner.series", series_id=series.public_id)
    assert page.status == 200 and not page.soup.select("main .tools a")


def test_many_classes_cost_no_more(visit, school, at):
    series, sessions, learner = school
    visitor = visit.as_(learner)

    def cost():
        with statements() as seen:
            assert visitor.get("certificates.learner.attendance").status == 200
        return len(seen)

    one = cost()
    for number in range(6):
        other = schedule.series(people.trainer(), first=date(2026, 11, 20), count=3 + number)
        enrolment.enrol(learner, other)
    assert cost() == one <= 5
