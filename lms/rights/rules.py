"""Rules about what people ask of their own data: by when, in which order, and how long things are kept. Pure.

The time limits are those of Law 91/2025/QH15 and Decree 356/2025/NĐ-CP as summed up in the press: a request is
acknowledged within 2 working days; withdrawing is carried out within 15 days; access, correction and deletion
within 10 to 20 days by type; one extension of at most 15 days. Where a range is given, ours is within it.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.profile.rules import inventory


class Kind(StrEnum):
    """What may be asked of one's own data."""

    SEE = "see"
    CORRECT = "correct"
    DOWNLOAD = "download"
    WITHDRAW = "withdraw"
    DELETE = "delete"


class Way(StrEnum):
    """How a request came. `retention`: nobody asked, the time was up."""

    PAGE = "page"
    GUARDIAN = "guardian"
    PHONE = "phone"
    LETTER = "letter"
    IN_PERSON = "in-person"
    RETENTION = "retention"


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


class Extended(StrEnum):
    """Why more time is needed."""

    THIRD_PARTY = "third-party"
    MUCH_DATA = "much-data"
    IDENTITY = "identity"


class Refused(StrEnum):
    """Why a request is not carried out."""

    NOT_PROVEN = "not-proven"
    LAW = "law"
    OTHERS = "others"
    NOT_HERE = "not-here"


#: Ways that staff note down.
NOTED = (Way.PHONE, Way.LETTER, Way.IN_PERSON)
#: Kinds that a job carries out; the others staff do themselves and say so.
BY_JOB = (Kind.DOWNLOAD, Kind.DELETE)

#: Working days until a request is acknowledged, and until it is carried out.
ACKNOWLEDGE = 2
DUE = {Kind.SEE: 10, Kind.CORRECT: 10, Kind.DOWNLOAD: 10, Kind.WITHDRAW: 15, Kind.DELETE: 15}
#: Working days an extension adds; there is one.
EXTENSION = 15
#: Days that working days can stretch over at most: weekends, and Tết with the days around it.
MARGIN = timedelta(days=45)
#: A letter may lie for this long before it is noted.
NOTED_LATE = timedelta(days=365)

#: How long things are kept is promised by the notice; this room keeps the promise.
INACTIVE_MONTHS, AUDIT_MONTHS = inventory.INACTIVE_MONTHS, inventory.AUDIT_MONTHS
REQUEST_MONTHS, DOWNLOAD_DAYS = inventory.REQUEST_MONTHS, inventory.DOWNLOAD_DAYS
#: How many days before they are erased a letter tells those of whom there was no sign for long.
WARNED_DAYS = 30

_SATURDAY = 5


class RolesFirst(RuleBroken):
    """Somebody on the team."""

    sentence = _l("Whoever is on the team ends their roles first. Ask a caretaker to take them back")


class NotSure(RuleBroken):
    """Nobody made sure who is asking."""

    sentence = _l("Make sure that it is them who ask, then tick the box")


class NotThatDay(RuleBroken):
    """A day to come, or one too long ago."""

    sentence = _l("Choose the day on which the request came, today at the latest")


class AlreadyEnded(RuleBroken):
    """Somebody has carried it out or refused it meanwhile."""

    sentence = _l("This request has ended already")


class AlreadyExtended(RuleBroken):
    """There is one extension."""

    sentence = _l("This request was extended already, which is possible once")


class BeingDone(RuleBroken):
    """The job is at it."""

    sentence = _l("This request is being carried out already")


def working_day(after: date, days: int, days_off: Collection[date] = ()) -> date:
    """The last of so many working days after a day: Monday to Friday, without `days_off`."""
    day = after
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY and day not in days_off
    return day


def limits(kind: Kind, received: date, days_off: Collection[date]) -> tuple[date, date]:
    """(acknowledged by, carried out by)."""
    return working_day(received, ACKNOWLEDGE, days_off), working_day(received, DUE[kind], days_off)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def check_received(received: date, today: date) -> None:
    """Refuses a day to come, and one so long ago that it is a slip."""
    if not today - NOTED_LATE <= received <= today:
        raise NotThatDay()


def check_no_roles(roles: Collection[object]) -> None:
    """Refuses to erase whoever has a role."""
    if roles:
        raise RolesFirst()


def check_open(state: str) -> None:
    """Refuses what has ended."""
    if state != State.OPEN:
        raise AlreadyEnded()


def check_extendable(state: str, extended_why: str | None) -> None:
    """Refuses what has ended or was extended."""
    check_open(state)
    if extended_why:
        raise AlreadyExtended()
