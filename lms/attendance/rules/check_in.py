"""Giving the four digits shown in class: when, how often, and what is said when it does not work; when one may mark.

Four digits are enough because tries are few: RIGHT_TO_TRY in any WAIT. A phone's own clock is never asked. From the
morning of the day on, right digits are kept and count from the opening on; they are for that day's class, so a session
that is moved to another day, or cancelled, loses them, and one that is moved within the day keeps them.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from math import ceil
from typing import NamedTuple

from lms.attendance.rules.decision import Mark
from lms.attendance.rules.digits import ShownCode, code_valid, last_shown
from lms.attendance.rules.door import NoCodeYet
from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.people.rules import ZONE, day_of
from lms.schedule.rules import JOIN_OPENS

#: Check-in ends this long after the class: the code is often shown in its last minute.
CHECK_IN_CLOSES = timedelta(minutes=15)
#: Wrong tries of one person at one code (of a run: at all its digits together), and the time in which they are counted.
RIGHT_TO_TRY, WAIT = 5, timedelta(minutes=5)


class Phase(StrEnum):
    """When something happens: before the day of the class, on it but before the doors open, while they are, after."""

    BEFORE = "before"
    EARLY = "early"
    OPEN = "open"
    OVER = "over"


class CodeUnclear(RuleBroken):
    """Not four digits."""

    sentence = _l("Enter the four digits that the trainer shows")


class CodeWrong(RuleBroken):
    """Four digits that were never shown; `left` tries remain."""

    sentence = _l("These are not the digits shown now. Tries left: %(left)s")


class CodeReplaced(RuleBroken):
    """Digits that were shown until `hour`, and too long ago. Not a wrong try: whoever types them saw them."""

    sentence = _l("These digits were shown until %(hour)s. Enter those on the screen now, or tell the trainer")


class TooManyTries(RuleBroken):
    """RIGHT_TO_TRY wrong tries; the next one in `minutes` minutes."""

    sentence = _l("Five tries did not match. Try again in %(minutes)s minutes, or ask the trainer to mark you")


class CheckInNotYet(RuleBroken):
    """Before the day of the class. The doors open `before` minutes ahead of it."""

    sentence = _l("Check-in opens %(before)s minutes before the class. Enter the digits again then")


class CheckInOver(RuleBroken):
    """Too long after the class: since `hour`."""

    sentence = _l("Check-in for this class closed at %(hour)s. If you were there, tell the trainer")


class CodeTooEarly(RuleBroken):
    """Digits are for the day of the class."""

    sentence = _l("The code can be shown from the morning of the day of the class on")


class ShowingOver(RuleBroken):
    """Nobody can check in any more."""

    sentence = _l("Check-in for this class closed at %(hour)s, so a code would help nobody")


class MarkTooEarly(RuleBroken):
    """Before the doors open only an excuse can be known."""

    sentence = _l("Nobody can be marked before the class. Only excused can be noted now")


class Verdict(NamedTuple):
    """What came of digits that were given: nothing broken if they are right. `counts`: it was a wrong try."""

    broken: RuleBroken | None
    counts: bool = False


def read_code(typed: str) -> str:
    """The four digits in what was typed: spaces, dots and dashes are ignored. Raises CodeUnclear."""
    signs = [char for char in typed[:40] if not (char.isspace() or char in ".-–")]
    if len(signs) != 4 or not all(char.isdecimal() for char in signs):
        raise CodeUnclear()
    return "".join(str(unicodedata.decimal(char)) for char in signs)


def check_tries(wrong_at: Iterable[datetime], valid_from: datetime, at: datetime) -> int:
    """Tries left at the code (or the run) shown since `valid_from`, at least 1. Raises TooManyTries.

    `wrong_at`: when this person gave wrong digits in this session. A new code gives new tries.
    """
    recent = sorted(when for when in wrong_at if when >= valid_from and at - when < WAIT)
    if len(recent) >= RIGHT_TO_TRY:
        again = recent[-RIGHT_TO_TRY] + WAIT - at
        raise TooManyTries(minutes=ceil(again / timedelta(minutes=1)))
    return RIGHT_TO_TRY - len(recent)


def judge(typed: str, codes: Sequence[ShownCode], wrong_at: Iterable[datetime], at: datetime) -> Verdict:
    """What digits (from `read_code`) are worth. `codes`: all of the session, the newest first."""
    if not codes:
        return Verdict(NoCodeYet())
    try:
        left = check_tries(wrong_at, codes[0].valid_from, at)
    except TooManyTries as wait:
        return Verdict(wait)
    if any(code_valid(typed, shown, at) for shown in codes):
        return Verdict(None)
    until = last_shown(typed, codes, at)
    if until is not None:
        return Verdict(CodeReplaced(hour=hour(until)))
    again = WAIT // timedelta(minutes=1)
    return Verdict(CodeWrong(left=left - 1) if left > 1 else TooManyTries(minutes=again), counts=True)


def phase(starts_at: datetime, ends_at: datetime, at: datetime) -> Phase:
    """Where `at` stands to the check-in of a class."""
    if at > ends_at + CHECK_IN_CLOSES:
        return Phase.OVER
    if at >= starts_at - JOIN_OPENS:
        return Phase.OPEN
    return Phase.EARLY if day_of(at) == day_of(starts_at) else Phase.BEFORE


def check_window(starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    """Whether digits given now are early and wait for the opening. Refuses other days, and what is over."""
    now = phase(starts_at, ends_at, at)
    if now == Phase.BEFORE:
        raise CheckInNotYet(before=JOIN_OPENS // timedelta(minutes=1))
    if now == Phase.OVER:
        raise CheckInOver(hour=hour(ends_at + CHECK_IN_CLOSES))
    return now == Phase.EARLY


def check_showing(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Refuses a code on another day, or when nobody could give it any more."""
    now = phase(starts_at, ends_at, at)
    if now == Phase.BEFORE:
        raise CodeTooEarly()
    if now == Phase.OVER:
        raise ShowingOver(hour=hour(ends_at + CHECK_IN_CLOSES))


def still_good(given_at: datetime, starts_at: datetime) -> bool:
    """Whether digits given early hold for a class that begins at `starts_at` now: they are for the class of a day."""
    return day_of(given_at) == day_of(starts_at)


def tomorrow(at: datetime) -> datetime:
    """When the day ends that it is in Vietnam."""
    return datetime.combine(day_of(at) + timedelta(days=1), time(), ZONE)


def hour(moment: datetime) -> str:
    """19:15, in Vietnam."""
    return f"{moment.astimezone(ZONE):%H:%M}"


def check_mark(mark: Mark, starts_at: datetime, at: datetime) -> None:
    """Refuses a mark on a session to come, except an excuse or taking a mark back."""
    if at < starts_at - JOIN_OPENS and mark not in {Mark.EXCUSED, Mark.WITHDRAWN}:
        raise MarkTooEarly()
