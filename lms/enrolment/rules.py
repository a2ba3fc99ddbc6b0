"""Rules of taking a place in a class, and of the line for one.

A class is joined late at will: one may enrol until its last session ends. The last word on seats is
the database's (one conditional statement), not a rule's. While somebody waits, no newcomer passes the line.
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


class WaitingState(StrEnum):
    """How somebody stands to the line, or how it ended for them."""

    WAITING = "waiting"
    SEATED = "seated"
    #: Gave back the seat that came.
    DECLINED = "declined"
    LEFT = "left"
    #: No seat came before the last session began.
    OVER = "over"


class Outcome(StrEnum):
    """What became of asking for a seat. UNCHANGED: they hold one already."""

    SEATED = "seated"
    WAITING = "waiting"
    UNCHANGED = "unchanged"


class Offer(StrEnum):
    """What a class has for somebody who is not in it: a seat, a place in the line, either later, or nothing more."""

    SEAT = "seat"
    LINE = "line"
    SOON = "soon"
    FULL = "full"
    CLOSED = "closed"


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


def offer(
    state: str,
    left: int,
    last_starts_at: datetime | None,
    last_ends_at: datetime | None,
    at: datetime,
    *,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Offer:
    """What to show to somebody who is not in the class; `left` as from `seats_left`, the rest as `check_may_enrol`."""
    try:
        check_may_enrol(state, last_ends_at, at, opens_at=opens_at, closes_at=closes_at)
    except EnrolmentNotYetOpen:
        return Offer.SOON
    except RuleBroken:
        return Offer.CLOSED
    if left > 0:
        return Offer.SEAT
    return Offer.LINE if line_open(state, last_starts_at, at) else Offer.FULL


def seats_left(seats: int, taken: int, *, line: bool = False) -> int:
    """Seats for newcomers: none while a `line` waits, none if a trainer lowered the number below those taken."""
    return 0 if line else max(0, seats - taken)


def line_open(state: str, last_starts_at: datetime | None, at: datetime) -> bool:
    """Whether there is a line to stand in: until the last session that is not cancelled begins."""
    return state == SeriesState.PUBLISHED and last_starts_at is not None and at < last_starts_at


def line_moves(state: str, last_starts_at: datetime | None, running: bool, at: datetime) -> bool:
    """Whether a seat that is free now goes to the next in line by itself. Nobody is given a class that has begun:

    | at                                              | a free seat                       |
    |-------------------------------------------------|-----------------------------------|
    | before a session begins                         | goes to the next in line          |
    | while one is `running`                          | goes to them when it has ended    |
    | from the beginning of the last session on       | to nobody in line; the line ends  |
    | in a class that is not published (any more)     | the same                          |
    """
    return line_open(state, last_starts_at, at) and not running


def may_decline(state: str, came_at: datetime | None, enrolled_at: datetime | None) -> bool:
    """Whether the seat that the line brought is still that seat: `enrolled_at` of the seat held now, None without one.

    Who gave it up and took another one since is not asked by the old letter.
    """
    return state == WaitingState.SEATED and came_at is not None and came_at == enrolled_at
