"""Numbers and weights in files of questions: as programs write them, and as people do. Pure."""

import re
from decimal import Decimal

from lms.core.errors import RuleBroken
from lms.quizzes.formats import refusals
from lms.quizzes.rules.numbers import readings

#: Largest and smallest power of ten; more digits are no question for a phone.
POWERS = 15
#: As programs write it: 3, -0.5, .5, 1e3.
WRITTEN = re.compile(r"[+-]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][+-]?\d{1,3})?")
MINUS = str.maketrans("−–", "--")


def number(typed: str, *, by_hand: bool = False) -> float:
    """The number in `typed`, whole ones as int. Raises NotANumber, TwoReadings or NumberTooLarge.

    A program's dot begins the decimals. `by_hand`, and wherever a comma stands, all ways to read it count, and
    there must be only one: "1,5" is 1.5, but "1.350" may be typed for 1350.
    """
    typed = typed.strip().translate(MINUS)
    if not by_hand and WRITTEN.fullmatch(typed):
        return plain(Decimal(typed))
    found = readings(typed)
    if not found:
        raise refusals.NotANumber(seen=typed[:40])
    if len(found) > 1:
        one, other = sorted(found)
        raise refusals.TwoReadings(seen=typed, one=written(plain(one)), other=written(plain(other)))
    return plain(found.pop())


def plain(value: Decimal) -> float:
    """The number as JSON holds it. Raises NumberTooLarge."""
    if value and not -POWERS <= value.adjusted() < POWERS:
        raise refusals.NumberTooLarge()
    if value == value.to_integral_value():
        return int(value)
    return float(value)


def written(value: float) -> str:
    """A number without an exponent: "0.1", "1350"."""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def by_hand(value: float) -> str:
    """As `written`, in the one form that people cannot read in two ways: 1.125 is "1.1250"."""
    text = written(value)
    return text if len(readings(text)) == 1 else f"{text}0"


def weight(typed: str) -> float:
    """A percentage from -100 to 100. Raises WeightUnclear."""
    try:
        found = number(typed)
    except RuleBroken as broken:
        raise refusals.WeightUnclear(seen=typed[:40]) from broken
    if not -100 <= found <= 100:
        raise refusals.WeightUnclear(seen=typed[:40])
    return found


def between(low: float, high: float) -> tuple[float, float]:
    """(middle, tolerance) of a range. Raises RangeBackwards."""
    if low > high:
        raise refusals.RangeBackwards(low=written(low), high=written(high))
    first, last = Decimal(str(low)), Decimal(str(high))
    return plain((first + last) / 2), plain((last - first) / 2)
