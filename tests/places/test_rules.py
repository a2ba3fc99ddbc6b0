"""Recognising a typed place, and which days a holiday takes."""

from datetime import date

import pytest

from lms.core import words
from lms.places.rules import DaysOff, commune_title, days_off, key


@pytest.mark.parametrize(
    ("typed", "looked_up"),
    [
        ("Bắc Giang", "bacgiang"),
        ("  BẮC   GIANG ", "bacgiang"),
        ("tỉnh Bắc Giang", "bacgiang"),
        ("Bắc Giang (cũ)", "bacgiang"),
        ("Đắk Lắk", "daklak"),
        ("Daklak", "daklak"),
        ("TP. Hồ Chí Minh", "hochiminh"),
        ("Tp.HCM", "hcm"),
        ("T.P. HCM", "hcm"),
        ("thành phố Hồ Chí Minh", "hochiminh"),
        ("Ho Chi Minh City", "hochiminh"),
        ("Lai Chau Province", "laichau"),
        ("Bà Rịa – Vũng Tàu", "bariavungtau"),
        ("TP", "tp"),
        ("City", "city"),
        ("", ""),
        ("李", ""),
        ("a" * 100_000, "a" * 80),
    ],
)
def test_key_of_a_province(typed, looked_up):
    assert key(typed) == looked_up


@pytest.mark.parametrize(
    ("on", "days", "before", "first", "last"),
    [
        (date(2027, 1, 1), 1, 0, date(2027, 1, 1), date(2027, 1, 1)),
        (date(2027, 2, 6), 5, 1, date(2027, 2, 5), date(2027, 2, 9)),
        (date(2026, 9, 2), 2, 1, date(2026, 9, 1), date(2026, 9, 2)),
        (date(2027, 9, 2), 2, 0, date(2027, 9, 2), date(2027, 9, 3)),
    ],
)
def test_days_a_holiday_takes(on, days, before, first, last):
    off = days_off(on, days, before, "Tết", "Tet")

    assert off == DaysOff(first, last, "Tết", "Tet")
    assert on in off and first in off and last in off


def test_a_holiday_without_days_takes_none():
    assert days_off(date(2026, 11, 24), 0, 0, "a", "b") is None


def test_days_off_end_at_both_ends():
    off = DaysOff(date(2027, 2, 5), date(2027, 2, 9), "a", "b")

    assert date(2027, 2, 4) not in off
    assert date(2027, 2, 10) not in off


@pytest.mark.parametrize(
    ("kind", "vi", "en"),
    [
        ("phuong", "Phường Ba Đình", "Ba Đình Ward"),
        ("xa", "Xã Ba Đình", "Ba Đình Commune"),
        ("dac_khu", "Đặc khu Ba Đình", "Ba Đình Special Zone"),
    ],
)
def test_communes_are_called_in_full(kind, vi, en):
    words.speak("vi")
    assert commune_title(kind, "Ba Đình") == vi
    words.speak("en")
    assert commune_title(kind, "Ba Đình") == en
    words.speak("vi")
