"""Versions of the rule: the thresholds, and which of them a session is decided by."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lms.core.errors import RuleBroken
from lms.core.words import _l


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
#: The longest time after which somebody may still be on time, in minutes.
LATEST = 60
#: So many days of classes before a new version are counted by it too, for comparison; nothing of them changes.
COMPARED = timedelta(days=28)


class PercentOutside(RuleBroken):
    """Not a part of the class."""

    sentence = _l("Enter a percentage from 1 to 100")


class PartialNotBelow(RuleBroken):
    """In part begins where present does, or above."""

    sentence = _l("Being there in part must begin below present, which begins at %(present)s%%")


class LateOutside(RuleBroken):
    """Later than LATEST minutes."""

    sentence = _l("Enter a number of minutes from 0 to %(most)s")


class DayGone(RuleBroken):
    """A version for days that are over."""

    sentence = _l("A new version begins today or later. Classes that are over can be decided again by it afterwards")


class NothingNew(RuleBroken):
    """The thresholds in force on that day already."""

    sentence = _l("Version %(version)s, in force on that day, has these very thresholds")


def check_new(rule: Rule, rules: Iterable[Rule], today: date) -> None:
    """Refuses a new version with thresholds that cannot be, for a day gone by, or that says nothing new.

    `rules`: the versions in force, beside the built-in one. Raises PercentOutside, PartialNotBelow, LateOutside,
    DayGone, NothingNew.
    """
    if not (1 <= rule.present_percent <= 100 and 1 <= rule.partial_percent <= 100):
        raise PercentOutside()
    if rule.partial_percent >= rule.present_percent:
        raise PartialNotBelow(present=rule.present_percent)
    if not timedelta(0) <= rule.late_after <= timedelta(minutes=LATEST):
        raise LateOutside(most=LATEST)
    if rule.from_day < today:
        raise DayGone()
    before = in_force(rules, rule.from_day)
    if replace(before, version=rule.version, from_day=rule.from_day) == rule:
        raise NothingNew(version=before.version)


def next_version(taken: Iterable[str], year: int) -> str:
    """The name of the next version of a year: `2027-1`, `2027-2`, …; `taken`: every name there was."""
    numbers = [int(name.partition("-")[2]) for name in (RULE_2026_1.version, *taken) if name.startswith(f"{year}-")]
    return f"{year}-{max(numbers, default=0) + 1}"


def in_force(rules: Iterable[Rule], day: date) -> Rule:
    """The version in force on a day: of those that begin by then the latest, of one day the last one given."""
    return max(enumerate(begun_by(rules, day)), key=lambda each: (each[1].from_day, each[0]))[1]


def rule_of(rules: Iterable[Rule], day: date, chosen: str | None) -> Rule:
    """The version a session on `day` is decided by: the one chosen for it, else the one in force."""
    known = list(rules)
    return next((rule for rule in (RULE_2026_1, *known) if rule.version == chosen), None) or in_force(known, day)


def begun_by(rules: Iterable[Rule], day: date) -> list[Rule]:
    """The versions that were in force on some day until this one, the built-in one first."""
    return [rule for rule in (RULE_2026_1, *rules) if rule.from_day <= day]
