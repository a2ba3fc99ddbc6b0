"""Another name or trainer of a class at short notice, as *Today* and the page of the session say it."""

from datetime import timedelta

import pytest

from lms.core.db import db
from lms.schedule import actions
from lms.schedule.changing import SeriesWish
from tests.factories import enrolment, people, schedule


@pytest.fixture
def trainer(app):
    return people.trainer("Đặng Thị Hòa")


@pytest.fixture
def series(trainer):
    """Four Thursdays, the first tonight."""
    return schedule.series(trainer, count=4, title="Livestream từ con số không")


@pytest.fixture
def learner(series):
    somebody = people.person("Giàng A Páo")
    enrolment.enrol(somebody, series)
    return somebody


def wish(series, at, *, title=None, trainers=None):
    room = (series.room_url, series.room_platform)
    asked = SeriesWish(title or series.title, trainers or series.trainers, room)
    actions.change_series(series, asked, by=None, at=at)
    db.session.commit()


def notes(page):
    seen = [note for note in page.soup.select(".note") if not note.find_parent(hidden=True)]
    return [" ".join(note.get_text(" ").split()) for note in seen]


def pages(visit, learner, series):
    session = schedule.sessions_of(series)[0]
    mine = visit.as_(learner)
    return mine.get("home.learner.today"), mine.get("home.learner.session", session_id=session.public_id)


def test_another_name_is_said_beside_the_old_one(visit, learner, series, at):
    wish(series, at - timedelta(hours=2), title="Livestream cho người mới")
    for page in pages(visit, learner, series):
        assert notes(page) == ["Livestream từ con số không: Lớp đổi tên thành Livestream cho người mới."]


def test_another_trainer_is_named(visit, learner, series, at):
    wish(series, at - timedelta(hours=2), trainers=[people.trainer("Lý A Chứ")])
    for page in pages(visit, learner, series):
        assert len(notes(page)) == 1 and "Lý A Chứ" in notes(page)[0]


def test_a_moved_evening_weighs_more(visit, learner, series, trainer, at):
    session = schedule.sessions_of(series)[0]
    schedule.change(session, day=session.date_local + timedelta(days=1), why="Mất điện", at=at - timedelta(hours=3))
    wish(series, at - timedelta(hours=2), title="Livestream cho người mới")
    today, _session = pages(visit, learner, series)
    (note,) = notes(today)
    assert "Buổi 1 chuyển sang Thứ Sáu 27/11, 19:30" in note and "Lý do: Mất điện" in note


def test_a_name_told_with_another_session_in_one_letter(visit, learner, series, at):
    later = schedule.sessions_of(series)[2]
    schedule.change(later, day=later.date_local + timedelta(days=1), at=at - timedelta(minutes=61))
    wish(series, at - timedelta(minutes=60), title="Livestream cho người mới")
    _today, session = pages(visit, learner, series)
    assert notes(session) == ["Livestream từ con số không: Lớp đổi tên thành Livestream cho người mới."]


def test_a_name_that_is_back_is_no_news(visit, learner, series, at):
    wish(series, at - timedelta(minutes=61), title="Livestream cho người mới")
    wish(series, at - timedelta(minutes=60), title="Livestream từ con số không")
    for page in pages(visit, learner, series):
        assert notes(page) == []


def test_what_is_not_urgent_stands_in_the_letter_only(visit, learner, series, at):
    wish(series, at - timedelta(days=3), title="Livestream cho người mới")
    for page in pages(visit, learner, series):
        assert notes(page) == []
