"""What is said about seats."""

from lms.core.words import _, _l
from lms.enrolment.rules import Outcome

TOLD = {
    Outcome.SEATED: _l("Your seat is kept."),
    Outcome.UNCHANGED: _l("Your seat is kept."),
    Outcome.WAITING: _l("All seats are taken. You are on the waiting list now."),
}


def told(outcome: Outcome) -> str:
    """What became of asking for a seat."""
    return _(TOLD[outcome].msgid)
