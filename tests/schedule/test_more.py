"""One session more in a running class: shown first, added once, told like any change."""

from datetime import date, time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from lms.core import jobs as core_jobs
from lms.core.db import db, mode
from lms.notifications.models import Letter
from lms.schedule import queries, telling
from lms.schedule.models import Notice, Session
from lms.schedule.rules import MOST_SESSIONS, SeriesState
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

TYPED = {"day": "2026-12-05", "starts": "20:00", "topic": "Hỏi đáp thêm", "why": "Nhiều bạn còn câu hỏi"}


@pytest.fixture
def trainer(app):
    return people.trainer()


@pytest.fixture
def series(trainer):
    """Four Thursdays, the first tonight."""
    return make.series(trainer, count=4)


@pytest.fixture
def mine(visit, trainer):
    return visit.as_(trainer)


def add(mine, series, **typed):
    """Show it, then press the button that adds it, with all that the page holds."""
    shown = mine.post("schedule.trainer.add", series_id=series.public_id, data=TYPED | typed)
    assert shown.status == 200, shown.text
    form = {field["name"]: field.get("value", "") for field in shown.soup.select("main form input[name]")}
    return form, mine.post("schedule.trainer.add", series_id=series.public_id, data=form | {"do": "add"})


def count(series):
    return db.session.scalar(select(func.count()).where(Session.series_id == series.id))


def test_the_sheet_proposes_the_week_after_the_last(mine, series):
    page = mine.get("schedule.trainer.more", series_id=series.public_id)
    assert (page.value("day"), page.value("starts"), page.value("topic")) == ("2026-12-24", "19:30", "")
    link = mine.get("schedule.trainer.series", series_id=series.public_id).soup.select_one('main a[href$="/more"]')
    assert link.get_text() == "Thêm một buổi"


def test_it_is_shown_first_and_nothing_is_written(mine, series):
    page = mine.post("schedule.trainer.add", series_id=series.public_id, data=TYPED)
    shown = page.soup.select_one(".dates li").get_text(" ")
    assert page.status == 200 and count(series) == 4
    assert "T7 5/12" in shown and "20:00 – 21:30" in shown and "Hỏi đáp thêm" in shown
    assert db.session.scalar(select(Notice)) is None


def test_it_is_added_with_the_next_number_and_told(mine, series, visit, clock, at):
    learner = people.person("Giàng A Páo", email="pao@example.org")
    seat(learner, series)
    _form, answer = add(mine, series)
    assert answer.status == 303
    page = mine.follow(answer)
    assert page.h1 == "Lớp có thêm buổi 5: Thứ Bảy 5/12, 20:00"
    assert "Nhiều bạn còn câu hỏi" in page.soup.select_one("textarea").get_text()
    session = queries.sessions_of(series)[-1]
    assert (session.number, session.date_local, session.starts_local) == (5, date(2026, 12, 5), time(20))
    assert session.ends_at - session.starts_at == timedelta(minutes=90)
    clock.move_to(at + timedelta(minutes=3))
    with mode("write"):
        core_jobs.plan_rhythms(at=at + timedelta(minutes=3))
        while core_jobs.run_due():
            pass
    letter = db.session.scalars(select(Letter).where(Letter.template.endswith("changed"))).one()
    assert letter.subject == f"Lớp có thêm buổi 5: Thứ Bảy 5/12, 20:00 · {series.title}"
    topics = [tag.get_text() for tag in visit.as_(learner).get("enrolment.public.series", slug=series.slug).soup.select(
        "[aria-labelledby=plan] .h"
    )]  # fmt: skip
    assert topics == ["Chủ đề buổi 1", "Chủ đề buổi 2", "Hỏi đáp thêm", "Chủ đề buổi 3", "Chủ đề buổi 4"], "by time"


