"""What a time means: every way of writing it, day and month told apart, durations in words."""

from datetime import date

import pytest

from lms.attendance.reading import dates, durations, read
from lms.core.clock import local

ON = date(2026, 3, 4)
HEAD = "Name (Original Name);User Email;Join Time;Leave Time;Duration (Minutes);Guest\n"


def report(*visits):
    """A file with a line for each (joined, left)."""
    return (HEAD + "".join(f"Vừ Thị Chở;;{joined};{left};5;Yes\n" for joined, left in visits)).encode()


def instant(text, order="dmy"):
    found = dates.stamp(text)
    return found and f"{local(dates.instant(found, order, ON)):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("4/3/2026 19:30", "2026-03-04 19:30:00"),
        ("04/03/2026 07:30:00 PM", "2026-03-04 19:30:00"),
        ("04/03/2026 12:05 AM", "2026-03-04 00:05:00"),
        ("04/03/2026 12:05 p.m.", "2026-03-04 12:05:00"),
        ("04/03/2026 7:30:00 CH", "2026-03-04 19:30:00"),
        ("04/03/2026 7:30:00 SA", "2026-03-04 07:30:00"),
        ("04/03/26, 7:30:09\u202fPM", "2026-03-04 19:30:09"),
        ("04.03.2026 19:30", "2026-03-04 19:30:00"),
        ("04-03-2026 19:30:00.500", "2026-03-04 19:30:00"),
        ("19:30 4/3/2026", "2026-03-04 19:30:00"),
        ("19:30:10, 04/03/2026", "2026-03-04 19:30:10"),
        ("Mar 04, 2026 19:30:00", "2026-03-04 19:30:00"),
        ("October 4, 2026 at 7:30 PM", "2026-10-04 19:30:00"),
        ("4 Sept 2026 19:30", "2026-09-04 19:30:00"),
        ("4 thg 3, 2026 19:30", "2026-03-04 19:30:00"),
        ("ngày 4 tháng 3 năm 2026 19:30", "2026-03-04 19:30:00"),
        ("19:30 ngày 4 tháng 3, 2026", "2026-03-04 19:30:00"),
        ("2026-03-04 19:30:00", "2026-03-04 19:30:00"),
        ("2026/03/04 19:30", "2026-03-04 19:30:00"),
        ("2026-03-04T12:30:00Z", "2026-03-04 19:30:00"),
        ("2026-03-04T19:30:00.123+07:00", "2026-03-04 19:30:00"),
        ("2026-03-04 12:30:00 UTC", "2026-03-04 19:30:00"),
        ("2026. 3. 4. 오후 7:30:00", "2026-03-04 19:30:00"),
        ("2026년 3월 4일 오전 9:30", "2026-03-04 09:30:00"),
        ("7:30 PM", "2026-03-04 19:30:00"),
        ("19:30", "2026-03-04 19:30:00"),
        ("04/03/2026", "2026-03-04 00:00:00"),
    ],
)
def test_a_time_is_understood(text, meant):
    assert instant(text) == meant


@pytest.mark.parametrize(
    "text",
    ["", "--", "Lan", "19", "25:00", "12:75", "PM", "2026", "4/3", "4/3/2026 25:00", "4/3-2026 19:30", "x" * 5000],
)
def test_what_is_no_time(text):
    assert dates.stamp(text) is None


@pytest.mark.parametrize("text", ["31/02/2026 10:00", "04/13/2026 10:00", "04/03/1926 10:00", "9999-12-31 10:00"])
def test_a_day_that_is_not_there(text):
    assert dates.instant(dates.stamp(text), "dmy", ON) is None


