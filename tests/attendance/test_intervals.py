"""Stretches of time: what any of them must hold, and what sums prove."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.rules.intervals import at_least, common, merged, seconds

START = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)


def second(number):
    return START + timedelta(seconds=number)


def stretch(start, end):
    return second(start), second(end)


moments = st.integers(-3600, 10800)
stretches = st.lists(st.tuples(moments, moments).map(sorted).filter(lambda pair: pair[0] < pair[1]), max_size=8).map(
    lambda pairs: [stretch(*pair) for pair in pairs]
)
gaps = st.integers(0, 120).map(lambda number: timedelta(seconds=number))


@pytest.mark.parametrize(
    ("given_stretches", "gap", "union"),
    [
        ([], 0, []),
        ([(0, 10)], 0, [(0, 10)]),
        ([(0, 10), (10, 20)], 0, [(0, 20)]),
        ([(0, 10), (11, 20)], 0, [(0, 10), (11, 20)]),
        ([(0, 10), (11, 20)], 1, [(0, 20)]),
        ([(11, 20), (0, 10), (0, 5)], 1, [(0, 20)]),
        ([(0, 100), (10, 20), (50, 120)], 0, [(0, 120)]),
    ],
)
def test_the_union(given_stretches, gap, union):
    found = merged([stretch(*each) for each in given_stretches], timedelta(seconds=gap))
    assert found == [stretch(*each) for each in union]


@given(stretches, gaps)
def test_a_union_never_exceeds_the_wall_clock(some, gap):
    union = merged(some, gap)
    if not some:
        assert union == []
        return
    first, last = min(start for start, _end in some), max(end for _start, end in some)
    assert (union[0][0], union[-1][1]) == (first, last)
    assert seconds(union) <= (last - first).total_seconds()
    assert seconds(union) >= max((end - start).total_seconds() for start, end in some)
    assert all(end + gap < start for (_start, end), (start, _end) in zip(union, union[1:], strict=False))


@given(stretches, gaps, st.randoms(use_true_random=False))
def test_order_and_repetition_never_matter(some, gap, random):
    again = some + random.sample(some, len(some) // 2)
    random.shuffle(again)
    assert merged(again, gap) == merged(some, gap)
    assert merged(merged(some, gap), gap) == merged(some, gap)


@given(stretches, stretches)
def test_what_two_unions_share_is_in_both_and_the_same_from_either_side(one, other):
    one, other = merged(one), merged(other)
    shared = common(one, other)
    assert shared == common(other, one)
    assert seconds(shared) <= min(seconds(one), seconds(other))
    assert merged([*one, *shared]) == one
    assert seconds(shared) == seconds(one) + seconds(other) - seconds(merged([*one, *other]))


@pytest.mark.parametrize(
    ("sums", "known"),
    [
        ([], 0),
        ([((0, 90), 40)], 40),
        ([((0, 90), 40), ((0, 90), 50)], 50),
        ([((0, 30), 20), ((30, 90), 50)], 70),
        ([((0, 30), 20), ((29, 90), 50)], 50),
        # A window across both may be the same time: the two apart prove more, or the one does.
        ([((0, 30), 20), ((40, 90), 40), ((20, 50), 25)], 60),
        ([((0, 30), 20), ((40, 90), 40), ((20, 50), 70)], 70),
    ],
)
def test_what_sums_prove(sums, known):
    assert at_least([(stretch(*window), spent) for window, spent in sums]) == known


def spent_in(window):
    return st.tuples(st.just(window), st.integers(0, seconds([window])))


sums = stretches.flatmap(lambda windows: st.tuples(*(spent_in(window) for window in windows)).map(list))


@given(sums, st.randoms(use_true_random=False))
def test_sums_prove_no_more_than_the_wall_clock_and_more_of_them_never_less(some, random):
    known = at_least(some)
    assert known <= seconds(merged([window for window, _spent in some]))
    assert known >= max((spent for _window, spent in some), default=0)
    assert all(at_least(some[:index] + some[index + 1 :]) <= known for index in range(len(some)))
    again = some + random.sample(some, len(some) // 2)
    random.shuffle(again)
    assert at_least(again) == known
