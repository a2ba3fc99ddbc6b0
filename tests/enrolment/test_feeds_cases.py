"""What happens to a class, and what every calendar shows of it: the tricky cases, in one order."""

from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime

import ics
import pytest
import vobject
from icalendar import Calendar

from lms.core.db import db
from lms.core.headers import HEADERS
from lms.schedule import actions as schedules
from lms.schedule.changing import SeriesWish, Wish
from lms.schedule.planner import Details, Outline
from lms.schedule.rules import SessionState, live_room
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat

MINUTE = timedelta(minutes=1)


@pytest.fixture
def change(trainer, at):
    """Change a session as its trainer does."""

    def do(session, moment=at, **wish):
        schedules.change(session, Wish(**wish), by=trainer, at=moment)
        db.session.commit()

    return do


@pytest.fixture
def fetch(visit, learner, series):
    """Fetch the calendar of a learner of the class, as a program does: `since` and `match` are its validators."""
    seat(learner, series)
    mine = visit.as_(learner).get("/my/calendar").soup.select_one("#address")["value"]
    path = mine.removeprefix("http://localhost")

    def get(since=None, match=None):
        headers = {"If-Modified-Since": since, "If-None-Match": match}
        return visit.open("GET", path, headers={name: value for name, value in headers.items() if value})

    return get


def body(page):
    return page.response.get_data()


def events(page):
    """Title, state, start and sequence by UID, checked to be the same in three parsers."""
    found = {str(e["UID"]): e for e in Calendar.from_ical(body(page)).walk("VEVENT")}
    text = body(page).decode()
    second = {e.uid.value: e for e in getattr(vobject.readOne(text), "vevent_list", [])}
    third = {e.uid: e for e in ics.Calendar(text).events}
    for uid, event in found.items():
        one = (event.decoded("DTSTART"), event.decoded("DTEND"), str(event["SUMMARY"]), str(event["STATUS"]))
        two, three = second[uid], third[uid]
        assert one == (two.dtstart.value, two.dtend.value, two.summary.value, two.status.value)
        assert one == (three.begin.datetime, three.end.datetime, three.name, three.status)
    assert len(found) == len(second) == len(third) == text.count("BEGIN:VEVENT")
    return found


def blocks(page):
    """The bytes of each event by UID."""
    parts = [part.partition(b"END:VEVENT")[0] for part in body(page).split(b"BEGIN:VEVENT")[1:]]
    return {part.partition(b"UID:")[2].partition(b"\r\n")[0].decode(): part for part in parts}


def test_1_a_session_moved_to_another_day_is_the_same_event(fetch, series, change):
    session, before = make.sessions_of(series)[3], fetch()
    uid = session.calendar_uid
    change(session, day=date(2026, 12, 5), starts=time(20, 0))
    after = fetch()
    old, new = events(before)[uid], events(after)[uid]
    assert new.decoded("DTSTART") == datetime(2026, 12, 5, 13, 0, tzinfo=UTC)
    assert (old["SEQUENCE"], new["SEQUENCE"]) == (0, 1)
    assert new.decoded("LAST-MODIFIED") > old.decoded("LAST-MODIFIED")
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.response.last_modified > before.response.last_modified
    assert events(after).keys() == events(before).keys()


def test_2_a_session_cancelled_stays_and_disturbs_nobody(fetch, series, change):
    session, before = make.sessions_of(series)[3], blocks(fetch())
    change(session, state=SessionState.CANCELLED, why="Nghỉ Tết")
    after = fetch()
    event = events(after)[session.calendar_uid]
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CANCELLED", 1, "TRANSPARENT")
    assert event["SUMMARY"].startswith("[HỦY] Buổi 4") and "Nghỉ Tết" in event["DESCRIPTION"]
    assert event.walk("VALARM") == []
    changed = {uid for uid, block in blocks(after).items() if before[uid] != block}
    assert changed == {session.calendar_uid}


def test_3_a_session_restored_goes_on_counting_and_rings_again(fetch, series, change, at):
    session = make.sessions_of(series)[3]
    change(session, state=SessionState.CANCELLED, why="Nghỉ Tết")
    change(session, at + MINUTE, state=SessionState.SCHEDULED)
    event = events(fetch())[session.calendar_uid]
    assert (event["STATUS"], event["SEQUENCE"], len(event.walk("VALARM"))) == ("CONFIRMED", 2, 1)
    assert event["SUMMARY"].startswith("Buổi 4")


def test_4_a_week_left_out_has_no_event_and_the_others_stay_as_they_are(fetch, learner, trainer, at):
    before = blocks(fetch())
    outline = Outline(
        title="Sau Tết", details=Details("", 20), track_id=make.track().id, weekdays=[6], starts=time(9, 0),
        minutes=60, first=date(2027, 1, 30), count=3, room=None, topics=["Một", "Hai", "Ba"],
    )  # fmt: skip
    later = schedules.draft(outline, [trainer], by=trainer, at=at)
    schedules.publish(later, by=trainer, at=at)
    seat(learner, later)
    after = fetch()
    starts = {event.decoded("DTSTART").date() for event in events(after).values()}
    assert date(2027, 1, 30) in starts and date(2027, 2, 6) not in starts
    assert len(blocks(after)) == 11
    assert {uid: block for uid, block in blocks(after).items() if uid in before} == before


