"""Checking in with the four digits shown in class, and when a trainer may mark.

Four digits are enough because tries are few: RIGHT_TO_TRY in any WAIT. A phone's own clock is never
asked, and a code that was just replaced still counts, because mobile data is slow.
"""

import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import Protocol

from lms.attendance.rules.decision import Mark
from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.schedule.rules import JOIN_OPENS

#: Check-in ends this long after the class: the code is often shown in its last minute.
CHECK_IN_CLOSES = timedelta(minutes=15)
#: A replaced code is accepted for this long.
CODE_GRACE = timedelta(seconds=60)
#: Wrong tries of one person at one code, and the time in which they are counted.
RIGHT_TO_TRY, WAIT = 5, timedelta(minutes=5)
#: What people try first.
EASY_CODES = frozenset({"1234", "4321", "0123", "3210", *(str(digit) * 4 for digit in range(10))})


class CodeUnclear(RuleBroken):
    """Not four digits."""

    sentence = _l("Enter the four digits that the trainer shows")


class CodeWrong(RuleBroken):
    """Four other digits than those shown; `left` tries remain."""

    sentence = _l("These are not the digits shown now. Tries left: %(left)s")


class TooManyTries(RuleBroken):
    """RIGHT_TO_TRY wrong tries; the next one in `minutes` minutes."""

    sentence = _l("Five tries did not match. Try again in %(minutes)s minutes, or ask the trainer to mark you")


class CheckInNotYet(RuleBroken):
    """Before the doors open, `before` minutes ahead of the class."""

    sentence = _l("Check-in opens %(before)s minutes before the class. Enter the digits again then")


class CheckInOver(RuleBroken):
    """Too long after the class."""

    sentence = _l("Check-in for this class is over. If you were there, tell the trainer")


class MarkTooEarly(RuleBroken):
    """Before the doors open only an excuse can be known."""

    sentence = _l("Nobody can be marked before the class. Only excused can be noted now")


class Random(Protocol):
    """A source of chance; in the app `secrets.SystemRandom()`."""

    def randrange(self, stop: int, /) -> int:
        """A whole number from 0 to `stop` - 1."""


class ShownCode(Protocol):
    """A code as it was shown; `valid_until` None while it still is."""

    code: str
    valid_from: datetime
    valid_until: datetime | None


def new_code(random: Random, used: Collection[str] = ()) -> str:
    """Four digits, none that people try first, none of `used` (this session's earlier codes)."""
    free = [code for code in map("{:04d}".format, range(10_000)) if code not in EASY_CODES and code not in used]
    return free[random.randrange(len(free))]


def read_code(typed: str) -> str:
    """The four digits in what was typed: spaces, dots and dashes are ignored. Raises CodeUnclear."""
    signs = [char for char in typed[:40] if not (char.isspace() or char in ".-–")]
    if len(signs) != 4 or not all(char.isdecimal() for char in signs):
        raise CodeUnclear()
    return "".join(str(unicodedata.decimal(char)) for char in signs)


def code_valid(typed: str, shown: ShownCode, at: datetime) -> bool:
    """Whether `typed` (from `read_code`) is the code shown at `at`, or was until CODE_GRACE ago."""
    if typed != shown.code or at < shown.valid_from:
        return False
    return shown.valid_until is None or at <= shown.valid_until + CODE_GRACE


def check_tries(wrong_at: Iterable[datetime], valid_from: datetime, at: datetime) -> int:
    """Tries left at the code shown since `valid_from`, at least 1. Raises TooManyTries.

    `wrong_at`: when this person gave wrong digits in this session. A new code gives new tries.
    """
    recent = sorted(when for when in wrong_at if when >= valid_from and at - when < WAIT)
    if len(recent) >= RIGHT_TO_TRY:
        again = recent[-RIGHT_TO_TRY] + WAIT - at
        raise TooManyTries(minutes=ceil(again / timedelta(minutes=1)))
    return RIGHT_TO_TRY - len(recent)


def check_window(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Refuses a check-in before the join opens, or later than CHECK_IN_CLOSES after the class."""
    if at < starts_at - JOIN_OPENS:
        raise CheckInNotYet(before=JOIN_OPENS // timedelta(minutes=1))
    if at > ends_at + CHECK_IN_CLOSES:
        raise CheckInOver()


def check_mark(mark: Mark, starts_at: datetime, at: datetime) -> None:
    """Refuses a mark on a session to come, except an excuse or taking a mark back."""
    if at < starts_at - JOIN_OPENS and mark not in {Mark.EXCUSED, Mark.WITHDRAWN}:
        raise MarkTooEarly()
