"""Indicators, scopes, descriptions and targets, as decision tables."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.rules import Band
from lms.reach.rules import indicators, targets
from lms.reach.rules.indicators import scopes, shown
from lms.reach.rules.people import Described, by_year_only, described
from lms.reach.rules.targets import above_youth, check_people, spread

POPULATION = Path(__file__).parents[2] / "content" / "places" / "population.csv"
DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ({}, ["programme", "year:2026", "month:2026-11"]),
        ({"track_id": 3}, ["programme", "year:2026", "month:2026-11", "track:3"]),
        ({"track_id": 3, "series_id": 7}, ["programme", "year:2026", "month:2026-11", "track:3", "series:7"]),
        ({"series_id": 7}, ["programme", "year:2026", "month:2026-11", "series:7"]),
    ],
)
def test_scopes_of_a_day(places, found):
    assert scopes(DAY, **places) == found


def test_scopes_want_a_local_day():
    assert scopes(date(2027, 1, 1))[1:] == ["year:2027", "month:2027-01"]
    with pytest.raises(TypeError):
        scopes(datetime(2026, 11, 30, 18, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("people", "team", "seen"),
    [(0, False, 0), (1, False, None), (4, False, None), (5, False, 5), (4, True, 4), (0, True, 0)],
)
def test_small_cells_are_hidden_outside_the_team(people, team, seen):
    assert shown(people, team=team) == seen


def test_rungs_are_the_words_that_are_stored():
    assert [str(rung) for rung in indicators.Indicator] == ["registered", "attended", "completed"]


@pytest.mark.parametrize(
    ("birth_year", "birth_date", "expected"),
    [
        (2010, None, Described(16, Band.FROM_16, True, True)),
        (2010, date(2010, 12, 1), Described(15, Band.UNDER_16, False, False)),
        (None, date(1995, 11, 27), Described(30, Band.FROM_25, True, False)),
        (None, date(1995, 11, 26), Described(31, Band.OVER_30, False, False)),
        (None, None, Described(None, Band.UNKNOWN, False, False)),
        (2030, None, Described(None, Band.UNKNOWN, False, False)),
    ],
)
def test_a_person_is_described_as_on_the_day(birth_year, birth_date, expected):
    assert described(DAY, birth_year, birth_date) == expected


@pytest.mark.parametrize(
    ("birth_year", "birth_date", "only"),
    [(2004, None, True), (2004, DAY, False), (None, DAY, False), (None, None, False)],
)
def test_known_by_year_only(birth_year, birth_date, only):
    assert by_year_only(birth_year, birth_date) is only


@pytest.mark.parametrize(
    ("total", "shares", "unit", "parts"),
    [
        (10, {"a": 1, "b": 1}, 1, {"a": 5, "b": 5}),
        (10, {"a": 2, "b": 1}, 1, {"a": 7, "b": 3}),
        # Equal remainders: the larger share first, then the code.
        (11, {"a": 1, "b": 1}, 1, {"a": 6, "b": 5}),
        (1, {"z": 3, "a": 3, "m": 3}, 1, {"z": 0, "a": 1, "m": 0}),
        (10, {"a": 5, "b": 15}, 1, {"a": 2, "b": 8}),
        # What is no whole thousand goes to the largest.
        (10_500, {"a": 1, "b": 3}, 1000, {"a": 2000, "b": 8500}),
        (999, {"a": 1, "b": 3}, 1000, {"a": 0, "b": 999}),
        (0, {"a": 1, "b": 3}, 1000, {"a": 0, "b": 0}),
        (5000, {"a": 0, "b": 3}, 1000, {"a": 0, "b": 5000}),
    ],
)
def test_a_total_is_shared_out(total, shares, unit, parts):
    assert spread(total, shares, unit) == parts


def test_the_programme_target_over_the_provinces():
    with POPULATION.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = spread(20_000_000, {row["code"]: int(row["pop_recommended"]) for row in rows})
    assert len(parts) == 34 and sum(parts.values()) == 20_000_000
    proposed = {row["code"]: int(row["target_20m_by_share"]) for row in rows}
    assert all(abs(parts[code] - proposed[code]) <= 1000 for code in parts)
    assert parts["12"] == 98_000


populations = st.dictionaries(st.text("0123456789", min_size=2, max_size=2), st.integers(0, 10**7), min_size=1)


@given(st.integers(0, targets.MOST_PEOPLE), populations, st.sampled_from([1, 10, 1000]))
def test_parts_sum_exactly_and_are_fair(total, shares, unit):
    if not any(shares.values()):
        shares = {**shares, "xx": 1}
    parts = spread(total, shares, unit)
    assert sum(parts.values()) == total and parts.keys() == shares.keys()
    everyone = sum(shares.values())
    for code, part in parts.items():
        quota = total * shares[code] / everyone
        assert -unit - 1e-6 < part - quota < 2 * unit + 1e-6


@given(st.integers(0, 10**7), populations, st.randoms(use_true_random=False))
def test_the_order_of_the_provinces_does_not_matter(total, shares, random):
    shares = {**shares, "xx": 1}
    shuffled = dict(random.sample(list(shares.items()), len(shares)))
    assert spread(total, shuffled) == spread(total, shares)


@pytest.mark.parametrize("shares", [{}, {"a": 0}, {"a": 5, "b": -1}])
def test_shares_must_be_populations(shares):
    with pytest.raises(ValueError, match="populations"):
        spread(1000, shares)


@pytest.mark.parametrize(("people", "fine"), [(0, True), (100_000_000, True), (-1, False), (100_000_001, False)])
def test_targets_that_can_be_meant(people, fine):
    if fine:
        assert check_people(people) is None
    else:
        with pytest.raises(targets.TargetUnlikely):
            check_people(people)
        with pytest.raises(targets.TargetUnlikely):
            spread(people, {"a": 1})


@pytest.mark.parametrize(
    ("people", "youth", "flag"), [(107_001, 107_000, True), (107_000, 107_000, False), (98_000, None, False)]
)
def test_more_than_there_are_is_flagged(people, youth, flag):
    assert above_youth(people, youth) is flag