def test_the_calendar_of_the_class_has_it(mine, series, visit):
    add(mine, series)
    feed = Calendar.from_ical(visit.get("schedule.feed.series", slug=series.slug).response.get_data())
    assert len(feed.events) == 5
    assert "Hỏi đáp thêm" in "".join(str(event["SUMMARY"]) for event in feed.events)


def test_a_second_tap_adds_nothing(mine, series):
    form, _answer = add(mine, series)
    again = mine.post("schedule.trainer.add", series_id=series.public_id, data=form | {"do": "add"})
    assert again.status == 303 and count(series) == 5
    assert len(list(db.session.scalars(select(Notice)))) == 1


def test_a_clash_and_a_holiday_are_shown(mine, series, trainer):
    other = make.series(trainer, date(2027, 2, 6), 1, starts=time(20, 30), title="Lớp kia")
    page = mine.post("schedule.trainer.add", series_id=series.public_id, data=TYPED | {"day": "2027-02-06"})
    shown = page.soup.select_one(".dates li.clash").get_text(" ")
    assert other.title in shown and "Tết" in shown
    same = mine.post("schedule.trainer.add", series_id=series.public_id, data=TYPED | {"day": "2026-12-03"})
    assert series.title in same.soup.select_one(".dates li.clash").get_text(" "), "the class's own evening too"


def test_what_came_between_is_shown_again(mine, series, trainer):
    shown = mine.post("schedule.trainer.add", series_id=series.public_id, data=TYPED)
    form = {field["name"]: field.get("value", "") for field in shown.soup.select("main form input[name]")}
    make.series(trainer, date(2026, 12, 5), 1, starts=time(20, 0), title="Lớp kia")
    page = mine.post("schedule.trainer.add", series_id=series.public_id, data=form | {"do": "add"})
    assert page.status == 422 and count(series) == 4
    assert page.value("topic") == "Hỏi đáp thêm" and "Lớp kia" in page.soup.select_one(".dates").get_text()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "2026-11-26", "starts": "19:00"}, "Giờ này đã qua. Chọn giờ chưa tới"),
        ({"day": "hôm nào đó"}, "Nhập ngày, ví dụ 7/1/2027"),
        ({"topic": " "}, "Nhập chủ đề của buổi này"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(mine, series, typed, sentence):
    pressed = TYPED | typed | {"do": "add", "seen": "x"}
    page = mine.post("schedule.trainer.add", series_id=series.public_id, data=pressed)
    assert page.status == 422 and page.errors == [sentence]
    assert page.value("why") == TYPED["why"] and count(series) == 4


def test_a_class_that_does_not_run_gets_none(mine, trainer):
    for state in (SeriesState.DRAFT, SeriesState.FINISHED, SeriesState.ARCHIVED):
        series = make.series(trainer, state=state, count=1)
        assert mine.get("schedule.trainer.more", series_id=series.public_id).status == 303
        assert mine.post("schedule.trainer.add", series_id=series.public_id, data=TYPED).status == 422


def test_a_class_has_so_many_sessions_at_most(mine, trainer):
    series = make.series(trainer, count=MOST_SESSIONS)
    page = mine.post("schedule.trainer.add", series_id=series.public_id, data=TYPED)
    assert page.status == 422 and f"{MOST_SESSIONS}" in page.errors[0]


def test_it_tells_nothing_once_it_is_cancelled_and_its_new_time_when_it_moves(mine, series, at):
    add(mine, series)
    session = queries.sessions_of(series)[-1]
    notice = db.session.scalars(select(Notice)).one()
    assert telling.tell(notice, series, [session], at).news == "added"
    make.change(session, day=date(2026, 12, 6), at=at)
    last = db.session.scalars(select(Notice).where(Notice.replaced_at.is_(None))).one()
    assert last.kind == "added", "one letter: there is one more, and then"
    make.cancel(session, at=at)
    last = db.session.scalars(select(Notice).where(Notice.replaced_at.is_(None))).one()
    assert not telling.tell(last, series, [session], at), "nobody has heard of it"
