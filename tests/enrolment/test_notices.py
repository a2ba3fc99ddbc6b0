"""One letter for a change to everybody who held a seat then; at short notice on Today too."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.core import jobs as core_jobs
from lms.core.db import db
from lms.enrolment import notices
from lms.enrolment.queries.told import audience
from lms.notifications.models import Letter
from lms.schedule import actions
from lms.schedule.changing import SeriesWish, Which
from lms.schedule.rules import SessionState
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

SNAPSHOTS = Path(__file__).parent / "letters"


@pytest.fixture
def learner(app):
    return people.person("Giàng A Páo", email="pao@example.org")


@pytest.fixture
def series(app):
    made = make.series(people.trainer(), count=4, slug="livestream", public_id="bbbbbbbbbbbb2")
    for session in make.sessions_of(made):
        session.public_id = f"cccccccccccc{session.number + 1}"
    db.session.commit()
    return made


def work(clock, at):
    """What the worker does by `at`, until nothing is left to do."""
    clock.move_to(at)
    db.session.commit()
    core_jobs.plan_rhythms(at=at)
    while core_jobs.run_due():
        pass


def letters():
    return list(db.session.scalars(select(Letter).where(Letter.template.like("%changed")).order_by(Letter.id)))


def subjects():
    return [letter.subject for letter in letters()]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_letter_reads_as_agreed(series, learner, clock, at, language):
    learner.language, learner.public_id = language, "aaaaaaaaaaaa2"
    seat(learner, series)
    make.change(make.sessions_of(series)[1], day=date(2026, 12, 4), starts=time(20, 0), why="Mất điện cả xã", at=at)
    work(clock, at + timedelta(minutes=3))
    (letter,) = letters()
    words = "\n".join(line if "/go/" not in line else "…/go/…" for line in letter.text.splitlines())
    agreed = SNAPSHOTS / f"changed.{language}.txt"
    assert f"Subject: {letter.subject}\n\n{words}\n" == agreed.read_text("utf-8"), "if it is meant, keep it"
    assert letter.html and "zoom" not in letter.text + letter.html


def test_letters_wait_two_minutes_and_urgent_ones_do_not(series, learner, clock, at):
    seat(learner, series)
    first, second = make.sessions_of(series)[:2]
    make.change(second, starts=time(20, 0), at=at)
    work(clock, at + timedelta(seconds=90))
    assert subjects() == []
    make.cancel(first, "Bão", at=at + timedelta(seconds=90))
    work(clock, at + timedelta(seconds=95))
    assert subjects() == ["Gấp: Hủy buổi 1, Thứ Năm 26/11, 19:30 · Livestream bán hàng từ con số không"]
    work(clock, at + timedelta(minutes=4))
    assert subjects()[1:] == ["Buổi 2 chuyển sang Thứ Năm 3/12, 20:00 · Livestream bán hàng từ con số không"]


def test_each_gets_one_letter_however_often_the_job_runs(series, learner, clock, at):
    other = people.person("Vàng Thị Mỷ")
    for person in (learner, other):
        seat(person, series)
    make.change(make.sessions_of(series)[1], which=Which.LATER, starts=time(20, 0), at=at)
    for minutes in (3, 4, 5):
        work(clock, at + timedelta(minutes=minutes))
    assert [letter.to_id for letter in letters()] == [learner.id, other.id]
    assert set(subjects()) == {"3 buổi đổi ngày giờ · Livestream bán hàng từ con số không"}


def test_who_came_after_the_change_or_has_left_gets_none(series, learner, clock, at):
    late, gone = people.person("Sùng Thị Xua"), people.person("Lý Thị Dung")
    seat(learner, series)
    seat(gone, series, state="withdrawn")
    make.change(make.sessions_of(series)[1], starts=time(20, 0), at=at)
    seat(late, series, at=at + timedelta(seconds=30))
    work(clock, at + timedelta(minutes=3))
    assert [letter.to_id for letter in letters()] == [learner.id]
    assert audience(series.id) == (1, 1)


def test_what_was_taken_back_in_time_is_not_told(series, learner, clock, at):
    seat(learner, series)
    session = make.sessions_of(series)[2]
    make.cancel(session, at=at)
    make.restore(session, at=at + timedelta(minutes=1))
    work(clock, at + timedelta(minutes=5))
    assert letters() == []


@pytest.mark.parametrize(
    ("wish", "subject"),
    [
        ({"title": "Livestream, khóa 2"}, "Gấp: Lớp đổi tên thành Livestream, khóa 2 · Livestream, khóa 2"),
        ({"room": ("https://meet.google.com/a", "meet")}, "Gấp: Lớp chuyển sang phòng khác · "),
    ],
)
def test_a_change_of_the_whole_class(series, learner, clock, at, wish, subject):
    seat(learner, series)
    as_it_is = {"title": series.title, "trainers": series.trainers, "room": (series.room_url, series.room_platform)}
    actions.change_series(series, SeriesWish(**as_it_is | wish), by=None, at=at)
    work(clock, at + timedelta(seconds=10))
    (letter,) = letters()
    assert letter.subject.startswith(subject) and "meet.google" not in letter.text + letter.html


def test_many_are_told_in_parts(series, clock, at, monkeypatch):
    monkeypatch.setattr(notices, "BATCH", 3)
    for number in range(10):
        seat(people.person(f"Học viên {number}"), series)
    make.cancel(make.sessions_of(series)[1], at=at)
    work(clock, at + timedelta(minutes=3))
    assert len(letters()) == 10
    job = db.session.scalars(select(core_jobs.Job).where(core_jobs.Job.kind == "enrolment.tell")).one()
    assert (job.state, job.done, job.result) == ("done", 10, {"written": 10})


def test_short_notice_stands_on_today_and_on_the_session_until_it_is_over(visit, series, learner, clock, at):
    seat(learner, series)
    session, reader = make.sessions_of(series)[0], visit.as_(learner)
    clock.move_to(at - timedelta(hours=3))
    make.change(session, starts=time(20, 30), at=at - timedelta(hours=3))
    for endpoint, values in (("home.learner.today", {}), ("home.learner.session", {"session_id": session.public_id})):
        page = reader.get(endpoint, **values)
        assert "Buổi 1 chuyển sang Thứ Năm 26/11, 20:30." in page and "Trước: Thứ Năm 26/11, 19:30 – 21:00" in page
    late = visit.as_(seat(people.person("Sùng Thị Xua"), series, at=at).person)
    assert "chuyển sang" not in late.get("home.learner.today")
    clock.move_to(session.ends_at + timedelta(minutes=1))
    assert "chuyển sang" not in reader.get("home.learner.today")


def test_a_cancelled_evening_is_on_today_even_if_it_was_the_only_one(visit, learner, clock, at):
    series = make.series(people.trainer(), count=1)
    seat(learner, series)
    clock.move_to(at - timedelta(hours=5))
    make.cancel(make.sessions_of(series)[0], "Trưởng bản báo bão", at=at - timedelta(hours=5))
    page = visit.as_(learner).get("home.learner.today")
    assert "Hủy buổi 1, Thứ Năm 26/11, 19:30." in page and "Trưởng bản báo bão" in page
    assert make.sessions_of(series)[0].state == SessionState.CANCELLED
