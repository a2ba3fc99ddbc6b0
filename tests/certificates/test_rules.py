"""The completion rule, as a decision table."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.rules import RULE, CompletionRule, completion, needed


@pytest.mark.parametrize(
    ("held", "present", "modules", "passed", "left", "complete"),
    [
        (8, 6, 6, 5, (0, 0), True),
        (8, 8, 6, 6, (0, 0), True),
        (8, 5, 6, 5, (1, 0), False),
        (8, 6, 6, 4, (0, 1), False),
        (8, 0, 6, 0, (6, 5), False),
        (10, 7, 5, 4, (0, 0), True),
        (10, 6, 5, 4, (1, 0), False),
        (1, 1, 1, 1, (0, 0), True),
        (1, 0, 1, 1, (1, 0), False),
        (3, 3, 1, 0, (0, 1), False),
        # Nothing was held, or there is no quiz: nothing is completed.
        (0, 0, 6, 6, (0, 0), False),
        (8, 8, 0, 0, (0, 0), False),
        # More traces than sessions (one was cancelled afterwards) do not show as more than all.
        (8, 9, 6, 7, (0, 0), True),
    ],
)
def test_completion(held, present, modules, passed, left, complete):
    checklist = completion(held, present, modules, passed)
    assert (checklist.sessions_left, checklist.modules_left) == left
    assert checklist.complete is complete
    assert checklist.sessions_done <= held and checklist.modules_done <= modules
    assert checklist.rule == RULE.version == "2026-1"


@pytest.mark.parametrize(
    ("whole", "percent", "least"),
    [(8, 70, 6), (10, 70, 7), (6, 80, 5), (5, 80, 4), (1, 1, 1), (0, 70, 0), (-3, 70, 0), (7, 100, 7)],
)
def test_needed_is_rounded_up(whole, percent, least):
    assert needed(whole, percent) == least


@given(st.integers(0, 10_000), st.integers(1, 100))
def test_needed_is_the_least_number_that_reaches_the_share(whole, percent):
    least, share = needed(whole, percent), Fraction(percent, 100) * whole
    assert least - 1 < share <= least


def test_another_version_has_its_own_thresholds():
    strict = CompletionRule("2027-1", sessions_percent=100, modules_percent=100)
    assert not completion(8, 7, 6, 6, rule=strict).complete
    assert completion(8, 8, 6, 6, rule=strict).rule == "2027-1"
