"""Claims in words."""

from typing import Any

from lms.attendance.queries.claims import Seen
from lms.attendance.rules.claims import ClaimState
from lms.attendance.sentences import Word
from lms.core.clock import local
from lms.core.words import _


def tag(claim: Any) -> Word:
    """Where a claim stands, as a tag."""
    return {
        ClaimState.OPEN: Word(_("Waiting for the trainer"), "cham", None),
        ClaimState.ACCEPTED: Word(_("The trainer agreed"), "ok", None),
        ClaimState.REFUSED: Word(_("The trainer did not agree"), "", "x"),
        ClaimState.WITHDRAWN: Word(_("Taken back"), "", None),
    }[ClaimState(claim.state)]


def seen_as(one: Seen) -> str:
    """A name from the room that may be the learner's, with its times, as something to agree to."""
    known = [(local(joined), local(left)) for joined, left in one.stays[:4] if joined and left]
    name, times = one.name or "", ", ".join(f"{joined:%H:%M} – {left:%H:%M}" for joined, left in known)
    if times:
        return _("They were “%(name)s”, in the room %(times)s: count this time", name=name, times=times)
    return _("They were “%(name)s”: count what the report says", name=name)
