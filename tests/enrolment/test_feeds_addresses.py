"""The address of a calendar: whose it is, what an old one still says, how often it may be asked, what it shows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import select

from lms.core.db import db, mode
from lms.duplicates import actions as duplicates
from lms.enrolment import feeds, jobs
from lms.enrolment.feeds import Standing
from lms.enrolment.pace import Pace
from lms.people import actions as people_actions
from lms.schedule import actions as schedules
from lms.schedule.changing import SeriesWish
from lms.schedule.models import CalendarFeed
from tests.conftest import AT
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

KEY = "k" * 32
DAY = timedelta(days=1)


@pytest.fixture
def mine(visit, learner, series):
    """A learner with a seat, signed in."""
    seat(learner, series)
    return visit.as_(learner)


def address(mine):
    return mine.get("/my/calendar").soup.select_one("#address")["value"].removeprefix("http://localhost")


def fetch(visit, path, **headers):
    names = {"since": "If-Modified-Since", "match": "If-None-Match"}
    return visit.open("GET", path, headers={names[name]: value for name, value in headers.items()})


def events(page):
    return list(Calendar.from_ical(page.response.get_data()).walk("VEVENT"))


def only_note(page):
    (note,) = events(page)
    return note


# 7: the address is renewed


def test_7_a_renewed_address_says_so_for_a_month_and_then_ends(visit, mine, series, clock, at):
    old = address(mine)
    seen = fetch(visit, old)
    clock.move_to(at + timedelta(minutes=2))
    mine.post("enrolment.learner.renew")
    new = address(mine)
    page = fetch(visit, old, since=seen.headers["Last-Modified"], match=seen.headers["ETag"])
    note = only_note(page)
    assert (page.status, page.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "đã đổi" in note["SUMMARY"] and series.title not in page.html
    assert not set(make.sessions_of(series)[0].calendar_uid.split()) & {str(note["UID"])}
    assert (note.decoded("DTSTART"), note.decoded("DTEND")) == (date(2026, 11, 26), date(2026, 12, 26))
    assert fetch(visit, old, match=page.headers["ETag"]).status == 304
    assert fetch(visit, new).status == 200 and len(events(fetch(visit, new))) == 8
    clock.move_to(at + 29 * DAY)
    assert fetch(visit, old).response.get_data() == page.response.get_data()
    clock.move_to(at + 31 * DAY)
    assert (fetch(visit, old).status, fetch(visit, new).status) == (410, 200)


def test_a_second_tap_renews_nothing_more(visit, mine, clock, at):
    """Or the address that phones have would end at once, without the note that says where to go."""
    old, shown = address(mine), mine.get("/my/calendar").value("version")
    clock.move_to(at + timedelta(minutes=2))
    pages = [mine.post("enrolment.learner.renew", data={"version": shown}) for _tap in range(2)]
    assert [(page.status, page.location) for page in pages] == [(303, "/my/calendar")] * 2
    assert fetch(visit, old).status == fetch(visit, address(mine)).status == 200
    assert "đã đổi" in only_note(fetch(visit, old))["SUMMARY"]
    assert mine.post("enrolment.learner.renew", data={"version": "9" * 40}).status == 303


def test_an_address_before_the_last_one_ends_at_once(visit, mine, clock, at):
    first = address(mine)
    for hours in (1, 2):
        clock.move_to(at + timedelta(hours=hours))
        mine.post("enrolment.learner.renew")
    assert fetch(visit, first).status == 410


def test_the_date_of_a_note_is_never_before_that_of_the_calendar(visit, mine, clock, at):
    old, dates = address(mine), []
    for minutes in (0, 1, 2, 90):
        clock.move_to(at + timedelta(minutes=minutes))
        if minutes == 1:
            mine.post("enrolment.learner.renew")
        dates.append(fetch(visit, old).response.last_modified)
    assert dates == sorted(dates) and dates[0] < dates[-1]


@pytest.mark.parametrize(
    ("claimed", "version", "here", "days", "found"),
    [
        (3, 3, True, None, Standing.CURRENT),
        (3, 3, True, 99, Standing.CURRENT),
        (2, 3, True, 0, Standing.REPLACED),
        (2, 3, True, 29.9, Standing.REPLACED),
        (2, 3, True, 30, Standing.OVER),
        (2, 3, True, None, Standing.OVER),
        (1, 3, True, 0, Standing.OVER),
        (4, 3, True, 0, Standing.UNKNOWN),
        (3, 3, False, 0, Standing.REPLACED),
        (3, 3, False, 30, Standing.OVER),
        (2, 3, False, 0, Standing.OVER),
        (1, 40, True, 0, Standing.UNKNOWN),
    ],
)
def test_what_an_address_still_opens(claimed, version, here, days, found):
    claim = feeds.read(feeds.token_of(KEY, "abcdefghijkl2", claimed))
    replaced = None if days is None else AT - timedelta(days=days)
    assert feeds.standing(KEY, claim, version, replaced_at=replaced, at=AT, here=here) == found
    assert feeds.standing("another key", claim, version, replaced_at=replaced, at=AT, here=here) == Standing.UNKNOWN


def test_of_two_accounts_made_one_the_old_calendar_says_so_and_comes_back(
    app, visit, mine, learner, trainer, clock, at
):
    other, staff = people.person("Lò Thị Mảy"), people.coordinator()
    seat(other, make.series(trainer, make.FIRST + 2 * DAY, 2), at=at - timedelta(minutes=3))
    desks, old, seen = app.extensions["personal_data"], address(mine), fetch(visit, address(mine))
    kept = address(visit.as_(other))
    before = fetch(visit, kept)
    clock.move_to(at + timedelta(minutes=5))
    with mode("write"):
        row = duplicates.merge(learner, other, desks, by=staff, at=at + timedelta(minutes=5))
        db.session.commit()
    page = fetch(visit, old, since=seen.headers["Last-Modified"])
    assert "đã đổi" in only_note(page)["SUMMARY"]
    after = fetch(visit, kept, since=before.headers["Last-Modified"])
    assert (after.status, len(events(after))) == (200, 10)
    assert after.response.last_modified > before.response.last_modified
    clock.move_to(at + timedelta(hours=1))
    with mode("write"):
        duplicates.undo(row, desks, by=staff, at=at + timedelta(hours=1))
        db.session.commit()
    clock.move_to(at + timedelta(hours=2))
    back, own = fetch(visit, old, since=page.headers["Last-Modified"]), fetch(visit, kept)
    assert (back.status, len(events(back)), len(events(own))) == (200, 8, 2)
    assert back.response.last_modified > page.response.last_modified
    assert own.response.last_modified > after.response.last_modified


# how often


def test_an_address_is_answered_sixty_times_an_hour_and_costs_no_row(visit, mine, clock, at):
    path, other = address(mine), address(visit.as_(people.person()))
    tag = fetch(visit, path).headers["ETag"]
    assert {fetch(visit, path, match=tag).status for _ in range(59)} == {304}
    page = fetch(visit, path)
    assert (page.status, page.headers["Retry-After"]) == (429, "3600")
    assert fetch(visit, other).status == 200
    clock.move_to(at + timedelta(minutes=59))
    assert fetch(visit, path).headers["Retry-After"] == "60"
    clock.move_to(at + timedelta(hours=1))
    assert fetch(visit, path).status == 200


@given(st.lists(st.integers(0, 400), max_size=60))
def test_no_span_holds_more_than_the_limit_and_every_wait_ends_it(steps):
    pace, at, let_in = Pace(most=3, span=timedelta(minutes=10)), AT, []
    for seconds in steps:
        at += timedelta(seconds=seconds)
        wait = pace.wait("x", at)
        if wait:
            assert pace.wait("x", at + timedelta(seconds=wait)) == 0
            at, wait = at + timedelta(seconds=wait), 0
        let_in.append(at)
    assert all(let_in[n + 6] - let_in[n] >= timedelta(minutes=10) for n in range(len(let_in) - 6))


def test_only_so_many_addresses_are_remembered():
    pace = Pace(most=1, remembered=2)
    assert [pace.wait(key, AT) > 0 for key in "aabbccab"] == [False, True, False, True, False, True, False, False]


# what is in it


def test_what_one_teaches_is_in_the_calendar_once_and_drafts_are_not(visit, trainer, series, clock):
    seat(trainer, series)
    make.series(trainer, make.FIRST, 3, state="draft")
    alone = make.series(trainer, make.FIRST + 2 * DAY, 4)
    page = fetch(visit, address(visit.as_(trainer)))
    assert len(events(page)) == 12
    assert {session.calendar_uid for session in make.sessions_of(alone)} < {str(e["UID"]) for e in events(page)}


def test_who_teaches_changes_two_calendars_and_their_dates_forward(visit, trainer, series, clock, at):
    other = people.trainer("Đặng Thị Hòa")
    old, new = address(visit.as_(trainer)), address(visit.as_(other))
    seen, empty = fetch(visit, old), fetch(visit, new)
    assert (len(events(seen)), events(empty)) == (8, [])
    clock.move_to(at + timedelta(minutes=2))
    wish = SeriesWish(title=series.title, trainers=[other], room=(series.room_url, series.room_platform))
    schedules.change_series(series, wish, by=trainer, at=at + timedelta(minutes=2))
    db.session.commit()
    for path, before, count in ((old, seen, 0), (new, empty, 8)):
        page = fetch(visit, path, since=before.headers["Last-Modified"])
        assert (page.status, len(events(page))) == (200, count)
        assert page.response.last_modified > before.response.last_modified


def test_another_language_is_told_to_clients_that_ask_by_date_too(visit, mine, learner, clock, at):
    path = address(mine)
    seen = fetch(visit, path)
    clock.move_to(at + timedelta(minutes=2))
    people_actions.speak_to(learner, "en", by=learner, at=at + timedelta(minutes=2))
    with mode("write"):
        assert jobs.spoke() == {"changed": 1}
        db.session.commit()
    page = fetch(visit, path, since=seen.headers["Last-Modified"])
    assert page.status == 200 and events(page)[0]["SUMMARY"].startswith("Session 1: ")


def test_a_change_committed_after_a_later_one_is_not_missed(visit, mine, learner, series, trainer, clock, at):
    """Its instant is before the date that a client was given meanwhile; it would be told 304 for ever."""
    path, other = address(mine), make.series(trainer, make.FIRST + 2 * DAY, 4)
    clock.move_to(at + timedelta(minutes=5))
    make.cancel(make.sessions_of(series)[4], by=trainer, at=at + timedelta(minutes=5))
    seen = fetch(visit, path)
    seat(learner, other)
    db.session.get(CalendarFeed, learner.id).changed_at = at + timedelta(minutes=4, seconds=30)
    clock.move_to(at + timedelta(minutes=10))
    page = fetch(visit, path, since=seen.headers["Last-Modified"])
    assert (page.status, len(events(page))) == (200, 12)


def test_head_and_robots(visit, mine):
    path = address(mine)
    page = visit.open("HEAD", path)
    assert (page.status, page.response.get_data()) == (200, b"")
    assert page.headers["ETag"] == fetch(visit, path).headers["ETag"]
    robots = visit.open("GET", "/robots.txt")
    assert robots.text == "User-agent: * Disallow:" and robots.headers["Content-Type"].startswith("text/plain")


def test_a_change_of_one_session_makes_one_block_again_and_touches_no_row_of_a_learner(trainer, at):
    year = make.series(trainer, count=52)
    for _number in range(3):
        seat(people.person(), year)
    languages, site = ("vi", "en"), "https://cunghoc.test"
    assert schedules.keep_blocks(site, languages, by=None, at=at) == 104

    def rows():
        return [tuple(row) for row in db.session.execute(select(CalendarFeed.__table__).order_by("person_id"))]

    before = rows()
    make.change(make.sessions_of(year)[30], topic="Chủ đề khác", by=trainer, at=at)
    assert schedules.keep_blocks(site, languages, by=None, at=at) == 2
    assert rows() == before
