"""The chart's geometry: inside the drawing, in order, with labels that can be read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reach.chart import APART, BOTTOM, LEFT, RIGHT, TOP, draw
from lms.reach.rules.pace import Forecast

LAST, ON = date(2026, 12, 31), date(2026, 11, 26)


def points(line):
    return [tuple(float(part) for part in point.split(",")) for point in line.split()]


def test_a_year_with_a_target_and_a_forecast():
    days = [(date(2026, 7, 1) + timedelta(days=7 * week), 50_000) for week in range(20)]
    chart = draw(days, LAST, ON, 1_450_000, Forecast(1_362_000, 1_420_000, 1_498_000))
    assert chart.first == date(2026, 7, 1)
    assert [value for _y, value in chart.grid] == [0, 500_000, 1_000_000, 1_500_000]
    assert [month for _x, month in chart.months] == [7, 8, 9, 10, 11, 12]
    assert chart.thousands
    assert points(chart.did)[-1] == chart.now
    assert points(chart.middle)[0] == chart.now == points(chart.band)[0]
    assert [value for _y, value in chart.ends] == [1_498_000, 1_362_000]
    assert chart.aim == (RIGHT, points(chart.want)[-1][1])


def test_a_year_without_anybody():
    chart = draw([], LAST, ON)
    assert (chart.want, chart.middle, chart.band, chart.aim, chart.ends) == ("", "", "", None, [])
    assert chart.first == date(2026, 9, 1)
    assert {y for _x, y in points(chart.did)} == {BOTTOM}


def test_a_whole_year_names_every_other_month():
    chart = draw([(date(2026, 1, 5), 10)], LAST, LAST)
    assert [month for _x, month in chart.months] == [1, 3, 5, 7, 9, 11]


@given(
    st.lists(st.tuples(st.integers(0, 329), st.integers(1, 2_000_000)), max_size=30),
    st.integers(0, 329),
    st.one_of(st.none(), st.integers(1, 20_000_000)),
)
def test_everything_lies_inside_and_nothing_falls(found, on, target):
    on_day = date(2026, 1, 1) + timedelta(days=on)
    days = sorted((date(2026, 1, 1) + timedelta(days=day), people) for day, people in found if day <= on)
    actual = sum(people for _day, people in days)
    chart = draw(days, LAST, on_day, target, Forecast(actual, actual + 5, actual + 9))
    for x, y in points(chart.did) + points(chart.want) + points(chart.middle) + points(chart.band):
        assert LEFT <= x <= RIGHT and TOP <= y <= BOTTOM
    heights = [y for _x, y in points(chart.did)]
    assert heights == sorted(heights, reverse=True)
    assert 2 <= len(chart.grid) <= 7
    (high, _upper), (low, _lower) = chart.ends
    assert low - high >= APART - 0.2


@pytest.mark.parametrize(("most", "lines"), [(1, 2), (7, 5), (60, 7), (61, 5), (999, 6), (20_000_000, 5)])
def test_round_lines(most, lines):
    assert len(draw([(ON, most)], LAST, ON).grid) == lines
