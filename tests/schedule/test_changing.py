"""What would come of a wish, and what is told of it: decisions only, no database."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.words import speak
from lms.schedule import telling
from lms.schedule.changing import Which, Wish, is_urgent, outcome
from lms.schedule.planner import Details, SessionBegun, SessionOver, TimePast, warnings
from lms.schedule.rules import LiveRoom, instants, is_zalo, room_key
from lms.schedule.telling import News

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = date(2026, 11, 26)
#: Thursday 26 November 2026, 19:20 in Vietnam.
AT = datetime(2026, 11, 26, 12, 20, tzinfo=UTC)
CANCELLED, SCHEDULED, HELD = "cancelled", "scheduled", "held"


def session(number=1, day=FIRST, starts=time(19, 30), state=SCHEDULED, **values):
    begins, ends = instants(day, starts, 90, ZONE)
    as_it_is = {"topic": f"Buổi {number}", "room_url": None, "room_platform": None, "sequence": 0, "id": number}
    fields = {"number": number, "date_local": day, "starts_local": starts, "state": state, "cancel_reason": None}
    return SimpleNamespace(**as_it_is | fields | {"starts_at": begins, "ends_at": ends} | values)


def weekly(count=4, first=FIRST - timedelta(weeks=1)):
    """Sessions from last week on: the first one is over, the second begins in ten minutes."""
    made = [session(number + 1, first + timedelta(weeks=number)) for number in range(count)]
    made[0].state = HELD
    return made


def come_of(sessions, begin, at=AT, **wish):
    return outcome(Wish(**wish), sessions[begin], sessions, ZONE, at)


@pytest.mark.parametrize(
    ("which", "begin", "numbers"),
    [
        (Which.ONE, 2, [3]),
        (Which.LATER, 2, [3, 4]),
        (Which.LATER, 1, [2, 3, 4]),
        (Which.ALL, 3, [2, 3, 4]),
    ],
)
def test_how_far_a_move_reaches(which, begin, numbers):
    steps = come_of(weekly(), begin, which=which, starts=time(20, 0))
    assert [step.session.number for step in steps] == numbers
    assert all(step.ends_at - step.starts_at == timedelta(minutes=90) for step in steps)


@pytest.mark.parametrize(
    ("at", "wish", "numbers"),
    [
        # While the second one runs: it cannot move any more, but its room can.
        (AT + timedelta(minutes=30), {"starts": time(20, 0)}, [3, 4]),
        (AT + timedelta(minutes=30), {"room": ("https://meet.google.com/a", "meet")}, []),
        (AT + timedelta(minutes=30), {"state": CANCELLED}, [2, 3, 4]),
        (AT + timedelta(hours=3), {"state": CANCELLED}, [3, 4]),
        (AT, {"state": SCHEDULED}, []),
        (AT, {"topic": "Khác"}, [4]),
    ],
)
def test_what_all_means_at_a_moment(at, wish, numbers):
    steps = come_of(weekly(), 3, at, which=Which.ALL, **wish)
    assert [step.session.number for step in steps] == numbers


def test_a_room_for_all_takes_the_own_rooms_back():
    sessions = weekly()
    sessions[2].room_url, sessions[2].room_platform = "https://zoom.us/j/1", "zoom"
    (step,) = come_of(sessions, 2, which=Which.ALL, room=("https://meet.google.com/a", "meet"))
    assert step.session.number == 3 and step.room == (None, None) and not step.rendered


@pytest.mark.parametrize(
    ("begin", "at", "wish", "refusal"),
    [
        (0, AT, {"starts": time(20, 0)}, SessionOver),
        (1, AT + timedelta(minutes=30), {"starts": time(22, 0)}, SessionBegun),
        (1, AT + timedelta(minutes=30), {"topic": "Khác"}, None),
        (1, AT + timedelta(hours=2), {"state": CANCELLED}, SessionOver),
        (2, AT, {"day": FIRST - timedelta(days=1)}, TimePast),
        (2, AT, {"day": FIRST, "starts": time(19, 20)}, TimePast),
        (2, AT, {"day": FIRST, "starts": time(19, 21)}, None),
        (3, AT, {"day": FIRST, "which": Which.ALL}, TimePast),
    ],
)
def test_what_cannot_be_moved(begin, at, wish, refusal):
    if refusal is None:
        assert len(come_of(weekly(), begin, at, **wish)) == 1
    else:
        with pytest.raises(refusal):
            come_of(weekly(), begin, at, **wish)


@given(st.integers(-3, 60), st.times(), st.sampled_from(Which), st.integers(2, 5))
def test_who_moves_moves_by_as_many_days_to_the_same_hour_and_nobody_else_moves(days, starts, which, begin):
    sessions = weekly(6)
    day = sessions[begin].date_local + timedelta(days=days)
    starts = starts.replace(second=0, microsecond=0)
    try:
        steps = come_of(sessions, begin, which=which, day=day, starts=starts)
    except TimePast:
        return
    for step in steps:
        assert step.day - step.session.date_local == timedelta(days=days) and step.starts == starts
        assert step.starts_at.astimezone(ZONE).replace(tzinfo=None) == datetime.combine(step.day, starts)
        assert step.starts_at > AT and step.ends_at - step.starts_at == timedelta(minutes=90)
    assert {step.session.state for step in steps} <= {SCHEDULED}


def test_over_midnight_wall_time_is_kept():
    (step,) = come_of([session(day=date(2026, 12, 3))], 0, starts=time(23, 30))
    assert (step.day, step.starts_at, step.ends_at) == (
        date(2026, 12, 3),
        datetime(2026, 12, 3, 16, 30, tzinfo=UTC),
        datetime(2026, 12, 3, 18, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("hours", "urgent"), [(-1, False), (0, False), (0.1, True), (48, True), (48.1, False), (100, False)]
)
def test_what_is_urgent(hours, urgent):
    assert is_urgent([AT + timedelta(hours=hours), AT + timedelta(days=9)], AT) is urgent


def told(before, after, **whole):
    """What is told when a session that stood like `before` stands like `after`."""
    series = SimpleNamespace(title="Lớp cũ", room_url="https://zoom.us/j/1", trainers=[])
    notice = SimpleNamespace(before=telling.snapshot(series, [before]))
    vars(series).update(whole)
    return telling.tell(notice, series, [after], AT)


MOVED = {"day": FIRST + timedelta(days=1)}
HEADLINES = [
    ({}, {}, {}, None, ""),
    ({}, MOVED, {}, News.MOVED, "Buổi 1 chuyển sang Thứ Sáu 27/11, 19:30"),
    ({}, {"state": CANCELLED}, {}, News.CANCELLED, "Hủy buổi 1, Thứ Năm 26/11, 19:30"),
    ({}, MOVED | {"state": CANCELLED}, {}, News.CANCELLED, "Hủy buổi 1, Thứ Năm 26/11, 19:30"),
    ({"state": CANCELLED}, {}, {}, News.RESTORED, "Buổi 1 vẫn diễn ra: Thứ Năm 26/11, 19:30"),
    ({"state": CANCELLED}, MOVED, {}, News.MOVED, "Buổi 1 chuyển sang Thứ Sáu 27/11, 19:30"),
    ({}, {"topic": "Khác"}, {}, News.TITLE, "Buổi 1, Thứ Năm 26/11, 19:30, đổi chủ đề: Khác"),
    ({}, {"room_url": "https://x.vn/1"}, {}, News.ROOM, "Buổi 1, Thứ Năm 26/11, 19:30, học ở phòng khác"),
    ({}, {}, {"room_url": "https://x.vn/2"}, News.ROOM, "Buổi 1, Thứ Năm 26/11, 19:30, học ở phòng khác"),
    ({}, {}, {"title": "Lớp mới"}, News.TITLE, "Lớp đổi tên thành Lớp mới"),
    ({}, {}, {"trainers": [SimpleNamespace(id=7, name="Hòa")]}, News.TRAINER, "Giảng viên mới của lớp: Hòa"),
    ({}, MOVED, {"title": "Lớp mới"}, News.MOVED, "Buổi 1 chuyển sang Thứ Sáu 27/11, 19:30"),
]


@pytest.mark.parametrize(("before", "after", "whole", "news", "sentence"), HEADLINES)
def test_what_is_told_is_how_it_stands_now(before, after, whole, news, sentence):
    speak("vi")
    tale = told(session(**before), session(**after), **whole)
    assert (tale.news, bool(tale)) == (news, news is not None)
    assert not tale or telling.headline(tale) == sentence


def test_a_session_that_is_over_tells_nothing_and_one_moved_away_does():
    past = session(day=FIRST - timedelta(days=1))
    assert not told(past, session(day=FIRST - timedelta(days=1), state=CANCELLED))
    assert told(past, session(day=FIRST))


LINKS = [
    ("https://us02web.zoom.us/j/812?pwd=a", "https://zoom.us/j/812?pwd=b", True),
    ("https://zoom.us/j/812", "https://zoom.us/j/813", False),
    ("https://www.youtube.com/watch?v=a", "https://www.youtube.com/watch?v=b", False),
    ("https://meet.google.com/a", "https://meet.google.com/a#x", True),
]


@pytest.mark.parametrize(("one", "other", "same"), LINKS)
def test_which_links_lead_to_one_room(one, other, same):
    assert (room_key(one) == room_key(other)) is same


@pytest.mark.parametrize(
    ("link", "yes"),
    [("https://zalo.me/g/abc", True), ("https://chat.zalo.me/", True), ("https://zalo.me.evil.vn/", False)],
)
def test_what_is_a_zalo_link(link, yes):
    assert is_zalo(link) is yes


WARNED = list(itertools.product((None, 100, 500), (None, "https://youtube.com/x"), (True, False)))


@pytest.mark.parametrize(("capacity", "stream", "known"), WARNED)
def test_what_a_trainer_is_warned_of(capacity, stream, known):
    speak("vi")
    details = Details("", 500, room_capacity=capacity, overflow_url=stream, zalo_url="https://zalo.me/g/a")
    said = warnings(details, LiveRoom("https://x.vn", "other", known))
    assert len(said) == (capacity == 100) + (not known)
    assert capacity != 100 or ("Hãy thêm đường dẫn" in said[0]) is (stream is None)
    assert warnings(details._replace(zalo_url="https://facebook.com/g", room_capacity=None), None) == [
        "Đây không phải đường dẫn nhóm Zalo: đường dẫn nhóm bắt đầu bằng https://zalo.me/"
    ]
