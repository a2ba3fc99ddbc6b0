"""The digits on the wall: which are shown at an instant, and which are still taken.

They stay until the trainer wants others, or change by themselves. Digits that change are made, never stored: those of
the slot n of a run are HMAC-SHA256(seed, n), so that showing a page writes nothing and every process shows the same.
Replaced digits are taken for a while longer, because mobile data is slow and typing takes time.
"""

import hmac
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple, Protocol

from lms.core.errors import RuleBroken
from lms.core.words import _l

#: Seconds after which digits may change by themselves.
RHYTHMS = (30, 60, 90, 120, 180)
#: Replaced digits are taken for this long; of a slower run, for one slot more.
CODE_GRACE = timedelta(seconds=60)
#: What people try first.
EASY_CODES = frozenset({"1234", "4321", "0123", "3210", *(str(digit) * 4 for digit in range(10))})


class UnknownRhythm(RuleBroken):
    """Not one of RHYTHMS."""

    sentence = _l("Choose how often the digits change")


class Random(Protocol):
    """A source of chance; in the app `secrets.SystemRandom()`."""

    def randrange(self, stop: int, /) -> int:
        """A whole number from 0 to `stop` - 1."""


class ShownCode(Protocol):
    """A code as it was shown; `every` and `seed` only of a run, `valid_until` None while it is on the wall."""

    code: str
    every: int | None
    seed: str | None
    valid_from: datetime
    valid_until: datetime | None


class Wall(NamedTuple):
    """What is on the wall: four digits, since when these, and after how many seconds they change by themselves."""

    digits: str
    since: datetime
    every: int | None


class _Slot(NamedTuple):
    digits: str
    begins: datetime
    #: None while nothing ends it.
    ends: datetime | None


def read_rhythm(typed: str) -> int | None:
    """The chosen seconds; None for digits that stay. Raises UnknownRhythm."""
    if not typed:
        return None
    if typed not in map(str, RHYTHMS):
        raise UnknownRhythm()
    return int(typed)


def new_code(random: Random, used: Collection[str] = ()) -> str:
    """Four digits, none that people try first, none of `used` (this session's earlier codes)."""
    free = [code for code in map("{:04d}".format, range(10_000)) if code not in EASY_CODES and code not in used]
    return free[random.randrange(len(free))]


def of_slot(seed: str, number: int) -> str:
    """The digits of a slot (from 0) of the run made from `seed` (hexadecimal); easy ones are passed over."""
    made = (_digits(f"{number}.{turn}", seed) for turn in count())
    return next(digits for digits in made if digits not in EASY_CODES)


def _digits(message: str, seed: str) -> str:
    digest = hmac.digest(bytes.fromhex(seed), message.encode(), "sha256")
    return f"{int.from_bytes(digest[:8], 'big') % 10_000:04d}"


def wall(shown: ShownCode, at: datetime) -> Wall:
    """What is on the wall at `at` while `shown` is the current code."""
    slot = next(_slots(shown, at))
    return Wall(slot.digits, slot.begins, shown.every)


def code_valid(typed: str, shown: ShownCode, at: datetime) -> bool:
    """Whether `typed` is shown at `at`, or was until a moment ago: CODE_GRACE, or one slot if that is longer."""
    if at < shown.valid_from:
        return False
    grace = max(CODE_GRACE, timedelta(seconds=shown.every or 0))
    for slot in _slots(shown, at):
        if slot.ends is not None and at > slot.ends + grace:
            return False
        if slot.digits == typed:
            return True
    return False


def last_shown(typed: str, codes: Iterable[ShownCode], at: datetime) -> datetime | None:
    """Until when the digits `typed` stood on the wall the last time before `at`; None if they never did."""
    slots = (slot for shown in codes for slot in _slots(shown, at))
    return max((min(slot.ends or at, at) for slot in slots if slot.digits == typed), default=None)


def _slots(shown: ShownCode, at: datetime) -> Iterator[_Slot]:
    """The slots of a code that have begun by `at`, the newest first; a code that stays is one."""
    if shown.every is None or shown.seed is None:
        yield _Slot(shown.code, shown.valid_from, shown.valid_until)
        return
    rhythm, until = timedelta(seconds=shown.every), shown.valid_until or at
    newest = max(0, (min(at, until) - shown.valid_from) // rhythm)
    for number in range(newest, -1, -1):
        begins = shown.valid_from + number * rhythm
        ends = begins + rhythm
        yield _Slot(of_slot(shown.seed, number), begins, min(ends, shown.valid_until) if shown.valid_until else ends)
