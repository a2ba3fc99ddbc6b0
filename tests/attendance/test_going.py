"""The page behind the signed link of one session, opened by nobody in particular."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.attendance.models import Evidence
from lms.attendance.rules.going import Moment, lives, moment
from lms.core.db import db
from lms.enrolment import links
from lms.schedule.models import Notice
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

MINUTE = timedelta(minutes=1)


@pytest.fixture
def session(app):
    """This evening's, 19:30 to 21:00; it is 19:20."""
    return make.sessions_of(make.series(people.trainer(), make.FIRST - timedelta(weeks=2), 8))[2]


@pytest.fixture
def learner(app, session):
    somebody = people.person("Giàng A Páo")
    seat(somebody, session.series)
    return somebody


def token(app, person, session):
    return links.token_of(app.config["SECRET_KEY"], person.public_id, session.public_id)


def clicks():
    return [(row.person_id, row.session_id, row.by_id) for row in db.session.scalars(select(Evidence))]


BUTTON = "form[action$='/join'] .btn.go"


@pytest.mark.parametrize(
    ("minutes", "state", "expected"),
    [
        (-16, "scheduled", Moment.EARLY),
        (-15, "scheduled", Moment.OPEN),
        (89, "scheduled", Moment.OPEN),
        (90, "scheduled", Moment.OVER),
        (90, "held", Moment.OVER),
        (-16, "cancelled", Moment.CANCELLED),
        (0, "cancelled", Moment.CANCELLED),
        (100, "cancelled", Moment.CANCELLED),
    ],
)
def test_what_the_page_is_about(session, minutes, state, expected):
    session.state = state
    assert moment(session, session.starts_at + minutes * MINUTE) == expected


def test_a_link_lives_a_day_after_the_end(session):
    assert lives(session.ends_at, session.ends_at + timedelta(hours=24) - MINUTE)
    assert not lives(session.ends_at, session.ends_at + timedelta(hours=24))


def test_one_tap_leads_into_the_room_without_sign_in(app, visit, session, learner):
    page = visit.get("attendance.public.go", ticket=token(app, learner, session))
    assert page.h1 == session.topic and "Chào Páo, lớp đang mở cửa." in page and page.soup.select_one(BUTTON)
    answer = visit.post(page.soup.form["action"])
    assert (answer.status, answer.location) == (303, make.ROOM)
    assert clicks() == [(learner.id, session.id, None)]


def test_the_link_signs_nobody_in_and_shows_no_more_than_the_first_name(app, visit, session, learner):
    page = visit.get("attendance.public.go", ticket=token(app, learner, session))
    assert not {"Giàng", learner.mark, "zoom.us"} & set(page.html.replace("<", " ").split())
    assert "Giàng" not in page.html and "zoom.us" not in page.html
    assert "Páo" not in str(page.soup.head) and "Set-Cookie" not in page.headers
    assert visit.get("home.learner.today").status == 303


def test_of_a_child_the_page_shows_the_initials(app, visit, session):
    child = people.person("Lý Thị Chu", birth_year=2012)
    seat(child, session.series)
    page = visit.get("attendance.public.go", ticket=token(app, child, session))
    assert "Chào L. T. C.," in page and "Chu" not in page.html


@pytest.mark.parametrize(
    ("minutes", "words", "button"),
    [
        (-25 * 60, "Từ 19:15, nút vào lớp hiện ở đây.", False),
        (-16, "chưa đến giờ học: còn 16 phút", False),
        (-15, "lớp đang mở cửa.", True),
        (89, "lớp đang mở cửa.", True),
        (90, "buổi này đã kết thúc.", False),
        (90 + 24 * 60 - 1, "buổi này đã kết thúc.", False),
    ],
)
def test_the_button_is_there_from_a_quarter_of_an_hour_before_to_the_end(
    app, visit, clock, session, learner, minutes, words, button
):
    clock.move_to(session.starts_at + minutes * MINUTE)
    ticket = token(app, learner, session)
    page = visit.get("attendance.public.go", ticket=ticket)
    assert words in page and bool(page.soup.select(BUTTON)) == button
    assert (visit.post("attendance.public.join", ticket=ticket).status == 303) == button
    assert len(clicks()) == button


def test_a_day_after_the_class_the_link_is_dead(app, visit, clock, session, learner):
    clock.move_to(session.ends_at + timedelta(hours=24))
    for page in both(visit, token(app, learner, session)):
        assert page.status == 404


