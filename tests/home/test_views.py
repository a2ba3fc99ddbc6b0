"""The session page, the desk, the public pages."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from lms.attendance.rules.decision import Mark
from lms.core.db import db
from lms.reach.models import CubeCell
from tests.factories import attendance, catalogue, enrolment, people, quizzes, schedule

HOUR = timedelta(hours=1)


@pytest.fixture
def evening(app):
    """(session, learner, trainer, quiz): in ten minutes, with a module and its quiz."""
    trainer, learner = people.trainer("Đặng Thị Hòa"), people.person("Giàng A Páo")
    quiz = quizzes.quiz(module=catalogue.module())
    series = schedule.series(trainer, track_id=quiz.module.track_id)
    session = schedule.sessions_of(series)[0]
    session.module_id = quiz.module_id
    enrolment.enrol(learner, series)
    return session, learner, trainer, quiz


@pytest.fixture(autouse=True)
def forget(app):
    """Pages kept ready by an earlier test."""
    app.extensions.pop("ready", None)


def page_of(visit, person, session):
    return visit.as_(person).get("home.learner.session", session_id=session.public_id)


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


def test_the_session_opens_its_door(visit, evening):
    session, learner, _trainer, quiz = evening
    page = page_of(visit, learner, session)
    assert page.soup.select_one("form[action$=join] .btn").text == "Vào lớp Zoom"
    assert page.soup.select_one("input[name=code]") is not None
    assert page.soup.find("a", href=f"/quizzes/{quiz.public_id}") is not None


@pytest.mark.parametrize("hours", [-100, -24, -0.3, 0, 3, 60])
def test_no_page_before_the_join_names_the_room(visit, evening, clock, at, hours):
    session, learner, _trainer, _quiz = evening
    clock.move_to(at + hours * HOUR)
    for page in (
        page_of(visit, learner, session),
        visit.as_(learner).get("home.learner.today"),
        visit.get("home.public.start"),
        visit.as_(learner).get("attendance.learner.check_in", session_id=session.public_id),
        visit.as_(people.coordinator()).get("home.learner.session", session_id=session.public_id),
    ):
        assert page.status == 200
        assert "zoom.us" not in page.html
        assert "kept-to-ourselves" not in page.html


def test_a_learner_reads_why(visit, evening, clock, at):
    session, learner, trainer, _quiz = evening
    attendance.trace(session, learner, "click", at=at)
    attendance.trace(session, learner, "code", at=at + timedelta(minutes=5))
    attendance.decided(session, learner, at=at + timedelta(minutes=5))
    page = page_of(visit, learner, session)
    assert "Tự khai" in page
    assert "Đã nhập mã điểm danh" in page
    assert "Bấm vào lớp 19:20 · Nhập mã 19:25" in page
    attendance.marked(session, learner, trainer, Mark.ABSENT, "Nhờ bạn nhập hộ", at=at + HOUR)
    clock.move_to(session.ends_at + HOUR)
    page = page_of(visit, learner, session)
    assert "Giảng viên ghi: vắng" in page
    assert "Nhờ bạn nhập hộ" in page
    assert "Tôi có mặt" in page


def test_what_the_trainer_added_is_there(visit, evening, clock):
    session, learner, _trainer, _quiz = evening
    session.slides_url, session.recording_url = "https://example.org/slides", "https://example.org/video"
    session.recap = "Bốn vai, sáu chặng.\n\nHai đường mạng."
    clock.move_to(session.ends_at + HOUR)
    page = page_of(visit, learner, session)
    assert [link["href"] for link in page.soup.select("a[href^='https://example.org']")] == [
        "https://example.org/slides",
        "https://example.org/video",
    ]
    assert "Hai đường mạng." in page


def test_a_cancelled_session_says_so(visit, evening):
    session, learner, _trainer, _quiz = evening
    session.state, session.cancel_reason = "cancelled", "Giảng viên ốm"
    page = page_of(visit, learner, session)
    assert "Buổi này đã hủy. Giảng viên ốm" in page
    assert page.soup.select_one("form[action$=join]") is None


def test_whose_session_it_is(visit, evening):
    session, _learner, trainer, _quiz = evening
    assert page_of(visit, trainer, session).soup.select_one("a[href$=desk]") is not None
    assert page_of(visit, people.coordinator(), session).status == 200
    stranger = people.person("Sùng Thị Xua")
    other = page_of(visit, stranger, session)
    assert (other.status, other.location) == (303, f"/classes/{session.series.slug}"), "who has no seat sees the class"
    assert visit.as_(stranger).get("home.learner.session", session_id="aaaaaaaaaaaaa").status == 404


def test_few_statements(visit, evening, at):
    session, learner, _trainer, _quiz = evening
    number = session.public_id
    before = statements(visit, learner, "home.learner.session", session_id=number)
    for minute in range(40):
        attendance.trace(session, learner, "click", at=at + timedelta(minutes=minute))
    assert statements(visit, learner, "home.learner.session", session_id=number) == before <= 5


def test_home_shows_the_next_class(visit, evening):
    session, _learner, _trainer, _quiz = evening
    page = visit.get("home.public.start")
    assert page.h1 == session.topic
    assert page.soup.select_one(".clock").text == "19:30"
    assert "Đặng Thị Hòa dẫn lớp" in page
    assert "còn 499 chỗ" in page
    assert page.soup.select_one(".btn.go")["href"] == f"/classes/{session.series.slug}"
    assert "Buổi tới: Thứ Năm 26/11, 19:30" in page


def test_home_without_a_class(visit, app):
    page = visit.get("home.public.start")
    assert page.h1 == "Học miễn phí mỗi tuần"
    assert page.soup.select_one(".btn.go")["href"] == "/tracks"


def test_home_tells_how_many_once_there_are_enough(visit, evening):
    def count(people):
        db.session.merge(
            CubeCell(
                indicator="attended",
                scope="programme",
                month=date(2026, 11, 1),
                province_code="12",
                gender="female",
                age_band="18-24",
                self_reported=False,
                people=people,
            )  # fmt: skip
        )
        db.session.commit()
        visit.app.extensions.pop("ready", None)
        return visit.get("home.public.start")

    assert "Đến hôm nay" not in visit.get("home.public.start")
    assert "Đến hôm nay" not in count(4)
    assert "1.284 người đã dự ít nhất một buổi" in count(1284)


def test_home_is_kept_ready(visit, evening):
    visit.get("home.public.start")
    seen = []

    def count(_connection, _cursor, statement, *_rest):
        seen.extend([statement] if statement != "BEGIN" else [])

    event.listen(db.engine, "before_cursor_execute", count)
    visit.open("GET", "/")
    event.remove(db.engine, "before_cursor_execute", count)
    assert len(seen) <= 1


@pytest.mark.parametrize("name", ["start", "help", "components"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_public_pages_in_both_languages(visit, evening, name, language):
    page = visit.as_(None, language).get(f"home.public.{name}")
    assert (page.status, page.soup.html["lang"]) == (200, language)
    assert page.headers.get("Set-Cookie") is None


def test_the_language_is_remembered(visit, app):
    answer = visit.post("home.public.language", {"language": "en", "to": "/help?x=1"})
    assert (answer.status, answer.location) == (303, "/help?x=1")
    assert visit.follow(answer).h1 == "Help"
    assert visit.post("home.public.language", {"language": "xx", "to": "//evil.example"}).location == "/"
    assert visit.get("home.public.help").h1 == "Help"
