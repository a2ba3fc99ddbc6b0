"""Decisions about live rooms, without Zoom."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.live.rules import limits, meeting, registration, report, webhook
from lms.live.rules.meeting import Host, Occurrence, Slot

AT = datetime(2026, 11, 26, 12, 20, tzinfo=UTC)
ZONE = "Asia/Ho_Chi_Minh"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def slot(day=0, hour=0, minutes=90):
    begins = AT + day * DAY + hour * HOUR
    return Slot(begins, begins + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("header", "daily", "wanted"),
    [
        ("0", False, AT + limits.BREATH),
        ("3", False, AT + timedelta(seconds=3)),
        (" 90 ", False, AT + timedelta(seconds=90)),
        ("2026-11-26T12:30:00Z", False, AT + timedelta(minutes=10)),
        ("2026-11-26T12:30:00", False, AT + timedelta(minutes=10)),
        ("2026-11-26T19:30:00+07:00", False, AT + timedelta(minutes=10)),
        ("Thu, 26 Nov 2026 12:30:00 GMT", False, AT + timedelta(minutes=10)),
        ("2020-01-01T00:00:00Z", False, AT + limits.BREATH),
        ("2030-01-01T00:00:00Z", False, AT + limits.LONGEST),
        ("99999999999999999999", False, AT + limits.LONGEST),
        ("soon", False, AT + limits.BREATH),
        (None, False, AT + limits.BREATH),
        (None, True, datetime(2026, 11, 27, tzinfo=UTC)),
        ("60", True, datetime(2026, 11, 27, tzinfo=UTC)),
        ("2026-11-27T00:00:05Z", True, datetime(2026, 11, 27, 0, 0, 5, tzinfo=UTC)),
    ],
)
def test_retry_after(header, daily, wanted):
    assert limits.retry_at(header, daily, AT) == wanted


@given(st.text(max_size=40), st.booleans())
def test_whatever_zoom_says_the_wait_is_between_now_and_tomorrow(header, daily):
    assert AT < limits.retry_at(header, daily, AT) <= AT + limits.LONGEST


@pytest.mark.parametrize(
    ("uuid", "path"),
    [
        ("atsXxhSEQWit9t+U02HXNQ==", "atsXxhSEQWit9t%2BU02HXNQ%3D%3D"),
        ("a/b==", "a%2Fb%3D%3D"),
        ("/ajXp112QmuoKj4854875==", "%252FajXp112QmuoKj4854875%253D%253D"),
        ("aj//p112==", "aj%252F%252Fp112%253D%253D"),
    ],
)
def test_an_instance_in_an_address(uuid, path):
    assert report.in_path(uuid) == path


def weekly(count, skip=()):
    return [slot(7 * week) for week in range(count) if week not in skip]


def repeats(slots):
    return [Occurrence(str(number), one.starts_at, one.minutes) for number, one in enumerate(slots)]


def test_a_skipped_week_is_an_occurrence_less():
    told = meeting.timetable("Lớp", ZONE, [4], weekly(12, skip={5, 6}))
    assert told["recurrence"]["end_times"] == 12
    assert meeting.steps(repeats(weekly(12)), weekly(12, skip={5, 6}), ZONE) == meeting.Steps([], ["5", "6"])


def test_a_moved_evening_takes_the_nearest_occurrence_that_is_left():
    moved = [*weekly(4, skip={1}), slot(8)]
    assert meeting.steps(repeats(weekly(4)), moved, ZONE) == meeting.Steps([("1", slot(8))], [])


def test_another_hour_of_the_same_day_moves_that_occurrence():
    assert meeting.steps(repeats(weekly(2)), [slot(0, 1), slot(7)], ZONE).moves == [("0", slot(0, 1))]


def test_a_first_evening_on_another_weekday_and_a_sunday():
    told = meeting.timetable("x" * 300, ZONE, [4], [slot(3), slot(7)])
    assert told["start_time"] == "2026-11-29T19:20:00" and len(told["topic"]) == 200
    assert told["recurrence"]["weekly_days"] == "5,1"


def test_over_midnight_the_day_is_that_of_vietnam():
    late = Slot(datetime(2026, 11, 26, 17, 30, tzinfo=UTC), datetime(2026, 11, 26, 18, 30, tzinfo=UTC))
    assert meeting.timetable("x", ZONE, [5], [late])["start_time"] == "2026-11-27T00:30:00"


days = st.lists(st.integers(0, 120), min_size=1, max_size=30, unique=True)


@given(days, days)
def test_after_the_steps_zoom_has_our_evenings_as_far_as_occurrences_reach(told, ours):
    occurrences, slots = repeats([slot(day) for day in told]), [slot(day) for day in ours]
    found = meeting.steps(occurrences, slots, ZONE)
    after = {one.id: one.starts_at for one in occurrences} | {number: one.starts_at for number, one in found.moves}
    left = sorted(starts_at for number, starts_at in after.items() if number not in found.drops)
    assert len(left) == min(len(told), len(ours))
    assert set(left) <= {one.starts_at for one in slots}
    assert len(set(left)) == len(left)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60, unique=True), st.sets(st.integers(1, 7), min_size=1))
def test_zoom_is_never_asked_for_more_than_it_takes(ours, weekdays):
    times = meeting.timetable("x", ZONE, weekdays, [slot(day) for day in ours])["recurrence"]["end_times"]
    assert min(len(ours), 60) <= times <= 60


def test_the_fingerprint_is_of_topic_and_times_only():
    one = meeting.fingerprint("Lớp", ZONE, weekly(3))
    assert one == meeting.fingerprint("Lớp", ZONE, reversed(weekly(3)))
    others = [
        ("Lớp 2", ZONE, weekly(3)),
        ("Lớp", "UTC", weekly(3)),
        ("Lớp", ZONE, weekly(4)),
        ("Lớp", ZONE, [slot(minutes=60)]),
    ]
    assert len({one, *(meeting.fingerprint(*other) for other in others)}) == 5


HOSTS = [Host(1, 100), Host(2, 300), Host(3, 1000)]


@pytest.mark.parametrize(
    ("seats", "busy", "now", "chosen"),
    [
        (90, [], None, 1),
        (101, [], None, 2),
        (101, [(2, slot())], None, 3),
        (5000, [], None, 3),
        (5000, [(3, slot())], None, 2),
        (90, [], 3, 3),
        (90, [(3, slot())], 3, 1),
        (90, [(1, slot(0, 1)), (2, slot()), (3, slot(0, -1))], None, None),
        (90, [(1, slot(0, 2))], None, 1),
        (90, [(1, slot(1))], None, 1),
    ],
)
def test_the_smallest_free_host_that_is_large_enough(seats, busy, now, chosen):
    assert meeting.free_host(HOSTS, busy, [slot()], seats, now=now) == chosen


def test_a_host_needs_time_between_two_classes():
    ends = slot().ends_at
    near, far = (Slot(ends + gap, ends + gap + HOUR) for gap in (meeting.MARGIN - timedelta(minutes=1), meeting.MARGIN))
    assert meeting.overlap(slot(), near) and meeting.overlap(near, slot()) and not meeting.overlap(slot(), far)
    assert meeting.clashes([(near, "b"), (slot(), "a"), (slot(3), "c")]) == [("a", "b")]


def test_who_a_learner_is_at_zoom():
    mail = registration.address("key", "series", "person", "cunghoc.vn")
    assert mail == registration.address("key", "series", "person", "cunghoc.vn")
    assert (
        len(
            {
                mail,
                registration.address("key", "other", "person", "cunghoc.vn"),
                registration.address("k", "series", "person", "cunghoc.vn"),
            }
        )
        == 3
    )
    assert registration.names("Nguyễn " * 20, "A7K2") == (("Nguyễn " * 20)[:64].strip(), "#A7K2")
    assert registration.names("", "A7K2") == ("Bạn", "#A7K2")


def event(what, minute, who="1"):
    body = {"participant": who, "registrant": "", "name": ""}
    at = AT + timedelta(minutes=minute)
    return webhook.Happened(f"{what}{minute}{who}", f"meeting.participant_{what}", "8", "i", at, body)


@given(
    st.permutations(
        [event("joined", 1), event("left", 5), event("joined", 6), event("joined", 2, "2"), event("left", 9, "2")]
    )
)
def test_the_order_of_arrival_does_not_matter(events):
    assert webhook.inside(events) == {"1"}


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(body):
    try:
        said = webhook.read(body)
    except ValueError:
        return
    assert isinstance(said, dict)
    webhook.happened(said)


FIELDS = st.sampled_from(["id", "uuid", "participant", "join_time", "user_id"])
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
MESS = st.recursive(PLAIN, lambda of: st.lists(of, max_size=3) | st.dictionaries(FIELDS, of, max_size=4))


@given(MESS, MESS)
def test_no_odd_event_breaks_the_reader(meeting_said, stamp):
    said = {"event": webhook.JOINED, "event_ts": stamp, "payload": {"object": meeting_said}}
    found = webhook.happened(said)
    assert found is None or (found.meeting_id and len(found.meeting_id) <= 20 and found.at.tzinfo)


@pytest.mark.parametrize(
    "row",
    [
        {"join_time": "2026-11-26T12:20:00Z"},
        {"join_time": "x", "leave_time": "y"},
        {"join_time": "2026-11-26T13:00:00Z", "leave_time": "2026-11-26T12:00:00Z"},
        {"join_time": "2026-11-26T08:00:00Z", "leave_time": "2026-11-26T09:00:00Z"},
        {"join_time": "2026-11-26T12:20:00Z", "leave_time": "2026-11-26T13:00:00Z", "status": "in_waiting_room"},
    ],
)
def test_rows_that_are_no_stay(row):
    assert report.stay(row, "u", AT, AT + HOUR) is None
