"""Claims in words."""

from typing import Any

from lms.attendance.queries.claims import Possible
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


def seen_as(one: Possible) -> str:
    """A name from the room that may be the learner's, with its times, as something to agree to."""
    times = ", ".join(
        f"{local(stay.joined_at):%H:%M} – {local(stay.left_at):%H:%M}"
        for stay in one.stays[:4]
        if stay.joined_at and stay.left_at
    )
    name = one.participant.name or one.participant.original_name or ""
    if times:
        return _("They were “%(name)s”, in the room %(times)s: count this time", name=name, times=times)
    return _("They were “%(name)s”: count what the report says", name=name)
