"""Finding places by what people type, and days off between two dates."""

from datetime import date, timedelta

import pytest

from lms.places import actions, queries, register

NEW_YEAR, TET = date(2027, 1, 1), date(2027, 2, 6)


def test_provinces_stand_in_vietnamese_order(app):
    names = [province.name_vi for province in queries.provinces()]

    assert len(names) == 34
    assert names[:7] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk"]
    assert names[12:17] == ["Hà Tĩnh", "Hải Phòng", "TP. Hồ Chí Minh", "Huế", "Hưng Yên"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("12", "Lai Châu"),
        (" 01 ", "Hà Nội"),
        ("lai chau", "Lai Châu"),
        ("Tỉnh Lai Châu", "Lai Châu"),
        ("HANOI", "Hà Nội"),
        ("Hà Tây", "Hà Nội"),
        ("Bắc Giang", "Bắc Ninh"),
        ("Bắc Giang (cũ)", "Bắc Ninh"),
        ("Bình Dương", "TP. Hồ Chí Minh"),
        ("TP HCM", "TP. Hồ Chí Minh"),
        ("tphcm", "TP. Hồ Chí Minh"),
        ("hcm", "TP. Hồ Chí Minh"),
        ("HCMC", "TP. Hồ Chí Minh"),
        ("Sài Gòn", "TP. Hồ Chí Minh"),
        ("Ho Chi Minh City", "TP. Hồ Chí Minh"),
        ("Bà Rịa Vũng Tàu", "TP. Hồ Chí Minh"),
        ("Thừa Thiên - Huế", "Huế"),
        ("Khánh Hoà", "Khánh Hòa"),
        ("Dak Nong", "Lâm Đồng"),
        ("Kontum", "Quảng Ngãi"),
        ("Đắc Lắc", "Đắk Lắk"),
        ("Ðồng Nai", "Đồng Nai"),
    ],
)
def test_find_by_what_is_typed(app, typed, name):
    assert queries.find(typed).name_vi == name


@pytest.mark.parametrize("typed", ["", "  ", "1", "00", "Bắc", "tỉnh", "Paris", "%", "'; --", "x" * 100_000])
def test_find_nothing(app, typed):
    assert queries.find(typed) is None


def test_every_old_and_new_name_is_found(app):
    for row in register.read("provinces"):
        for name in [row["name_vi"], row["name_en"], *row["merged_from"].split("; ")]:
            assert queries.find(name).code == row["code"]
            assert queries.find(name.upper()).code == row["code"]


def test_communes_of_a_province(app):
    communes = queries.communes_of("12")

    assert len(communes) == 38
    assert [one.name for one in communes][:3] == ["Bản Bo", "Bình Lư", "Bum Nưa"]
    assert queries.communes_of("00") == []


def test_by_code(app):
    assert queries.province("75").kind == "city"
    assert queries.commune("00004").name == "Ba Đình"
    assert (queries.province(None), queries.province("00"), queries.commune(None), queries.commune("x")) == (None,) * 4


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        (date(2027, 1, 2), date(2027, 2, 4), []),
        (NEW_YEAR, NEW_YEAR, ["New Year's Day"]),
        (date(2027, 2, 5), date(2027, 2, 5), ["Lunar New Year"]),
        (date(2027, 2, 9), date(2027, 2, 20), ["Lunar New Year"]),
        (date(2027, 2, 10), date(2027, 2, 20), []),
        (date(2026, 12, 1), date(2027, 2, 28), ["New Year's Day", "Lunar New Year"]),
        (date(2027, 4, 30), date(2027, 5, 1), ["Reunification Day", "Labour Day"]),
        (date(2027, 3, 1), date(2027, 2, 1), []),
    ],
)
def test_days_off_between(app, first, last, names):
    assert [off.name_en for off in queries.holidays_between(first, last)] == names


def test_days_off_around_tet_are_given_whole(app):
    (tet,) = queries.holidays_between(TET, TET)

    assert (tet.first, tet.last) == (date(2027, 2, 5), date(2027, 2, 9))


def test_a_long_holiday_is_seen_from_its_far_end(app, at):
    actions.set_holiday(TET, name_vi="Tết", name_en="Tet", days=14, days_before=7, by=None, at=at)
    last = TET + timedelta(days=6)

    assert [off.name_en for off in queries.holidays_between(last, last)] == ["Tet"]
    assert queries.holidays_between(last + timedelta(days=1), last + timedelta(days=1)) == []


def test_a_holiday_without_days_is_no_day_off(app, at):
    actions.set_holiday(NEW_YEAR, name_vi="Tết", name_en="New Year", days=0, by=None, at=at)

    assert queries.holidays_between(NEW_YEAR, NEW_YEAR) == []
