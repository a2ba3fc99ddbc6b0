"""The line as learners meet it, and going in without a seat."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.attendance.models import Evidence
from lms.core.db import db, mode
from lms.enrolment import jobs, queries
from lms.enrolment.models import Enrolment, Waiting
from lms.notifications.models import Letter
from lms.people.models import Person
from tests.enrolment.test_views import ANSWERS, past_the_code
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat


@pytest.fixture
def full(trainer):
    """A class of one seat, which is taken; it meets from tomorrow on."""
    series = make.series(trainer, make.FIRST + timedelta(days=1), seats=1)
    seat(people.person("Vàng Thị Dợ"), series)
    return series


@pytest.fixture
def tonight(trainer):
    """A class whose door is open: it begins in ten minutes."""
    return make.series(trainer)


def holder(series):
    return db.session.scalars(
        select(Person).join(Enrolment, Enrolment.person_id == Person.id).where(Enrolment.state == "enrolled")
    ).one()


def give_up(visit, series):
    """Whoever holds the seat gives it up."""
    assert visit.as_(holder(series)).post("enrolment.learner.leave", slug=series.slug).status == 303


def letter_link(sort):
    """The path of the link of this sort in the letter to whom a seat came."""
    with mode("write"):
        jobs.seat_came()
        db.session.commit()
    text = db.session.scalars(select(Letter.text).where(Letter.template.endswith("seat_came"))).one()
    return next(line for line in text.splitlines() if f"/{sort}/" in line).removeprefix("http://127.0.0.1:8000")


def test_a_full_class_offers_its_line_and_says_who_is_where(visit, full, learner):
    mine, other = visit.as_(learner), visit.as_(people.person("Giàng A Páo"))
    page = mine.get("enrolment.public.series", slug=full.slug)
    assert page.soup.select_one("form .btn.go").get_text() == "Vào danh sách chờ" and "đang chờ chỗ" not in page
    for _tap in range(2):
        assert other.post("enrolment.learner.enrol", slug=full.slug).status == 303
    assert "1 người đang chờ chỗ." in mine.get("enrolment.public.series", slug=full.slug)
    answer = mine.post("enrolment.learner.enrol", slug=full.slug)
    page = mine.follow(answer)
    assert "Bạn đã vào danh sách chờ." in page and "Bạn là người thứ 2 trong danh sách chờ." in page
    assert "Bạn là người thứ 2 trong danh sách chờ." in mine.get("enrolment.learner.mine")
    page = mine.follow(mine.post("enrolment.learner.leave", slug=full.slug))
    assert "Bạn đã rời danh sách chờ." in page and page.soup.select_one("form .btn.go") is not None


def test_signing_up_from_a_full_class_leads_into_the_line(visit, full):
    page = visit.get("enrolment.public.series", slug=full.slug)
    link = page.soup.select_one(".cloth .btn.go")
    assert (link.get_text(), link["href"]) == ("Vào danh sách chờ", f"/classes/{full.slug}/sign-up")
    form = visit.get(link["href"])
    assert form.soup.select_one("form .btn.go").get_text() == "Tạo tài khoản và vào danh sách chờ"
    page = past_the_code(visit, visit.post("enrolment.public.register", ANSWERS, slug=full.slug))
    assert "Tài khoản đã tạo xong." in page and "Bạn đã vào danh sách chờ." in page
    assert queries.line_length(full.id) == 1 and queries.taken(full.id) == 1


def test_if_the_class_filled_meanwhile_the_account_is_kept_and_the_page_says_so(visit, trainer, clock, at):
    series = make.series(trainer, seats=1, count=1)
    clock.move_to(at + timedelta(minutes=20))
    assert visit.get("enrolment.public.sign_up", slug=series.slug).status == 200
    seat(people.person(), series)
    page = past_the_code(visit, visit.post("enrolment.public.register", ANSWERS, slug=series.slug))
    assert "Tài khoản đã tạo xong nhưng bạn chưa có chỗ" in page and "Páo" in page
    assert db.session.scalar(select(Person.id).where(Person.name == "Giàng A Páo"))
    assert queries.taken(series.id) == 1 and queries.line_length(series.id) == 0


def test_a_full_class_in_its_last_session_says_so(visit, trainer, learner, clock, at):
    series = make.series(trainer, seats=1, count=1)
    seat(people.person(), series)
    clock.move_to(at + timedelta(minutes=20))
    mine = visit.as_(learner)
    page = mine.post("enrolment.learner.enrol", slug=series.slug)
    assert page.status == 422 and page.soup.select("[role=alert]")
    assert "đã hết chỗ" in page.text.lower() and "danh sách chờ" not in page.text
    assert visit.get("enrolment.public.sign_up", slug=series.slug).status == 303


def test_my_classes_say_that_a_seat_came_and_take_it_back(visit, full, learner, clock, at):
    mine = visit.as_(learner)
    mine.post("enrolment.learner.enrol", slug=full.slug)
    give_up(visit, full)
    page = mine.get("enrolment.learner.mine")
    assert f"Bạn đã có chỗ trong lớp {full.title}" in page and page.soup.select(".note form")
    clock.move_to(make.sessions_of(full)[0].starts_at)
    assert not mine.get("enrolment.learner.mine").soup.select(".note form"), "who was there keeps the seat"


def test_the_link_in_the_letter_gives_the_seat_back_with_one_tap(visit, full, learner):
    second = people.person("Giàng A Páo")
    for person in (learner, second):
        visit.as_(person).post("enrolment.learner.enrol", slug=full.slug)
    give_up(visit, full)
    path = letter_link("seats")
    page = visit.get(path)
    assert "Chỗ này là của bạn." in page and "Mảy" not in page, "whoever holds the letter learns no name"
    assert holder(full).id == learner.id, "looking changes nothing: link previews look"
    for _tap in range(2):
        page = visit.follow(visit.post(path))
        assert "Bạn đã nhường chỗ." in page and not page.soup.select("main form")
        assert holder(full).id == second.id


def test_a_link_for_a_seat_that_is_another_one_by_now_does_nothing(visit, full, learner, clock, at):
    mine = visit.as_(learner)
    mine.post("enrolment.learner.enrol", slug=full.slug)
    give_up(visit, full)
    path = letter_link("seats")
    mine.post("enrolment.learner.leave", slug=full.slug)
    clock.move_to(at + timedelta(minutes=1))
    mine.post("enrolment.learner.enrol", slug=full.slug)
    page = visit.follow(visit.post(path))
    assert "Bạn không còn giữ chỗ này." in page and holder(full).id == learner.id


@pytest.mark.parametrize("change", ["x", "", "of another"])
def test_a_link_that_we_did_not_make_is_no_page(visit, full, learner, change):
    mine = visit.as_(learner)
    mine.post("enrolment.learner.enrol", slug=full.slug)
    waiting = db.session.scalars(select(Waiting)).one()
    give_up(visit, full)
    path = letter_link("seats")
    forged = f"/seats/{waiting.public_id}" if change == "" else path[:-1] + ("x" if path[-1] != "x" else "y")
    if change == "of another":
        forged = path.replace(waiting.public_id, "aaaaaaaaaaaaa")
    assert (visit.get(forged).status, visit.post(forged).status) == (404, 404)
    assert holder(full).id == learner.id


def test_who_has_no_seat_takes_one_and_goes_in_with_one_tap(visit, tonight, learner):
    mine, session = visit.as_(learner), make.sessions_of(tonight)[0]
    page = mine.follow(mine.get("home.learner.session", session_id=session.public_id))
    form = page.soup.select_one(".cloth form")
    assert form.select_one(".btn.go").get_text() == "Nhận chỗ và vào lớp ngay"
    for _tap in range(2):
        assert mine.post(form["action"]).location == make.ROOM
    (row,) = db.session.scalars(select(Enrolment))
    assert (row.person_id, row.way, queries.taken(tonight.id)) == (learner.id, "join", 1)
    assert len(list(db.session.scalars(select(Evidence)))) == 2
    page = mine.get("enrolment.public.series", slug=tonight.slug)
    assert page.soup.select_one(".cloth form")["action"].endswith(f"/sessions/{session.public_id}/join")


def test_going_in_takes_no_seat_when_the_door_does_not_open(visit, full, series, learner):
    mine, later = visit.as_(learner), make.sessions_of(series)[4]
    page = mine.post("home.learner.enter", session_id=later.public_id)
    assert page.status == 422 and queries.taken(series.id) == 0


def test_a_full_room_keeps_the_seat_and_offers_the_stream(visit, tonight, learner):
    tonight.room_capacity, tonight.overflow_url = 1, "https://youtube.com/live/abc"
    session, first = make.sessions_of(tonight)[0], people.person()
    seat(first, tonight)
    visit.as_(first).post("attendance.learner.join", session_id=session.public_id)
    mine = visit.as_(learner)
    answer = mine.post("home.learner.enter", session_id=session.public_id)
    assert answer.location == f"/sessions/{session.public_id}" and mine.follow(answer).status == 200
    assert queries.taken(tonight.id) == 2
    page = mine.post("attendance.learner.join", session_id=session.public_id)
    assert page.status == 422 and page.soup.select_one("[value=stream]")


def test_the_last_seat_went_a_moment_ago(visit, tonight, learner):
    tonight.seats = 1
    seat(people.person(), tonight)
    session = make.sessions_of(tonight)[0]
    mine = visit.as_(learner)
    answer = mine.post("home.learner.enter", session_id=session.public_id)
    assert answer.location == f"/classes/{tonight.slug}" and "Bạn đã vào danh sách chờ." in mine.follow(answer)
    assert queries.taken(tonight.id) == 1 and not list(db.session.scalars(select(Evidence)))


def test_a_visitor_at_class_time_signs_up_and_finds_the_door(visit, tonight):
    page = visit.get("enrolment.public.series", slug=tonight.slug)
    link = page.soup.select_one(".cloth .btn.go")
    assert link.get_text() == "Nhận chỗ và vào lớp ngay"
    page = past_the_code(visit, visit.post("enrolment.public.register", ANSWERS, slug=tonight.slug))
    assert page.soup.select_one(".cloth form .btn.go").get_text() == "Vào lớp"
    answer = visit.as_(None).post("home.learner.enter", session_id=make.sessions_of(tonight)[0].public_id)
    assert answer.status == 303 and answer.location.startswith("/sign-in")


def test_the_door_of_a_draft_is_missing(visit, trainer, learner):
    session = make.sessions_of(make.series(trainer, state="draft"))[0]
    for number in (session.public_id, "aaaaaaaaaaaaa"):
        assert visit.as_(learner).post("home.learner.enter", session_id=number).status == 404
        assert visit.as_(learner).get("home.learner.session", session_id=number).status == 404


@pytest.mark.parametrize("days", [0, 1])
def test_who_comes_late_sees_only_what_is_to_come(visit, trainer, learner, clock, at, days):
    """Enrolled yesterday or today: own classes, Today and the letter speak of the next session from now."""
    series = make.series(trainer, make.FIRST - timedelta(weeks=2), 8)
    clock.move_to(at - timedelta(days=days))
    mine = visit.as_(learner)
    mine.post("enrolment.learner.enrol", slug=series.slug)
    clock.move_to(at)
    with mode("write"):
        jobs.welcome()
        db.session.commit()
    letter = db.session.scalars(select(Letter).where(Letter.template.endswith("welcome"))).one()
    told = [mine.get("enrolment.learner.mine").text, mine.get("home.learner.today").text, letter.subject + letter.text]
    for text in told:
        assert "26/11" in text or "Tối nay" in text
        assert "12/11" not in text and "19/11" not in text


def test_the_trainer_sees_the_line_in_order_and_adds_seats(visit, full, trainer):
    for name in ("Giàng A Páo", "Lò Thị Mảy", "Chẻo Mùi Phẩy"):
        visit.as_(people.person(name)).post("enrolment.learner.enrol", slug=full.slug)
    mine = visit.as_(trainer)
    values = {"series_id": full.public_id}
    page = mine.get("schedule.trainer.series", **values)
    page = mine.get(page.soup.select_one("main a[href$='/line']")["href"])
    assert "Đã có 1/1 chỗ được nhận." in page and "3 người đang chờ chỗ." in page
    names = [tag.get_text() for tag in page.soup.select("ol.rows .h")]
    assert names == ["Giàng A Páo", "Lò Thị Mảy", "Chẻo Mùi Phẩy"]
    page = mine.follow(mine.post("enrolment.trainer.change_seats", {"seats": "3"}, **values))
    assert "2 người trong danh sách đã có chỗ." in page and queries.taken(full.id) == 3
    assert [tag.get_text() for tag in page.soup.select("ol.rows .h")] == ["Chẻo Mùi Phẩy"]
    page = mine.post("enrolment.trainer.change_seats", {"seats": "nhiều"}, **values)
    assert page.status == 422 and page.value("seats") == "nhiều" and len(page.errors) == 1


def test_a_long_line_goes_on_on_the_next_page(visit, full, trainer, at):
    with mode("write"):
        rows = [Waiting(series_id=full.id, person_id=people.person(f"Người {n}").id, asked_at=at) for n in range(51)]
        db.session.add_all(rows)
        db.session.commit()
    page = visit.as_(trainer).get("enrolment.trainer.line", series_id=full.public_id)
    again = visit.as_(trainer).get(page.soup.select_one("a[rel=next]")["href"])
    assert [tag.get_text() for tag in again.soup.select("ol.rows .num, ol.rows .h")] == ["51", "Người 50"]


def test_the_line_is_for_the_trainers_of_the_class(visit, full, learner):
    for person in (learner, people.trainer("Trần Văn Hai")):
        assert visit.as_(person).get("enrolment.trainer.line", series_id=full.public_id).status == 404
