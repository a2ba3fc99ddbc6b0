"""Calendar files: read back with the library, and checked octet by octet."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import ics
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from lms.schedule import calendar
from lms.schedule.calendar import Event, block, etag, feed, invitation, not_modified, note, settled, single

CHANGED = datetime(2026, 11, 1, 1, 2, 3, 456789, tzinfo=UTC)
LONG = "Buổi 12: Quay vidéo ở bản; chè Shan, \\mật ong\\ 🍵 " * 7
EVIL = "Bình\r\nATTENDEE:mailto:x@evil.example\r\nBEGIN:VEVENT\x00\x07\x0b\x85\u2028"


def an_event(**changed) -> Event:
    values = {
        "uid": "k3v9@cunghoc.example",
        "sequence": 2,
        "changed_at": CHANGED,
        "starts_at": datetime(2026, 11, 26, 12, 30, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 26, 14, 0, tzinfo=UTC),
        "summary": "Buổi 3: Quay video – Bán hàng trên mạng",
        "description": "https://cunghoc.example/sessions/b7\nĐường dẫn này luôn mở phòng mới nhất",
        "location": "https://cunghoc.example/sessions/b7",
        "url": "https://cunghoc.example/sessions/b7",
        "status": "scheduled",
        "alarm_minutes": 30,
    }
    return Event(**{**values, **changed})


def check_lines(body: bytes) -> None:
    """What RFC 5545 asks of lines, and what clients choke on if it is broken."""
    assert body.endswith(b"\r\n")
    lines = body[:-2].split(b"\r\n")
    for line, following in zip(lines, [*lines[1:], b""], strict=True):
        assert 0 < len(line) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        assert unicodedata.is_normalized("NFC", line.decode("utf-8"))
        slashes = len(line) - len(line.rstrip(b"\\"))
        assert not (following.startswith(b" ") and slashes % 2), "folded between \\ and its character"


def read(body: bytes):
    """(calendar, its events), nothing in them broken."""
    check_lines(body)
    read_back = Calendar.from_ical(body)
    events = read_back.walk("VEVENT")
    assert read_back.errors == [] and all(event.errors == [] for event in events)
    read_back.validate()
    return read_back, events


def only(body: bytes):
    (event,) = read(body)[1]
    return event


def test_a_session_is_read_back_as_it_was_written():
    event = only(feed("Lớp", [block(an_event())]))
    assert event["UID"] == "k3v9@cunghoc.example"
    assert (event["SEQUENCE"], event["STATUS"], event["TRANSP"]) == (2, "CONFIRMED", "OPAQUE")
    assert event.decoded("DTSTART") == datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED") == CHANGED.replace(microsecond=0)
    assert event["SUMMARY"] == "Buổi 3: Quay video – Bán hàng trên mạng"
    assert event["DESCRIPTION"].startswith("https://cunghoc.example/sessions/b7\nĐường dẫn")
    assert event["LOCATION"] == event["URL"] == "https://cunghoc.example/sessions/b7"
    (alarm,) = event.walk("VALARM")
    assert (alarm["ACTION"], alarm.decoded("TRIGGER")) == ("DISPLAY", -timedelta(minutes=30))


def test_the_traps_of_the_library_are_stepped_over():
    unfolded = feed("Lớp; một, hai", [block(an_event())]).replace(b"\r\n ", b"").decode()
    assert "CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Vào lớp;VALUE=URI:https://cunghoc.example/sessions/b7\r\n" in unfolded
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in unfolded
    assert "X-PUBLISHED-TTL:PT4H\r\n" in unfolded
    assert "\r\nNAME:Lớp\\; một\\, hai\r\n" in unfolded
    assert "X-WR-CALNAME:Lớp\\; một\\, hai\r\n" in unfolded
    assert "DTSTART:20261126T123000Z\r\n" in unfolded
    assert "METHOD" not in unfolded and "ORGANIZER" not in unfolded
    assert not {"RRULE", "EXDATE", "RECURRENCE-ID"} & set(re.findall(r"^[A-Z-]+", unfolded, re.MULTILINE))


def test_any_offset_is_written_in_utc():
    vietnam = timezone(timedelta(hours=7))
    moved = an_event(starts_at=datetime(2026, 11, 26, 19, 30, tzinfo=vietnam), changed_at=CHANGED.astimezone(vietnam))
    assert block(moved) == block(an_event())


def test_a_cancelled_session_stays_and_disturbs_nobody():
    event = only(feed("Lớp", [block(an_event(status="cancelled"))]))
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert event["SUMMARY"] == "[HỦY] Buổi 3: Quay video – Bán hàng trên mạng"
    assert event.walk("VALARM") == [] and "CONFERENCE" not in event
    english = only(feed("Class", [block(an_event(status="cancelled", cancelled_mark="[CANCELLED]"))]))
    assert english["SUMMARY"].startswith("[CANCELLED] ")


def test_a_restored_session_has_its_alarm_again():
    assert len(only(feed("Lớp", [block(an_event(status="held"))])).walk("VALARM")) == 1
    assert only(feed("Lớp", [block(an_event(alarm_minutes=None))])).walk("VALARM") == []


def test_a_feed_without_sessions_is_a_calendar():
    read_back, events = read(feed("Lịch của tôi", []))
    assert events == [] and len(read_back.walk("VTIMEZONE")) == 1
    assert (read_back["VERSION"], read_back["X-WR-CALNAME"]) == ("2.0", "Lịch của tôi")


def test_sessions_keep_their_order_and_their_own_uids():
    blocks = [block(an_event(uid=f"{number}@cunghoc.example", summary=LONG)) for number in range(52)]
    uids = [event["UID"] for event in read(feed("Lớp", blocks))[1]]
    assert uids == [f"{number}@cunghoc.example" for number in range(52)]


def test_the_same_data_gives_the_same_bytes():
    bodies = {feed("Lớp", [block(an_event())]) for _ in range(3)}
    assert len(bodies) == 1
    assert feed("Lớp", [block(an_event(sequence=3))]) not in bodies


@pytest.mark.parametrize("field", ["summary", "description", "location", "url", "uid", "join_label", "cancelled_mark"])
@pytest.mark.parametrize("status", ["scheduled", "cancelled"])
def test_no_text_can_add_a_property(field, status):
    event = only(feed(EVIL, [block(an_event(**{field: EVIL, "status": status}))]))
    assert "ATTENDEE" not in event
    assert set(event) <= set(only(feed("Lớp", [block(an_event())])))


def test_a_long_vietnamese_title_comes_back_composed():
    title = unicodedata.normalize("NFD", LONG) + "\x00"
    event = only(feed("Lớp", [block(an_event(summary=title, description=title + "\r\nhết"))]))
    assert event["SUMMARY"] == LONG.strip()
    assert event["DESCRIPTION"] == LONG + "\nhết"


def test_half_a_character_is_left_out():
    assert only(feed("Lớp", [block(an_event(summary="chè\ud83c\ud800 Shan"))]))["SUMMARY"] == "chè Shan"


def test_a_year_reads_the_same_in_three_parsers():
    """icalendar, vobject and ics share no code. recurring-ical-events would be no fourth: it is built on the first,
    and there is nothing to repeat; that no two events share a UID is what it would find."""
    year = [
        an_event(
            uid=f"{week}@cunghoc.example", sequence=week % 3, status="cancelled" if week % 10 == 9 else "scheduled",
            starts_at=an_event().starts_at + timedelta(weeks=week), ends_at=an_event().ends_at + timedelta(weeks=week),
            summary=f"{LONG}{week}", description=f"https://cunghoc.example/sessions/{week}\nDòng; hai, \\ba",
        )
        for week in range(52)
    ]  # fmt: skip
    body = feed("Lớp; một, hai", [block(event) for event in year])
    first = [(e["UID"], e.decoded("DTSTART"), e.decoded("DTEND"), e["SUMMARY"], e["DESCRIPTION"], e["STATUS"],
              int(e["SEQUENCE"])) for e in read(body)[1]]  # fmt: skip
    second = vobject.readOne(body.decode())
    second.validate(raiseException=True)
    assert first == [
        (e.uid.value, e.dtstart.value, e.dtend.value, e.summary.value, e.description.value, e.status.value,
         int(e.sequence.value)) for e in second.vevent_list
    ]  # fmt: skip
    third = sorted(ics.Calendar(body.decode()).events)
    assert [known[:-1] for known in first] == [
        (e.uid, e.begin.datetime, e.end.datetime, e.name, e.description, e.status) for e in third
    ]
    assert len({known[0] for known in first}) == 52
    assert first[0][3] == f"{LONG}0" and first[9][3] == f"[HỦY] {LONG}9"


@settings(max_examples=60)
@given(st.text(alphabet=st.one_of(st.sampled_from('ếộ\\;,:"\n\r\x00^'), st.characters()), max_size=200))
def test_any_text_gives_a_well_formed_file(text):
    event = an_event(summary=text, description=text, location=text, url=text, join_label=text)
    assert len(read(feed(text, [block(event)]))[1]) == 1
    assert len(read(single(event, "lop@cunghoc.example", text))[1]) == 1
    assert len(read(invitation(event, "REQUEST", 0, CHANGED, organizer=text, attendee=text))[1]) == 1
    assert len(read(feed(text, [note("n", CHANGED.date(), 30, text, text, CHANGED)]))[1]) == 1


def test_one_session_to_download_is_published_by_the_programme():
    body = single(an_event(), "lop@cunghoc.example", "Cùng Học")
    read_back, (event,) = read(body)
    assert read_back["METHOD"] == "PUBLISH" and "REFRESH-INTERVAL" not in read_back
    assert event["ORGANIZER"] == "mailto:lop@cunghoc.example"
    assert event["ORGANIZER"].params["CN"] == "Cùng Học"
    assert event["SEQUENCE"] == 2 and "ATTENDEE" not in event


def test_a_note_lasts_whole_days_and_blocks_none():
    event = only(feed("Lớp", [note("n", CHANGED.date(), 30, "Đã đổi", "https://cunghoc.example/my/calendar", CHANGED)]))
    assert (str(event.decoded("DTSTART")), str(event.decoded("DTEND"))) == ("2026-11-01", "2026-12-01")
    assert (event["TRANSP"], event["SUMMARY"]) == ("TRANSPARENT", "Đã đổi") and "LOCATION" not in event


def test_the_date_given_out_is_old_enough_to_be_the_last_of_its_second():
    """The step from one date to the next is seen by every client, and none lies in the future (RFC 9110, 8.8.2)."""
    changed = CHANGED
    shown = [settled(changed, changed + timedelta(seconds=seconds)) for seconds in (0, 1, 59, 60, 61, 9999)]
    assert shown == sorted(shown) and shown[-1] == changed == shown[-3]
    assert shown[0] == changed - timedelta(minutes=1)


TAG = etag(b"a")
OTHER = etag(b"b")
SEEN = datetime(2026, 11, 26, 12, 0, 0, 900000, tzinfo=UTC)
SAME = "Thu, 26 Nov 2026 12:00:00 GMT"


def test_an_entity_tag_is_strong_and_quoted():
    assert re.fullmatch(r'"[0-9a-f]{32}"', TAG)
    assert TAG != OTHER


@pytest.mark.parametrize(
    ("if_none_match", "if_modified_since", "unchanged"),
    [
        (None, None, False),
        (TAG, None, True),
        (f"W/{TAG}", None, True),
        (f"{OTHER}, W/{TAG}", None, True),
        (f'"a,b",{TAG}', None, True),
        ("*", None, True),
        (OTHER, None, False),
        (TAG.strip('"'), None, False),
        ("", SAME, False),
        (OTHER, SAME, False),
        (TAG, "Thu, 01 Jan 1970 00:00:00 GMT", True),
        (None, SAME, True),
        (None, "Thu, 26 Nov 2026 11:59:59 GMT", False),
        (None, "Fri, 26 Nov 2027 12:00:00 GMT", True),
        (None, "Thu, 01 Jan 1970 00:00:00 GMT", False),
        (None, "Thursday, 26-Nov-26 12:00:00 GMT", True),
        (None, "Thu Nov 26 12:00:00 2026", True),
        (None, "Thu, 26 Nov 2026 12:00:00 -0000", True),
        (None, "garbage", False),
        (None, "", False),
        (None, "Thu, 32 Nov 2026 12:00:00 GMT", False),
        (None, "2026-11-26T12:00:00Z", False),
        (None, "99999999999999", False),
    ],
)
def test_what_is_answered_without_a_body(if_none_match, if_modified_since, unchanged):
    assert not_modified(if_none_match, if_modified_since, TAG, SEEN) is unchanged


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_breaks_the_answer(if_none_match, if_modified_since):
    assert not_modified(None, if_modified_since, TAG, SEEN) in {True, False}
    assert not_modified(if_none_match, None, TAG, SEEN) == (if_none_match.strip() == "*")


def test_the_constant_zone_is_the_one_of_vietnam():
    (zone,) = Calendar.from_ical(feed("Lớp", [])).walk("VTIMEZONE")
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=zone.to_tz(lookup_tzid=False))
    assert summer.utcoffset() == timedelta(hours=7)
    assert calendar.VTIMEZONE.count(b"\r\n") == 9
