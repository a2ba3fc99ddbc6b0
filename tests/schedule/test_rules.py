"""Rules of the timetable, as decision tables."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.schedule import rules
from lms.schedule.rules import Platform, SeriesState, SessionState, live_room, plan

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
TET = {date(2027, 2, day): "Tết" for day in range(5, 11)}
THURSDAY = date(2026, 11, 26)


@dataclass
class Evening:
    """A session as the rules see it."""

    number: int
    starts_at: datetime
    state: str = "scheduled"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=90)


def planned(first=THURSDAY, weekdays=(4,), start=time(19, 30), minutes=90, count=3, days_off=None, zone=VIETNAM):
    return plan(first, weekdays, start, minutes, count, days_off or {}, zone)


@pytest.mark.parametrize(
    ("changed", "days"),
    [
        ({}, ["2026-11-26", "2026-12-03", "2026-12-10"]),
        ({"count": 1}, ["2026-11-26"]),
        ({"weekdays": {2, 4}}, ["2026-11-26", "2026-12-01", "2026-12-03"]),
        ({"weekdays": {1}}, ["2026-11-30", "2026-12-07", "2026-12-14"]),
        ({"weekdays": [7, 7]}, ["2026-11-29", "2026-12-06", "2026-12-13"]),
        ({"days_off": {date(2026, 12, 3): "Nghỉ"}}, ["2026-11-26", "2026-12-10", "2026-12-17"]),
        ({"days_off": {THURSDAY: "Nghỉ"}, "count": 1}, ["2026-12-03"]),
        ({"first": date(2028, 2, 24), "count": 2}, ["2028-02-24", "2028-03-02"]),
    ],
)
def test_dates_of_a_series(changed, days):
    sessions = planned(**changed).sessions
    assert [session.day.isoformat() for session in sessions] == days
    assert [session.number for session in sessions] == list(range(1, len(days) + 1))


def test_days_off_are_shown_with_their_names():
    result = planned(first=date(2027, 1, 28), days_off=TET, count=2)
    assert [session.day for session in result.sessions] == [date(2027, 1, 28), date(2027, 2, 4)]
    assert result.skipped == []
    longer = planned(first=date(2027, 2, 4), weekdays={3, 6}, days_off=TET, count=2)
    assert longer.skipped == [rules.Skipped(date(2027, 2, 6), "Tết"), rules.Skipped(date(2027, 2, 10), "Tết")]
    assert [session.day for session in longer.sessions] == [date(2027, 2, 13), date(2027, 2, 17)]


@pytest.mark.parametrize(
    ("day", "start", "minutes", "zone", "starts", "ends"),
    [
        (THURSDAY, time(19, 30), 90, VIETNAM, "2026-11-26T12:30", "2026-11-26T14:00"),
        (THURSDAY, time(23, 30), 60, VIETNAM, "2026-11-26T16:30", "2026-11-26T17:30"),
        (THURSDAY, time(5, 0), 60, VIETNAM, "2026-11-25T22:00", "2026-11-25T23:00"),
        # The night clocks go back: three hours pass between 01:30 and 03:30 on the wall.
        (date(2026, 10, 25), time(1, 30), 180, BERLIN, "2026-10-24T23:30", "2026-10-25T02:30"),
        # 02:30 comes twice: the first is meant.
        (date(2026, 10, 25), time(2, 30), 60, BERLIN, "2026-10-25T00:30", "2026-10-25T01:30"),
        # 02:30 does not exist: 03:30 is meant.
        (date(2027, 3, 28), time(2, 30), 60, BERLIN, "2027-03-28T01:30", "2027-03-28T02:30"),
    ],
)
def test_wall_time_becomes_instants(day, start, minutes, zone, starts, ends):
    found = rules.instants(day, start, minutes, zone)
    assert [moment.isoformat() for moment in found] == [f"{starts}:00+00:00", f"{ends}:00+00:00"]


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"weekdays": []}, rules.NoWeekday),
        ({"weekdays": {0, 8}}, rules.NoWeekday),
        ({"count": 0}, rules.SessionCountUnlikely),
        ({"count": 61}, rules.SessionCountUnlikely),
        ({"minutes": 14}, rules.MinutesUnlikely),
        ({"minutes": 301}, rules.MinutesUnlikely),
        ({"first": date(2019, 12, 31)}, rules.FirstDateUnlikely),
        ({"first": date(9999, 12, 31)}, rules.FirstDateUnlikely),
    ],
)
def test_unlikely_plans_are_refused(changed, broken):
    with pytest.raises(broken):
        planned(**changed)


@pytest.mark.parametrize("changed", [{"count": 60}, {"minutes": 15}, {"minutes": 300}])
def test_the_limits_themselves_are_allowed(changed):
    assert len(planned(**changed).sessions) == changed.get("count", 3)


@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(1, 60),
    st.sets(st.dates(date(2026, 1, 1), date(2030, 12, 31)), max_size=30),
)
def test_a_plan_has_all_its_sessions_and_none_on_a_day_off(first, weekdays, count, off):
    result = plan(first, weekdays, time(19, 30), 90, count, dict.fromkeys(off, "off"), VIETNAM)
    days = [session.day for session in result.sessions]
    assert len(days) == count and days == sorted(set(days))
    assert not set(days) & off
    assert {day.isoweekday() for day in days} | {skip.day.isoweekday() for skip in result.skipped} <= weekdays


STATES = list(SeriesState)
ALLOWED = {
    ("draft", "published"),
    ("draft", "archived"),
    ("published", "finished"),
    ("finished", "published"),
    ("finished", "archived"),
    ("archived", "finished"),
}


@pytest.mark.parametrize(("current", "wanted"), [(a, b) for a in STATES for b in STATES])
def test_steps_of_a_series(current, wanted):
    if current == wanted or (current, wanted) in ALLOWED:
        assert rules.check_step(current.value, wanted.value) is None
    else:
        with pytest.raises(rules.StepNotAllowed):
            rules.check_step(current.value, wanted.value)


@pytest.mark.parametrize(
    ("link", "platform"),
    [
        ("https://zoom.us/j/123456789", Platform.ZOOM),
        ("  https://us02web.zoom.us/j/8123456789?pwd=aB1.c2 ", Platform.ZOOM),
        ("https://ZOOM.US./my/cunghoc", Platform.ZOOM),
        ("https://zoom.us:443/j/1", Platform.ZOOM),
        ("https://meet.google.com/abc-defg-hij", Platform.MEET),
        ("https://teams.microsoft.com/l/meetup-join/19%3ameeting", Platform.TEAMS),
        ("https://teams.live.com/meet/9312", Platform.TEAMS),
        ("https://www.youtube.com/live/x?si=1", Platform.YOUTUBE),
        ("https://youtu.be/x", Platform.YOUTUBE),
        ("https://m.facebook.com/groups/1", Platform.FACEBOOK),
        ("https://www.tiktok.com/@cunghoc/live", Platform.TIKTOK),
        ("https://lop.example.vn/phong", None),
        ("https://notzoom.us/j/1", None),
        ("https://zoom.us.example.com/j/1", None),
        ("https://google.com/meet", None),
        ("https://zoom.us:8443/j/1", None),
        ("https://xn--zom-tnd.us/j/1", None),
    ],
)
def test_rooms_by_their_host(link, platform):
    room = live_room(link)
    assert room == rules.LiveRoom(link.strip(), platform or Platform.OTHER, platform is not None)


@pytest.mark.parametrize(
    ("link", "broken"),
    [
        ("", rules.LinkUnclear),
        ("https://", rules.LinkUnclear),
        ("https:///j/1", rules.LinkUnclear),
        ("http://zoom.us/j/1", rules.LinkNotSecure),
        ("zoom.us/j/1", rules.LinkNotSecure),
        ("javascript:alert(1)", rules.LinkNotSecure),
        ("ftp://zoom.us/j/1", rules.LinkUnclear),
        ("https://zoom.us@evil.example/j/1", rules.LinkUnclear),
        ("https://me:pw@zoom.us/j/1", rules.LinkUnclear),
        ("https://evil.example\\@zoom.us/j/1", rules.LinkUnclear),
        ("https://zoom.us/j\\1", rules.LinkUnclear),
        ("https://zoom.us/j/1\r\nSet-Cookie: a=b", rules.LinkUnclear),
        ("https://zoom.us/j/1\x00", rules.LinkUnclear),
        ("https://zoom.us/j/1\u202e", rules.LinkUnclear),
        ("https://zоom.us/j/1", rules.LinkUnclear),
        ("https://192.168.1.1/room", rules.LinkUnclear),
        ("https://localhost/room", rules.LinkUnclear),
        ("https://[::1]/room", rules.LinkUnclear),
        ("https://zoom.us:port/j/1", rules.LinkUnclear),
        ("https://[zoom.us/j/1", rules.LinkUnclear),
        ("Tham gia Zoom: https://zoom.us/j/1", rules.LinkUnclear),
        ("https://zoom.us/" + "a" * 500, rules.LinkUnclear),
        ("https://zoom.us/s/123456789?zak=eyJ0", rules.HostLink),
        ("https://us02web.zoom.us/j/1?zak=eyJ0", rules.HostLink),
    ],
)
def test_links_that_are_refused(link, broken):
    with pytest.raises(broken):
        live_room(link)


@given(st.text(max_size=80), st.sampled_from(["", "https://", "https://zoom.us/", "https://[", "//"]))
def test_no_text_breaks_the_reading_of_a_link(text, start):
    try:
        room = live_room(start + text)
    except rules.RuleBroken as refusal:
        assert str(refusal)
    else:
        assert room.url.lower().startswith("https://")


STARTS = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "is_open"),
    [(-16, False), (-15.01, False), (-15, True), (0, True), (89.9, True), (90, False), (1000, False)],
)
def test_the_room_opens_a_quarter_of_an_hour_before(minutes, is_open):
    at = STARTS + timedelta(minutes=minutes)
    assert rules.join_open(STARTS, STARTS + timedelta(minutes=90), at) is is_open


@pytest.mark.parametrize(
    ("days", "states", "number"),
    [
        (-1, ["scheduled"] * 3, 1),
        (0, ["scheduled"] * 3, 1),
        (0.062, ["scheduled"] * 3, 1),
        (0.0625, ["scheduled"] * 3, 2),
        (0, ["held", "scheduled", "scheduled"], 2),
        (1, ["held", "cancelled", "scheduled"], 3),
        (13, ["held", "held", "scheduled"], 3),
        (15, ["held", "held", "scheduled"], None),
        (0, ["cancelled"] * 3, None),
        (0, [], None),
    ],
)
def test_the_next_session_from_now(days, states, number):
    sessions = [Evening(n, STARTS + timedelta(days=7 * (n - 1)), state) for n, state in enumerate(states, 1)]
    found = rules.next_session(reversed(sessions), STARTS + timedelta(days=days))
    assert (found.number if found else None) == number


def test_states_are_the_words_that_are_stored():
    assert {str(state) for state in SessionState} == {"scheduled", "cancelled", "held"}
