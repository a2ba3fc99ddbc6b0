"""Rules about persons, as decision tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people import rules
from lms.people.rules import Band, age_on, band_of, check_birth, check_name, is_youth, under_16

CLASS_DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("day", "birth_year", "birth_date", "age"),
    [
        (CLASS_DAY, None, None, None),
        (CLASS_DAY, 2010, None, 16),
        (CLASS_DAY, 2026, None, 0),
        (CLASS_DAY, 2027, None, None),
        (CLASS_DAY, None, date(2010, 11, 25), 16),
        (CLASS_DAY, None, date(2010, 11, 26), 16),
        (CLASS_DAY, None, date(2010, 11, 27), 15),
        (CLASS_DAY, 2010, date(2010, 12, 31), 15),
        (CLASS_DAY, None, date(2026, 11, 27), None),
        (date(2026, 2, 28), None, date(2008, 2, 29), 17),
        (date(2026, 3, 1), None, date(2008, 2, 29), 18),
        (date(2028, 2, 29), None, date(2008, 2, 29), 20),
    ],
)
def test_age_is_the_age_on_the_day(day, birth_year, birth_date, age):
    assert age_on(day, birth_year, birth_date) == age


@pytest.mark.parametrize(
    ("age", "band", "youth"),
    [
        (None, Band.UNKNOWN, False),
        (0, Band.UNDER_16, False),
        (15, Band.UNDER_16, False),
        (16, Band.FROM_16, True),
        (17, Band.FROM_16, True),
        (18, Band.FROM_18, True),
        (24, Band.FROM_18, True),
        (25, Band.FROM_25, True),
        (30, Band.FROM_25, True),
        (31, Band.OVER_30, False),
        (99, Band.OVER_30, False),
    ],
)
def test_bands_and_youth(age, band, youth):
    assert band_of(age) is band
    assert is_youth(age) is youth


@given(st.integers(0, 120))
def test_youth_is_made_of_whole_bands(age):
    assert is_youth(age) == (band_of(age) in {Band.FROM_16, Band.FROM_18, Band.FROM_25})


@pytest.mark.parametrize(
    ("day", "birth_year", "birth_date", "careful"),
    [
        (date(2026, 12, 31), 2010, None, True),
        (date(2027, 1, 1), 2010, None, False),
        (CLASS_DAY, 2011, None, True),
        (CLASS_DAY, 2009, None, False),
        (CLASS_DAY, None, date(2010, 11, 26), False),
        (CLASS_DAY, None, date(2010, 11, 27), True),
        (CLASS_DAY, 2010, date(2010, 1, 1), False),
        (CLASS_DAY, None, date(2026, 12, 1), True),
        (CLASS_DAY, 2027, None, True),
        (CLASS_DAY, None, None, False),
    ],
)
def test_a_guardian_is_needed_until_16_is_certain(day, birth_year, birth_date, careful):
    assert under_16(day, birth_year, birth_date) is careful


@pytest.mark.parametrize(
    ("day", "birth_year", "birth_date", "shown"),
    [
        (date(2026, 12, 31), 2010, None, "G. A. P."),
        (date(2027, 1, 1), 2010, None, "Giàng A Páo"),
        (CLASS_DAY, None, date(2010, 11, 27), "G. A. P."),
        (CLASS_DAY, None, date(2010, 11, 26), "Giàng A Páo"),
        (CLASS_DAY, None, None, "Giàng A Páo"),
    ],
)
def test_a_child_has_no_public_name(day, birth_year, birth_date, shown):
    assert rules.public_name("Giàng A Páo", day, birth_year, birth_date) == shown


@given(st.dates(date(1950, 1, 1), date(2020, 12, 31)), st.dates(date(2021, 1, 1), date(2060, 12, 31)))
def test_a_birth_year_alone_never_ends_childhood_earlier_than_the_date_would(born, day):
    if under_16(day, None, born):
        assert under_16(day, born.year, None)


@pytest.mark.parametrize(
    ("birth_year", "birth_date"),
    [(1926, None), (2020, None), (None, date(2020, 12, 31)), (2004, date(2004, 5, 1)), (None, None)],
)
def test_likely_births_are_accepted(birth_year, birth_date):
    assert check_birth(CLASS_DAY, birth_year, birth_date) is None


@pytest.mark.parametrize(
    ("birth_year", "birth_date", "broken"),
    [
        (1925, None, rules.BirthYearUnlikely),
        (2021, None, rules.BirthYearUnlikely),
        (26, None, rules.BirthYearUnlikely),
        (None, date(2026, 12, 1), rules.BirthYearUnlikely),
        (2004, date(2005, 5, 1), rules.BirthDateAndYearDiffer),
    ],
)
def test_unlikely_births_are_refused(birth_year, birth_date, broken):
    with pytest.raises(broken):
        check_birth(CLASS_DAY, birth_year, birth_date)


def test_the_refusal_names_the_years():
    with pytest.raises(rules.BirthYearUnlikely) as refusal:
        check_birth(CLASS_DAY, 3004)
    assert str(refusal.value) == "Nhập năm sinh từ 1926 đến 2020"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Giàng A Páo", "Giàng A Páo"),
        ("  Nguyễn \u00a0 Văn  An ", "Nguyễn Văn An"),
        ("O", "O"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("王小明", "王小明"),
        ("á" * 120, "á" * 120),
    ],
)
def test_names_are_kept_as_people_write_them(typed, kept):
    assert check_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "broken"),
    [
        ("", rules.NameMissing),
        (" \u00a0 ", rules.NameMissing),
        ("0912 345 678", rules.NameWithoutLetter),
        ("***", rules.NameWithoutLetter),
        ("a" * 121, rules.NameTooLong),
    ],
)
def test_what_is_no_name_is_refused(typed, broken):
    with pytest.raises(broken):
        check_name(typed)
