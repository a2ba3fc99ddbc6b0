"""The ledger of firsts: which facts count a person, once per scope.

A person reaches each rung once per programme, year, month, track and series: by the earliest fact in that
scope. The ledger is therefore a pure function of the facts, and can be compared with it at any time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from lms.reach.rules.indicators import scopes

RULE = "2026-1"
#: How many of the scopes of a fact are the calendar's: programme, year, month.
_CALENDAR = 3


class Why(StrEnum):
    """Why a row was withdrawn."""

    NOT_PROVEN = "no-longer-proven"
    OTHER_FIRST = "other-fact-first"
    NOW_KNOWN = "now-known"
    MERGED = "merged"


@dataclass(frozen=True, order=True)
class Fact:
    """Something that puts a person on a rung: when, what proves it, and the narrower scopes it counts in."""

    #: Local day of the event.
    day: date
    #: Stable order among facts of one day, and the proof: kind and id.
    proof_kind: str
    proof_id: int
    track_id: int | None = field(compare=False, default=None)
    series_id: int | None = field(compare=False, default=None)
    #: Counts in programme, year and month too (an enrolment counts in its track and series only).
    in_calendar: bool = field(compare=False, default=True)
    #: Known only by the person's own word.
    self_reported: bool = field(compare=False, default=False)

    @property
    def scopes(self) -> list[str]:
        """Every scope this fact is part of."""
        return scopes(self.day, self.track_id, self.series_id)[0 if self.in_calendar else _CALENDAR :]


class Row(Protocol):
    """A row of the ledger as far as it is compared."""

    day: date
    proof_kind: str
    proof_id: int
    self_reported: bool
    province_code: str
    gender: str
    age_band: str


class Traits(NamedTuple):
    """Whom a row describes; "" where it is not known."""

    province_code: str
    gender: str
    age_band: str


def firsts(facts: Iterable[Fact]) -> dict[str, Fact]:
    """The earliest fact of each scope."""
    found: dict[str, Fact] = {}
    for fact in sorted(facts):
        for scope in fact.scopes:
            found.setdefault(scope, fact)
    return found


def differences(due: Mapping[str, Fact], standing: Mapping[str, Row]) -> dict[str, Why]:
    """Scope → why its row is to be withdrawn, for the ledger to equal the facts."""
    withdraw: dict[str, Why] = {}
    for scope, row in standing.items():
        fact = due.get(scope)
        if fact is None:
            withdraw[scope] = Why.NOT_PROVEN
        elif _marks(fact) != _marks(row):
            withdraw[scope] = Why.OTHER_FIRST
    return withdraw


def _marks(of: Fact | Row) -> tuple[date, str, int, bool]:
    return of.day, of.proof_kind, of.proof_id, of.self_reported


def noted(scope: str, fact: Fact, standing: Mapping[str, Row]) -> Row | None:
    """The row that already says where the person lived when `fact` was: one of that day, else the one it replaces."""
    same_day = (row for row in standing.values() if row.day == fact.day)
    return next(same_day, standing.get(scope))


def traits(row: Row | None, now: Traits) -> Traits:
    """Whom to describe: place and gender as `row` noted them, else as they are `now`; the age is always worked out."""
    if row is None:
        return now
    return Traits(row.province_code or now.province_code, row.gender or now.gender, now.age_band or row.age_band)


def now_known(row: Row, now: Traits) -> bool:
    """Whether something has become known that the row leaves open. What has merely changed is no news."""
    said = (row.province_code, row.gender, row.age_band)
    return any(not before and after for before, after in zip(said, now, strict=True))
