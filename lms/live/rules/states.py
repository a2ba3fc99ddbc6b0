"""Where a meeting, a registration and a report stand."""

from enum import StrEnum

from lms.core.errors import RuleBroken
from lms.core.words import _l


class MeetingState(StrEnum):
    """GIVEN_UP: the class does without Zoom; what there is of it there is deleted by the job."""

    WANTED = "wanted"
    MADE = "made"
    FAILED = "failed"
    GIVEN_UP = "given-up"


class RegistrationState(StrEnum):
    """LEAVING: has no seat any more, Zoom does not know it yet."""

    WANTED = "wanted"
    MADE = "made"
    FAILED = "failed"
    LEAVING = "leaving"
    LEFT = "left"


class ReportState(StrEnum):
    """NONE: no instance of the meeting took place at the time of the session."""

    WANTED = "wanted"
    PULLED = "pulled"
    NONE = "none"
    FAILED = "failed"


class Round(StrEnum):
    """FIRST is pulled 45 minutes after the end, LAST 24 hours after it: Zoom's lists are complete by then."""

    FIRST = "first"
    LAST = "last"


#: What we write instead of Zoom's words when no host has time.
NO_HOST = "no-host"


class HostThere(RuleBroken):
    """The Zoom user is on the list already."""

    sentence = _l("This Zoom account is on the list already")


class HostNeeded(RuleBroken):
    """Retired, but a class that goes on is held on it."""

    sentence = _l("A class that goes on uses this host. Let that class use another room first")


class ZoomUnset(RuleBroken):
    """Without settings nothing can be made at Zoom."""

    sentence = _l("The programme's Zoom account is not connected yet. Paste a link for now")


class ClassOver(RuleBroken):
    """Nothing is left to be held."""

    sentence = _l("All sessions of this class are over")
