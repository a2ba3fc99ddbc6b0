"""Periods as they stand in an address."""

from datetime import date

import pytest

from lms.reach.rules.period import Period, periods, read_period


@pytest.mark.parametrize(
    ("text", "months", "period"),
    [
        ("programme", False, Period(0)),
        ("2026", False, Period(2026)),
        ("2026-11", True, Period(2026, 11)),
        ("2026-11", False, None),
        ("2026-00", True, None),
        ("2026-13", True, None),
        ("2023", False, None),
        ("2100", False, None),
        ("0", False, None),
        ("", False, None),
        ("20266", False, None),
        ("２０２６", False, None),
        ("2026\n", False, None),
        ("'; --", True, None),
    ],
)
def test_what_an_address_means(text, months, period):
    assert read_period(text, months=months) == period


@pytest.mark.parametrize(
    ("period", "scope", "code", "first", "last"),
    [
        (Period(0), "programme", "programme", None, None),
        (Period(2026), "year:2026", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        (Period(2026, 2), "month:2026-02", "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        (Period(2026, 12), "month:2026-12", "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_period(period, scope, code, first, last):
    assert (period.scope, period.code, period.first, period.last) == (scope, code, first, last)


def test_a_filter_offers_no_year_before_the_first():
    assert periods(date(2025, 5, 1)) == [Period(2025), Period(2024), Period(0)]
    assert periods(date(2030, 5, 1)) == [Period(2030), Period(2029), Period(2028), Period(0)]
