"""Giving the code: the tries, the window, the verdict; and when a trainer may mark."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from lms.attendance.rules import check_in, door
from lms.attendance.rules.check_in import Verdict, check_tries, check_window, judge, phase, read_code
from lms.attendance.rules.decision import Mark

#: 19:30 to 21:00 in Vietnam.
START = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
END = START + timedelta(minutes=90)


@dataclass
class Shown:
    code: str = "4827"
    every: int | None = None
    seed: str | None = None
    valid_from: datetime = START
    valid_until: datetime | None = None


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("4827", "4827"), (" 48 27 ", "4827"), ("4.8-2–7", "4827"), ("0042", "0042"), ("４８２７", "4827")],
)
def test_digits_are_read_as_people_type_them(typed, digits):
    assert read_code(typed) == digits


@pytest.mark.parametrize("typed", ["", "482", "48271", "48a7", "4,827", "²²²²", "1" * 5000])
def test_what_is_not_four_digits_is_asked_again(typed):
    with pytest.raises(check_in.CodeUnclear):
        read_code(typed)


@pytest.mark.parametrize(
    ("wrong", "at", "left"),
    [
        ([], 0, 5),
        ([10, 20, 30], 40, 2),
        ([10, 20, 30, 40], 50, 1),
        # The first of five is more than five minutes old.
        ([10, 20, 30, 40, 50], 310, 1),
        # Wrong at the code before this one.
        ([-40, -30, -20, -10, -1], 5, 5),
        ([-40, -30, -20, -10, 0], 5, 4),
    ],
)
def test_tries_left(wrong, at, left):
    assert check_tries([after(second) for second in wrong], START, after(at)) == left


@pytest.mark.parametrize(
    ("wrong", "at", "minutes"),
    [
        ([10, 20, 30, 40, 50], 50, 5),
        ([50, 40, 30, 20, 10], 250, 1),
        ([10, 20, 30, 40, 50], 309.9, 1),
        ([10, 20, 30, 40, 50, 290], 300, 1),
        ([10, 20, 30, 40, 50, 60], 311, 1),
        ([10, 20, 30, 40, 50, 60], 250, 2),
    ],
)
def test_five_wrong_tries_mean_a_wait(wrong, at, minutes):
    with pytest.raises(check_in.TooManyTries) as refusal:
        check_tries([after(second) for second in wrong], START, after(at))
    assert refusal.value.values == {"minutes": minutes}


OLD = Shown("1357", valid_from=START - timedelta(minutes=10), valid_until=START)


@pytest.mark.parametrize(
    ("typed", "codes", "wrong", "broken", "values", "counts"),
    [
        ("4827", [], [], door.NoCodeYet, {}, False),
        ("4827", [Shown()], [], None, None, False),
        ("4827", [Shown()], [1, 2, 3, 4], None, None, False),
        ("4828", [Shown()], [], check_in.CodeWrong, {"left": 4}, True),
        ("4828", [Shown()], [1, 2, 3], check_in.CodeWrong, {"left": 1}, True),
        ("4828", [Shown()], [1, 2, 3, 4], check_in.TooManyTries, {"minutes": 5}, True),
        # After five, neither wrong nor right digits are looked at, and nothing is counted.
        ("4828", [Shown()], [1, 2, 3, 4, 5], check_in.TooManyTries, {"minutes": 4}, False),
        ("4827", [Shown()], [1, 2, 3, 4, 5], check_in.TooManyTries, {"minutes": 4}, False),
        # Digits that were shown, too long ago: no guess, and not counted.
        ("1357", [Shown(), OLD], [1, 2, 3, 4], check_in.CodeReplaced, {"hour": "19:30"}, False),
        # Taken down: the newest code is not on the wall any more.
        ("4827", [Shown(valid_until=after(30))], [], check_in.CodeReplaced, {"hour": "19:30"}, False),
        ("4827", [Shown(valid_until=after(45))], [], None, None, False),
    ],
)
def test_the_verdict_on_digits(typed, codes, wrong, broken, values, counts):
    found = judge(typed, codes, [after(second) for second in wrong], after(100))
    if broken is None:
        assert found == Verdict(None)
    else:
        assert (type(found.broken), found.broken.values, found.counts) == (broken, values, counts)


@pytest.mark.parametrize(
    ("minutes", "now"),
    [
        (-24 * 60, "before"),
        (-19 * 60 - 31, "before"),  # a minute before midnight
        (-19 * 60 - 30, "early"),
        (-15.01, "early"),
        (-15, "open"),
        (105, "open"),
        (105.01, "over"),
    ],
)
def test_the_phases_of_checking_in(minutes, now):
    assert phase(START, END, START + timedelta(minutes=minutes)) == now


def test_a_class_after_midnight_opens_the_day_before():
    start = datetime(2026, 11, 26, 17, 5, tzinfo=UTC)
    assert phase(start, start + timedelta(hours=1), start - timedelta(minutes=15)) == "open"


def test_the_window_says_whether_digits_wait_and_refuses_the_rest():
    assert check_window(START, END, after(-3600)) is True
    assert check_window(START, END, after(0)) is False
    with pytest.raises(check_in.CheckInNotYet) as refusal:
        check_window(START, END, after(-24 * 3600))
    assert str(refusal.value) == "Điểm danh mở trước giờ học 15 phút. Đến lúc đó bạn nhập lại mã nhé"
    with pytest.raises(check_in.CheckInOver) as refusal:
        check_window(START, END, after(106 * 60))
    assert str(refusal.value) == "Điểm danh buổi này đã đóng lúc 21:15. Nếu bạn có dự, hãy báo giảng viên"


@pytest.mark.parametrize(
    ("minutes", "broken"),
    [(-24 * 60, check_in.CodeTooEarly), (-19 * 60 - 30, None), (105, None), (105.01, check_in.ShowingOver)],
)
def test_when_a_code_may_be_shown(minutes, broken):
    at = START + timedelta(minutes=minutes)
    if broken:
        with pytest.raises(broken):
            check_in.check_showing(START, END, at)
    else:
        assert check_in.check_showing(START, END, at) is None


@pytest.mark.parametrize(
    ("hours", "good"), [(0, True), (3, True), (4.49, True), (4.5, False), (24, False), (-24, False)]
)
def test_early_digits_are_for_the_class_of_that_day(hours, good):
    assert check_in.still_good(START, START + timedelta(hours=hours)) is good


def test_the_day_ends_at_midnight_in_vietnam():
    assert check_in.tomorrow(START) == datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    assert check_in.tomorrow(START + timedelta(hours=4.5)) == datetime(2026, 11, 27, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mark", "minutes", "allowed"),
    [
        (Mark.PRESENT, -15, True),
        (Mark.PRESENT, -15.1, False),
        (Mark.LATE, -60, False),
        (Mark.ABSENT, -60, False),
        (Mark.EXCUSED, -6000, True),
        (Mark.WITHDRAWN, -6000, True),
        (Mark.ABSENT, 6000, True),
    ],
)
def test_before_the_class_only_an_excuse_can_be_known(mark, minutes, allowed):
    at = START + timedelta(minutes=minutes)
    if allowed:
        assert check_in.check_mark(mark, START, at) is None
    else:
        with pytest.raises(check_in.MarkTooEarly):
            check_in.check_mark(mark, START, at)