def both(visit, ticket):
    return visit.get("attendance.public.go", ticket=ticket), visit.post("attendance.public.join", ticket=ticket)


def test_a_link_that_we_did_not_make_is_like_no_page(app, visit, session, learner):
    ticket, nowhere = token(app, learner, session), visit.get("/go-nowhere").text
    other = people.person()
    seat(other, session.series)
    swapped = other.public_id + ticket[13:]
    later = ticket[:13] + make.sessions_of(session.series)[3].public_id + ticket[26:]
    flipped = ticket[:-1] + ("a" if ticket[-1] != "a" else "b")
    for wrong in (swapped, later, flipped, ticket[:-1], ticket + "a", ticket.upper(), "x", "ế" * 52):
        for page in both(visit, wrong):
            assert page.status == 404 and page.text == nowhere
    assert clicks() == []


@pytest.mark.parametrize("column", ["disabled_at", "merged_at", "erased_at"])
def test_who_is_not_here_any_more_has_no_link(app, visit, at, session, learner, column):
    ticket = token(app, learner, session)
    setattr(learner, column, at)
    for page in both(visit, ticket):
        assert page.status == 404
    assert clicks() == []


def test_who_has_no_seat_or_is_paused_is_not_let_in_and_strangers_do_not_learn_which(app, visit, at, session):
    gone, paused, never = people.person(), people.person(paused_at=at, paused_why="guardian"), people.person()
    seat(gone, session.series, state="withdrawn")
    seat(paused, session.series)
    said = set()
    for person in (gone, paused):
        for page in both(visit, token(app, person, session)):
            assert page.status in (200, 422) and not page.soup.select(BUTTON)
            said.add(page.soup.main.get_text(" ", strip=True))
    assert len(said) == 1 and "không còn mở được lớp học" in said.pop()
    assert [page.status for page in both(visit, token(app, never, session))] == [404, 404]
    assert clicks() == []


def test_a_cancelled_session_says_why_and_when_the_next_is(app, visit, session, learner):
    session.state, session.cancel_reason = "cancelled", "Giảng viên bị ốm."
    page = visit.get("attendance.public.go", ticket=token(app, learner, session))
    assert "buổi này đã bị hủy. Giảng viên bị ốm. Buổi tới: Thứ Năm 3/12, 19:30." in page
    assert visit.post("attendance.public.join", ticket=token(app, learner, session)).status == 422
    assert clicks() == []


def test_a_session_that_moved_keeps_its_link_and_says_so(app, visit, at, session, learner):
    before = {str(session.id): {"starts_at": session.starts_at.isoformat(), "topic": session.topic}}
    session.starts_at, session.ends_at = session.starts_at + 60 * MINUTE, session.ends_at + 60 * MINUTE
    db.session.add(
        Notice(series_id=session.series_id, sessions=[session.id], kind="moved", before=before, urgent=True, at=at)
    )
    page = visit.get("attendance.public.go", ticket=token(app, learner, session))
    assert "trước là Thứ Năm 26/11, 19:30, nay là Thứ Năm 26/11, 20:30." in page
    assert page.soup.select_one(".clock").get_text() == "20:30" and not page.soup.select(BUTTON)


def test_what_came_of_the_class_stands_there_afterwards(app, visit, clock, session, learner):
    ticket = token(app, learner, session)
    clock.move_to(session.ends_at)
    assert "sẽ hiện ở trang này" in visit.get("attendance.public.go", ticket=ticket)
    session.recap, session.recording_url = "Đặt máy ngang tầm mắt.", "https://youtu.be/abc"
    page = visit.get("attendance.public.go", ticket=ticket)
    assert "Đặt máy ngang tầm mắt." in page and page.soup.select_one(".btn.go")["href"] == "https://youtu.be/abc"


def test_without_a_room_the_page_says_so_and_nobody_is_counted(app, visit, session, learner):
    session.series.room_url = None
    page = visit.post("attendance.public.join", ticket=token(app, learner, session))
    assert page.status == 422 and page.soup.select_one("[role=alert]") and page.soup.select(BUTTON)
    assert clicks() == []


def test_the_page_speaks_the_language_of_whom_it_is_for(app, visit, session, learner):
    learner.language = "en"
    page = visit.get("attendance.public.go", ticket=token(app, learner, session))
    assert page.soup.html["lang"] == "en" and "Hello Páo, the class is open." in page
