"""Checking in: the code, the tries, the window; and when a trainer may mark."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from lms.attendance.rules import check_in
from lms.attendance.rules.check_in import check_tries, check_window, code_valid, new_code, read_code
from lms.attendance.rules.decision import Mark

START = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
END = START + timedelta(minutes=90)


@dataclass
class Shown:
    code: str = "4827"
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
    ("typed", "until", "at", "valid"),
    [
        ("4827", None, 0, True),
        ("4827", None, 9000, True),
        ("4827", None, -1, False),
        ("4828", None, 0, False),
        ("4827", 100, 100, True),
        ("4827", 100, 160, True),
        ("4827", 100, 160.1, False),
    ],
)
def test_a_code_counts_while_shown_and_a_minute_longer(typed, until, at, valid):
    shown = Shown(valid_until=None if until is None else after(until))
    assert code_valid(typed, shown, after(at)) is valid


def test_new_codes_are_four_digits_and_never_easy():
    codes = {new_code(Random(seed)) for seed in range(200)}
    assert len(codes) > 150
    assert all(len(code) == 4 and code.isdecimal() for code in codes)
    assert not codes & check_in.EASY_CODES


def test_a_code_is_not_shown_twice_in_a_session():
    first = new_code(Random(7))
    assert new_code(Random(7), {first}) != first


def test_every_code_that_is_not_easy_can_come_up():
    class Highest:
        def randrange(self, stop: int, /) -> int:
            return stop - 1

    used = {f"{number:04d}" for number in range(10_000)} - {"0042"}
    assert new_code(Highest(), used) == "0042"
    assert new_code(Highest()) == "9998"


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


@pytest.mark.parametrize(
    ("minutes", "broken"),
    [
        (-16, check_in.CheckInNotYet),
        (-15.01, check_in.CheckInNotYet),
        (-15, None),
        (0, None),
        (105, None),
        (105.01, check_in.CheckInOver),
    ],
)
def test_the_window_of_checking_in(minutes, broken):
    at = START + timedelta(minutes=minutes)
    if broken:
        with pytest.raises(broken):
            check_window(START, END, at)
    else:
        assert check_window(START, END, at) is None


def test_who_is_early_is_told_when_to_come_back():
    with pytest.raises(check_in.CheckInNotYet) as refusal:
        check_window(START, END, after(-3600))
    assert str(refusal.value) == "Điểm danh mở trước giờ học 15 phút. Đến lúc đó bạn nhập lại mã nhé"


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
