"""Rules of taking a place in a class.

A class is joined late at will: one may enrol until its last session ends. The last word on seats is
the database's (one conditional statement), not a rule's.
"""

from datetime import datetime
from enum import StrEnum

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.people.rules import Paused
from lms.schedule.rules import SeriesState


class EnrolmentState(StrEnum):
    """Giving a place up and coming back use the same row."""

    ENROLLED = "enrolled"
    WITHDRAWN = "withdrawn"


class ClassNotOpen(RuleBroken):
    """The series is not published, or was archived."""

    sentence = _l("This class cannot be joined. See the classes that are open now")


class EnrolmentNotYetOpen(RuleBroken):
    """The enrolment window begins later."""

    sentence = _l("Enrolment for this class has not opened yet")


class EnrolmentClosed(RuleBroken):
    """The enrolment window is over while the class still runs."""

    sentence = _l("Enrolment for this class is closed. See the classes that are open now")


class ClassFinished(RuleBroken):
    """No session is left."""

    sentence = _l("This class has finished. See the classes that are open now")


class GuardianFirst(RuleBroken):
    """Under 16, and no guardian has consented."""

    sentence = _l("Until you are 16, a parent or guardian has to agree")


class ConsentFirst(RuleBroken):
    """The person does not agree to learning (any more)."""

    sentence = _l("Classes need your consent. Give it under Mine first")


class SeatsGone(RuleBroken):
    """All `seats` are taken."""

    sentence = _l("This class is full: all %(seats)s seats are taken. See the classes that are open now")


def check_learns(paused_why: str | None) -> None:
    """Refuses a place to somebody without a consent to learning; `paused_why` as in `people.rules.Paused`."""
    if paused_why is not None:
        raise GuardianFirst() if paused_why == Paused.GUARDIAN else ConsentFirst()


def check_may_enrol(
    state: str,
    last_ends_at: datetime | None,
    at: datetime,
    *,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> None:
    """Refuses a place in a series that nobody may enter at `at`.

    `last_ends_at` is the end of its last session that is not cancelled; None if there is none. The
    window is half open: `opens_at` is inside, `closes_at` is not; None means no limit of its own.
    """
    if state == SeriesState.FINISHED:
        raise ClassFinished()
    if state != SeriesState.PUBLISHED:
        raise ClassNotOpen()
    if last_ends_at is None or at >= last_ends_at:
        raise ClassFinished()
    if opens_at is not None and at < opens_at:
        raise EnrolmentNotYetOpen()
    if closes_at is not None and at >= closes_at:
        raise EnrolmentClosed()


def may_enrol(state: str, last_ends_at: datetime | None, at: datetime) -> bool:
    """Whether to show the button: the same answer as `check_may_enrol` without a window."""
    return state == SeriesState.PUBLISHED and last_ends_at is not None and at < last_ends_at


def seats_left(seats: int, taken: int) -> int:
    """Free seats; none if a trainer lowered the number below those taken."""
    return max(0, seats - taken)