@pytest.mark.parametrize(
    ("visits", "on", "order", "day"),
    [
        # Any value above 12 decides for the whole file, even against AM and PM and against the day of the session.
        ([("03/04/2026 9:30", "03/04/2026 10:30"), ("15/04/2026 9:30", "15/04/2026 9:50")], None, "dmy", "2026-04-03"),
        ([("03/04/2026 9:30", "03/04/2026 10:30"), ("03/05/2026 9:30", "03/15/2026 9:50")], None, "mdy", "2026-03-04"),
        ([("15/04/2026 07:30 PM", "15/04/2026 08:30 PM")], ON, "dmy", "2026-04-15"),
        # A visit over midnight is not a month long.
        ([("03/04/2026 23:30", "04/04/2026 00:20")], None, "dmy", "2026-04-03"),
        ([("04/03/2026 23:30", "04/04/2026 00:20")], None, "mdy", "2026-04-03"),
        # American dates have strokes and AM or PM; Vietnamese ones SA and CH; dots go with the day.
        ([("03/04/2026 07:30:00 PM", "03/04/2026 08:30:00 PM")], None, "mdy", "2026-03-04"),
        ([("03/04/2026 07:30:00 CH", "03/04/2026 08:30:00 CH")], None, "dmy", "2026-04-03"),
        ([("03.04.2026 19:30", "03.04.2026 20:30")], None, "dmy", "2026-04-03"),
        # Then the day of the session.
        ([("03/04/2026 19:30", "03/04/2026 20:30")], date(2026, 3, 4), "mdy", "2026-03-04"),
        ([("03/04/2026 19:30", "03/04/2026 20:30")], date(2026, 4, 3), "dmy", "2026-04-03"),
        ([("03/04/2026 19:30", "03/04/2026 20:30")], date(2026, 3, 5), "mdy", "2026-03-04"),
        ([("03-04-2026 07:30 PM", "03-04-2026 08:30 PM")], date(2026, 4, 3), "dmy", "2026-04-03"),
        # Both orders are the same day, or there is nothing to tell apart.
        ([("04/04/2026 19:30", "04/04/2026 20:30")], None, "dmy", "2026-04-04"),
        ([("2026-03-04T12:30:00Z", "2026-03-04T13:30:00Z")], None, "iso", "2026-03-04"),
        ([("Mar 04, 2026 19:30:00", "Mar 04, 2026 20:30:00")], date(2026, 4, 3), "mdy", "2026-03-04"),
        # A spreadsheet took the month for the day: only so are all dates around the session.
        ([("2026-04-03 19:30:00", "2026-04-03 20:30:00")], ON, "ydm", "2026-03-04"),
        ([("2026-04-03 19:30:00", "2026-04-03 20:30:00")], date(2026, 4, 2), "ymd", "2026-04-03"),
        ([("2026-04-03 19:30:00", "2026-04-03 20:30:00")], None, "ymd", "2026-04-03"),
    ],
)
def test_day_and_month_are_told_apart(visits, on, order, day):
    found = read(report(*visits), on=on)
    assert (found.order, found.asks, str(local(found.lines[0].joined).date())) == (order, (), day)


@pytest.mark.parametrize("on", [None, date(2026, 3, 19)])
def test_an_open_order_is_asked_for_and_no_time_guessed(on):
    """19 March is as far from 4 March as from 3 April."""
    data = report(("03/04/2026 19:30", "03/04/2026 20:30"), ("", ""), ("nonsense", ""))
    found = read(data, on=on)
    assert (found.order, found.asks, found.window) == (None, ("dmy", "mdy"), None)
    assert [(line.joined, line.left, line.seconds) for line in found.lines] == [(None, None, 300)] * 2
    assert [(one.line, one.why) for one in found.refused] == [(4, "bad_time")]
    for order, day in (("dmy", "2026-04-03"), ("mdy", "2026-03-04")):
        answered = read(data, on=on, order=order)
        assert (answered.order, answered.asks, str(local(answered.lines[0].joined).date())) == (order, (), day)


def test_whoever_knows_better_says_the_order():
    data = report(("03/04/2026 07:30:00 PM", "03/04/2026 08:30:00 PM"))
    assert str(local(read(data, order="dmy").lines[0].joined).date()) == "2026-04-03"


def test_an_order_is_asked_for_only_where_it_matters():
    """The block of a report without times of visits leaves it open: nothing but the window is missing."""
    block = "Topic,Meeting ID,Start Time,End Time\nLớp tối,812,03/04/2026 19:30,03/04/2026 21:00\n\n"
    data = (block + "Name (Original Name),User Email,Total Duration (Minutes),Guest\nLan,,5,Yes\n").encode()
    assert (read(data).asks, read(data).window, len(read(data).lines)) == ((), None, 1)
    assert [str(local(moment)) for moment in read(data, on=ON).window] == [
        "2026-03-04 19:30:00+07:00", "2026-03-04 21:00:00+07:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("joined", "left", "day", "seconds"),
    [
        ("11:50 PM", "12:10 AM", "2026-03-04", 1200),
        ("12:05 AM", "12:25 AM", "2026-03-05", 1200),
        ("23:10", "23:30", "2026-03-04", 1200),
    ],
)
def test_a_clock_without_a_date_goes_past_midnight(joined, left, day, seconds):
    head = "First name,Last name,Email,Duration,Time joined,Time exited\n"
    data = f"{head}Pao,Lò,,20 min,{joined},{left}\nMẩy,Lò,,2 min,11:00 PM,11:02 PM\n"
    line = read(data.encode(), on=ON).lines[0]
    assert (str(local(line.joined).date()), line.seconds) == (day, seconds)
    assert int((line.left - line.joined).total_seconds()) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("62", 3720), ("0", 0), ("1,5", 90), ("1.5", 90), ("1h 13m 42s", 4422), ("42s", 42), ("1 hr 2 min", 3720),
        ("2 hrs", 7200), ("1 giờ 2 phút", 3720), ("5 phút 3 giây", 303), ("1시간 2분", 3720), ("1:02:03", 3723),
        ("02:03", 123), ("", None), ("--", None), ("Lan", None), ("5 apples", None), ("9" * 40, None), ("999999", None),
    ],
)  # fmt: skip
def test_durations(text, seconds):
    assert durations.seconds(text) == seconds
