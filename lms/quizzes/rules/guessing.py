"""What somebody who knows nothing reaches by chance, by kind: the share of the marks to be expected.

single, truefalse   one of the options
multi               each option ticked or not, like tossing a coin
match               any right side for each left one
order               any order
numeric, short      nothing
"""

from fractions import Fraction
from math import comb, factorial
from typing import Any

from lms.quizzes.rules.bank import Kind


def guess(kind: str, options: Any, key: Any) -> float:
    """The expected share, from 0 to 1, by the marks of `rules/grading.py`."""
    if kind in {Kind.SINGLE, Kind.TRUEFALSE}:
        return float(Fraction(1, len(options)))
    if kind == Kind.MULTI:
        return float(_ticked(len(key), len(options) - len(key)))
    if kind == Kind.MATCH:
        return float(Fraction(1, len(options["right"])))
    return float(_ordered(len(options))) if kind == Kind.ORDER else 0.0


def _ticked(right: int, wrong: int) -> Fraction:
    found = Fraction(0)
    for hits in range(right + 1):
        for misses in range(wrong + 1):
            share = Fraction(hits, right) - (Fraction(misses, wrong) if wrong else 0)
            found += comb(right, hits) * comb(wrong, misses) * max(Fraction(0), share)
    return found / 2 ** (right + wrong)


def _ordered(count: int) -> Fraction:
    """By how many orders of `count` lines have so many pairs in the wrong order."""
    orders = [1]
    for lines in range(2, count + 1):
        orders = [
            sum(orders[wrong - moved] for moved in range(lines) if 0 <= wrong - moved < len(orders))
            for wrong in range(len(orders) + lines - 1)
        ]
    pairs = comb(count, 2)
    reached = sum(many * max(0, pairs - 2 * wrong) for wrong, many in enumerate(orders))
    return Fraction(reached, pairs * factorial(count))
