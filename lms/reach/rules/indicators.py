"""The rungs people are counted on, and the scopes in which a first is a first (design.md §7)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Indicator(StrEnum):
    """People, each once, never added up across rungs. Views and estimates are no indicators of people."""

    REGISTERED = "registered"
    ATTENDED = "attended"
    COMPLETED = "completed"


#: Took a seat in some class: told apart for partners, and counted nowhere else.
ENROLLED = "enrolled"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Settings of a programme year, in percent and people. A changed one is a new version."""

    version: str
    ahead: int = 105
    on_pace: int = 95
    behind: int = 80
    #: Cells with fewer people are hidden outside the team.
    least_shown: int = 5


#: Those in force.
THRESHOLDS = Thresholds("2026-1")


def scopes(day: date, track_id: int | None = None, series_id: int | None = None) -> list[str]:
    """Every scope that something on the local `day` belongs to, widest first.

    `programme`, `year:2026`, `month:2026-11`, and `track:3` and `series:7` where they are known. Give the
    day in Vietnam, never an instant: in UTC an evening class may lie in another month.
    """
    if isinstance(day, datetime):
        raise TypeError("a local day is wanted, not an instant")
    found = ["programme", f"year:{day:%Y}", f"month:{day:%Y-%m}"]
    if track_id is not None:
        found.append(f"track:{track_id}")
    if series_id is not None:
        found.append(f"series:{series_id}")
    return found


def shown(people: int, *, team: bool, thresholds: Thresholds = THRESHOLDS) -> int | None:
    """The number a reader may see; None where a cell is so small that it would tell who is in it."""
    return people if team or people == 0 or people >= thresholds.least_shown else None
