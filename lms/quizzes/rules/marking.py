"""Short answers that a person marks: what may be given, and what two who mark at once are told."""

from enum import StrEnum

from lms.core.errors import RuleBroken
from lms.core.words import _l

#: Longest remark to a learner.
REMARK = 500


class Share(StrEnum):
    """All of the points, half of them, none."""

    FULL = "full"
    HALF = "half"
    NONE = "none"


#: What each is worth.
SHARES = {Share.FULL: 1.0, Share.HALF: 0.5, Share.NONE: 0.0}


class AlreadyMarked(RuleBroken):
    """Somebody else was quicker."""

    sentence = _l("Somebody else has just marked this answer, so yours was not counted. Here is the next one")


class NotWaiting(RuleBroken):
    """There is no such answer, or it is marked by its accepted forms."""

    sentence = _l("This answer is not for a trainer to mark")


class OnlyFullIsAccepted(RuleBroken):
    """What is accepted from now on earns everything."""

    sentence = _l("Only an answer that earns all points can be accepted from now on")


def share_of(marks: float | None, worth: float) -> str:
    """Which share was given; empty for none of the three."""
    return next((share for share, part in SHARES.items() if marks is not None and abs(marks - part * worth) < 1e-9), "")