def test_5_a_session_put_in_between_changes_no_other(fetch, series, change):
    before, fourth = blocks(fetch()), make.sessions_of(series)[3]
    make.session(series, fourth.date_local + timedelta(days=2))
    series.changed_at += MINUTE
    assert {uid: block for uid, block in blocks(fetch()).items() if uid in before} == before
    change(fourth, topic="Chủ đề khác")
    after = fetch()
    assert [uid for uid in before if blocks(after)[uid] != before[uid]] == [fourth.calendar_uid]
    assert {int(event["SEQUENCE"]) for event in events(after).values()} == {0, 1}


def test_6_a_new_live_room_changes_no_byte(fetch, series, trainer, at):
    page, room = fetch(), live_room("https://meet.google.com/abc-defg-hij")
    wish = SeriesWish(title=series.title, trainers=series.trainers, room=(room.url, room.platform))
    schedules.change_series(series, wish, by=trainer, at=at)
    schedules.change(make.sessions_of(series)[3], Wish(room=(make.ROOM, "zoom")), by=trainer, at=at)
    assert fetch(match=page.headers["ETag"]).status == 304
    assert fetch(since=page.headers["Last-Modified"]).status == 304
    assert body(fetch()) == body(page) and b"meet.google" not in body(page) and b"zoom" not in body(page)


def test_unchanged_costs_no_more_than_it_must(fetch):
    """Validators and little else: whoever asked keeps the rest of the headers with the calendar (RFC 9110 §15.4.5)."""
    page = fetch()
    answer = fetch(match=page.headers["ETag"])
    assert set(HEADERS) <= set(page.headers.keys())
    assert (answer.status, set(HEADERS) & set(answer.headers.keys())) == (304, set())
    assert {"ETag", "Last-Modified", "Cache-Control"} <= set(answer.headers.keys())
    assert sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) <= 300


def test_8_somebody_without_classes_has_a_valid_calendar(visit):
    mine = visit.as_(people.person()).get("/my/calendar").soup.select_one("#address")["value"]
    page = visit.open("GET", mine.removeprefix("http://localhost"))
    read = Calendar.from_ical(body(page))
    read.validate()
    assert page.status == 200 and events(page) == {} and len(read.walk("VTIMEZONE")) == 1


def test_9_leaving_or_growing_old_never_turns_the_date_back(visit, fetch, learner, series, change, clock, at):
    change(make.sessions_of(series)[4], state=SessionState.CANCELLED)
    clock.move_to(at + 2 * MINUTE)
    seen = fetch()
    for days, left in ((3, 8), (18, 7), (25, 6)):
        clock.move_to(at + timedelta(days=days))
        page = fetch(since=seen.headers["Last-Modified"])
        if left == 8:
            assert page.status == 304
            continue
        assert (page.status, len(events(page))) == (200, left)
        assert page.response.last_modified > seen.response.last_modified
        seen = page
    visit.as_(learner).post("enrolment.learner.leave", slug=series.slug)
    clock.move_to(at + timedelta(days=25, minutes=2))
    page = fetch(since=seen.headers["Last-Modified"])
    assert (page.status, events(page)) == (200, {})
    assert page.response.last_modified > seen.response.last_modified


@pytest.mark.parametrize(
    ("since", "match", "status"),
    [
        ("garbage", None, 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None, 200),
        ("later", None, 304),
        ("now", '"stale"', 200),
        ("now", None, 304),
        ("garbage", "tag", 304),
    ],
)
def test_10_validators_that_lie(fetch, at, since, match, status):
    page = fetch()
    dates = {"now": page.headers["Last-Modified"], "later": format_datetime(at + timedelta(days=90), usegmt=True)}
    tags = {"tag": page.headers["ETag"]}
    assert fetch(since=dates.get(since, since), match=tags.get(match, match)).status == status


def test_11_twice_in_a_row_is_the_same_to_the_byte(fetch, clock, at):
    first = fetch()
    clock.move_to(at + timedelta(seconds=1))
    second = fetch()
    assert body(first) == body(second)
    validators = {name: first.headers[name] for name in ("ETag", "Last-Modified")}
    for headers in ({"match": validators["ETag"]}, {"since": validators["Last-Modified"]}):
        page = fetch(**headers)
        assert page.status == 304
        assert {name: page.headers[name] for name in validators} == validators


def test_14_a_class_over_midnight_in_the_week_clocks_change_elsewhere(visit, fetch, learner, trainer):
    """In Germany summer time begins on 28 March 2027; a class at 23:30 in Vietnam knows nothing of it."""
    night = make.series(trainer, date(2027, 3, 27), 2, starts=time(23, 30), minutes=60)
    seat(learner, night)
    found = events(fetch())
    for session, day in zip(make.sessions_of(night), (date(2027, 3, 27), date(2027, 4, 3)), strict=True):
        event = found[session.calendar_uid]
        assert event.decoded("DTSTART") == datetime.combine(day, time(16, 30), UTC)
        assert event.decoded("DTEND") == datetime.combine(day, time(17, 30), UTC)
    page = visit.as_(learner).get("enrolment.public.series", slug=night.slug)
    assert "23:30" in page and "16:30" not in page
