"""Questions about who was there: `evidence` (traces, codes, decisions) and `roll` (lists for the trainer)."""

from lms.attendance.queries.codes import code_shown, codes, codes_used
from lms.attendance.queries.evidence import (
    decisions_by_person,
    decisions_of,
    evidence_by_person,
    evidence_of,
    has_checked_in,
    mine,
    others_in,
    people_behind,
    people_of,
    unsettled,
)
from lms.attendance.queries.roll import Counts, Line, Roll, Seat, counts, rest, roll, seat

__all__ = [
    "Counts",
    "Line",
    "Roll",
    "Seat",
    "code_shown",
    "codes",
    "codes_used",
    "counts",
    "decisions_by_person",
    "decisions_of",
    "evidence_by_person",
    "evidence_of",
    "has_checked_in",
    "mine",
    "others_in",
    "people_behind",
    "people_of",
    "rest",
    "roll",
    "seat",
    "unsettled",
]
