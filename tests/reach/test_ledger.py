"""The ledger of firsts, as decision tables."""

from datetime import date

import pytest

from lms.reach.rules.ledger import Fact, Traits, Why, differences, firsts, noted, now_known, traits

OCT, NOV, DEC = date(2026, 10, 29), date(2026, 11, 26), date(2026, 12, 3)


class Row:
    def __init__(self, fact, province_code="12", gender="", age_band="18-24"):
        self.day, self.proof_kind, self.proof_id = fact.day, fact.proof_kind, fact.proof_id
        self.self_reported = fact.self_reported
        self.province_code, self.gender, self.age_band = province_code, gender, age_band


def session(number, day=NOV, *, track=1, series=7, **values):
    return Fact(day, "session", number, track, series, **values)


def enrolment(number, day=NOV):
    return Fact(day, "enrolment", number, 1, 7, in_calendar=False)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], {}),
        ([session(1)], {"programme": 1, "year:2026": 1, "month:2026-11": 1, "track:1": 1, "series:7": 1}),
        (
            [session(2, DEC), session(1)],
            {"programme": 1, "year:2026": 1, "month:2026-11": 1, "month:2026-12": 2, "track:1": 1, "series:7": 1},
        ),
        (
            [session(1, series=7), session(2, DEC, series=8)],
            {
                "programme": 1,
                "year:2026": 1,
                "month:2026-11": 1,
                "month:2026-12": 2,
                "track:1": 1,
                "series:7": 1,
                "series:8": 2,
            },
        ),
        ([enrolment(5)], {"track:1": 5, "series:7": 5}),
        ([session(4), session(3)], {"programme": 3, "year:2026": 3, "month:2026-11": 3, "track:1": 3, "series:7": 3}),
        (
            [session(1, date(2026, 12, 31)), session(2, date(2027, 1, 1))],
            {
                "programme": 1,
                "year:2026": 1,
                "year:2027": 2,
                "month:2026-12": 1,
                "month:2027-01": 2,
                "track:1": 1,
                "series:7": 1,
            },
        ),
    ],
)
def test_the_earliest_fact_of_each_scope_counts(facts, expected):
    assert {scope: fact.proof_id for scope, fact in firsts(facts).items()} == expected


@pytest.mark.parametrize(
    ("due", "standing", "why"),
    [
        (None, None, None),
        (session(1), None, None),
        (None, session(1), Why.NOT_PROVEN),
        (session(1), session(1), None),
        (session(2), session(1), Why.OTHER_FIRST),
        (session(1, OCT), session(1, NOV), Why.OTHER_FIRST),
        (session(1), session(1, self_reported=True), Why.OTHER_FIRST),
        (enrolment(1), session(1), Why.OTHER_FIRST),
    ],
)
def test_what_is_withdrawn(due, standing, why):
    rows = {"programme": Row(standing)} if standing else {}
    assert differences({"programme": due} if due else {}, rows) == ({"programme": why} if why else {})


def test_where_somebody_lived_is_taken_from_the_same_day_then_from_the_row_replaced():
    rows = {"year:2026": Row(session(1, OCT), "12"), "month:2026-11": Row(session(2, NOV), "01")}
    assert noted("programme", session(3, NOV), rows).province_code == "01"
    assert noted("year:2026", session(9, DEC), rows).province_code == "12"
    assert noted("month:2026-12", session(9, DEC), rows) is None


@pytest.mark.parametrize(
    ("noted", "now", "said"),
    [
        (None, Traits("01", "female", "25-30"), Traits("01", "female", "25-30")),
        (Row(session(1), "12", "male"), Traits("01", "female", "25-30"), Traits("12", "male", "25-30")),
        (Row(session(1), "", ""), Traits("01", "female", ""), Traits("01", "female", "18-24")),
    ],
)
def test_traits(noted, now, said):
    assert traits(noted, now) == said


@pytest.mark.parametrize(
    ("row", "now", "news"),
    [
        (Row(session(1), "12", "", ""), Traits("12", "", ""), False),
        (Row(session(1), "", "", ""), Traits("12", "", ""), True),
        (Row(session(1), "12", "", "18-24"), Traits("12", "female", "18-24"), True),
        (Row(session(1), "12", "male", "18-24"), Traits("01", "female", "25-30"), False),
        (Row(session(1), "12", "male", "18-24"), Traits("", "", ""), False),
    ],
)
def test_a_gap_that_closes_is_news_and_a_change_is_not(row, now, news):
    assert now_known(row, now) is news
