"""Versions of the rule: the thresholds, and which of them a session is decided by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """The thresholds of one version. A changed threshold is a new version."""

    version: str
    present_percent: int = 70
    partial_percent: int = 30
    #: Later than this into the class is late: a flag, not a failure.
    late_after: timedelta = timedelta(minutes=10)
    #: Away for no longer than this (a re-join) is not away.
    gap: timedelta = timedelta(seconds=60)
    #: Sessions on this day in Vietnam and later are decided by it.
    from_day: date = date.min


#: The version the program begins with.
RULE_2026_1 = Rule("2026-1")


def in_force(rules: Iterable[Rule], day: date) -> Rule:
    """The version in force on a day: of those that begin by then the latest, of one day the last one given."""
    begun = [rule for rule in (RULE_2026_1, *rules) if rule.from_day <= day]
    return max(enumerate(begun), key=lambda each: (each[1].from_day, each[0]))[1]


def rule_of(rules: Iterable[Rule], day: date, chosen: str | None) -> Rule:
    """The version a session on `day` is decided by: the one chosen for it, else the one in force."""
    known = list(rules)
    return next((rule for rule in (RULE_2026_1, *known) if rule.version == chosen), None) or in_force(known, day)
