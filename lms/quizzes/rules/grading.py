"""Marks for an answer, from 0 to all. Ticking everything, or leaving lines as they lay, must not pay.

    single, truefalse   all or nothing
    multi               share of the right ones chosen − share of the wrong ones chosen: ticking all is worth 0
    match               share of the left sides matched rightly
    order               pairs in the right order − pairs in the wrong one, of all pairs: the reverse is worth 0
    numeric             within the tolerance, in any reading of what was typed
    short               all for an accepted form; any other waits for a person where the question has a rubric, or
                        where no form is accepted; else 0

Shapes of keys and answers: see `bank`. Never below 0, never above the marks.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import fsum
from typing import Any

from lms.core.errors import RuleBroken
from lms.quizzes.rules.answers import parse, unit
from lms.quizzes.rules.bank import Kind, form, is_strict
from lms.quizzes.rules.numbers import readings


def mark(kind: str, options: Any, key: Any, answer: Any, marks: float = 1.0) -> float | None:
    """The marks for `answer` (any JSON; None for none): 0 to `marks`; None where a person must look at it.

    An unreadable answer is worth 0.
    """
    try:
        given = parse(kind, options, answer)
    except RuleBroken:
        return 0.0
    if given is None:
        return 0.0
    if kind == Kind.SHORT:
        return _of_words(options, key, given, float(marks))
    share = _share(Kind(kind), options, key, given)
    return float(marks) * float(max(Fraction(0), min(Fraction(1), share)))


def _share(kind: Kind, options: Any, key: Any, given: Any) -> Fraction:
    """The share of the marks that a well-formed answer earns; may be below 0."""
    if kind in {Kind.SINGLE, Kind.TRUEFALSE}:
        return Fraction(given == key)
    if kind == Kind.MULTI:
        right = set(key)
        chosen, wrong = set(given), len(options) - len(right)
        missed = Fraction(len(chosen - right), wrong) if wrong else Fraction(0)
        return Fraction(len(chosen & right), len(right)) - missed
    if kind == Kind.MATCH:
        return Fraction(sum(given.get(left) == right for left, right in key.items()), len(key))
    if kind == Kind.ORDER:
        place = {index: position for position, index in enumerate(given)}
        pairs = list(combinations(key, 2))
        return Fraction(sum(1 if place[one] < place[other] else -1 for one, other in pairs), len(pairs))
    return Fraction(_close(key, given, unit(options)))


def _of_words(options: Any, key: Mapping[str, Any], given: str, marks: float) -> float | None:
    strict = is_strict(options)
    if form(given, strict=strict) in {form(text, strict=strict) for text in key["accepted"]}:
        return marks
    return None if key["rubric"] or not key["accepted"] else 0.0


def _close(key: Mapping[str, Any], typed: str, of_unit: str) -> bool:
    """Whether a reading of `typed` is at most the tolerance away. Decimal: 0.1 is a tenth."""
    value, tolerance = Decimal(str(key["value"])), Decimal(str(key["tolerance"]))
    return any(abs(reading - value) <= tolerance for reading in readings(typed, of_unit))


def score(marks: Iterable[float | None]) -> float:
    """The sum of marks, without the dust of adding fractions; what nobody has marked yet is worth nothing yet."""
    return round(fsum(part or 0.0 for part in marks), 6)
