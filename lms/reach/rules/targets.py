"""Targets: how a total is shared out, and when one asks for more than there are.

20,000,000 is 92 % of all people aged 16 to 30 in Vietnam: it can only mean reached (facts, population).
"""

import re
from collections.abc import Mapping

from lms.core.errors import RuleBroken
from lms.core.words import _l

#: More people than Vietnam has is a slip of the finger. `TargetUnlikely` says it in words.
MOST_PEOPLE = 100_000_000


class TargetUnlikely(RuleBroken):
    """Not a number from 0 to `MOST_PEOPLE`."""

    sentence = _l("Enter a whole number of people from 0 to 100 million")


def check_people(people: int) -> None:
    """Refuses a target that nobody can mean."""
    if not 0 <= people <= MOST_PEOPLE:
        raise TargetUnlikely()


def read_people(text: str) -> int:
    """A number of people as it is typed, in groups of three or without: 1.284.310 or 1284310."""
    if not re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}([., \u00a0][0-9]{3}){1,3}", text):
        raise TargetUnlikely()
    people = int(re.sub(r"[^0-9]", "", text))
    check_people(people)
    return people


def spread(total: int, shares: Mapping[str, int], unit: int = 1000) -> dict[str, int]:
    """`total` shared out in proportion to `shares` (code → population), in whole `unit`s.

    The largest remainders get the units that rounding down leaves over (ties: the larger share, then the
    code), and the largest share gets what is no whole unit. The parts sum exactly to `total`.
    """
    check_people(total)
    everyone = sum(shares.values())
    if everyone <= 0 or min(shares.values()) < 0:
        raise ValueError("shares must be populations, at least one above 0")
    units, rest = divmod(total, unit)
    parts = {code: units * share // everyone for code, share in shares.items()}
    by_remainder = sorted(shares, key=lambda code: (-(units * shares[code] % everyone), -shares[code], code))
    for code in by_remainder[: units - sum(parts.values())]:
        parts[code] += 1
    result = {code: part * unit for code, part in parts.items()}
    result[min(shares, key=lambda code: (-shares[code], code))] += rest
    return result


def above_youth(people: int, youth: int | None) -> bool:
    """Whether a target, or a count, is larger than the young people there are; unknown is not flagged."""
    return youth is not None and people > youth
