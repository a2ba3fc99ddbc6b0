"""Questions about who was there: `evidence` (traces, codes, decisions) and `roll` (lists for the trainer)."""

from lms.attendance.queries.codes import (
    Board,
    Given,
    board,
    code_shown,
    codes,
    codes_used,
    given,
    session_at_hand,
    waiting,
)
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
from lms.attendance.queries.marks import marks_since
from lms.attendance.queries.roll import Counts, Line, Roll, Seat, counts, rest, roll, seat

__all__ = [
    "Board",
    "Counts",
    "Given",
    "Line",
    "Roll",
    "Seat",
    "board",
    "code_shown",
    "codes",
    "codes_used",
    "counts",
    "decisions_by_person",
    "decisions_of",
    "evidence_by_person",
    "evidence_of",
    "given",
    "has_checked_in",
    "marks_since",
    "mine",
    "others_in",
    "people_behind",
    "people_of",
    "rest",
    "roll",
    "seat",
    "session_at_hand",
    "unsettled",
    "waiting",
]
