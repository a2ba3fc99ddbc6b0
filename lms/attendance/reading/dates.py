"""Times as reports write them, and which order their dates are in. Pure.

`11/19/2021 09:54:15 AM` · `15/08/2022 01:27` · `Mar 22, 2025 19:13:27` · `2026-03-04T12:30:00Z` · `04/03/2026 7:30 CH`
· `11/26/25, 4:16:54 PM` · `19:30 4/3/2026` · `22 thg 3, 2025 19:13` · `2025. 3. 22. 오후 7:13` · `7:30 PM`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from lms.core.clock import ZONE
from lms.core.text import fold

#: Orders that a date of numbers alone leaves open, and what a file may be asked for.
OPEN = ("dmy", "mdy")
#: Years in which there were reports.
YEARS = range(2000, 2100)
#: Nobody stays longer in a room (Zoom ends a meeting after 30 hours).
LONGEST_STAY = timedelta(hours=30)
#: From this hour on an evening begins that may end after midnight, before that other hour.
EVENING, MORNING, PAST_MIDNIGHT = time(18), time(6), timedelta(hours=12)
LONGEST = 60

_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d)")
_HALF = re.compile(r"(?<![^\W\d_])(a\.?m\.?|p\.?m\.?|sa|ch|오전|오후)(?![^\W\d_])")
_ZONE = re.compile(r"(?<=\d) ?(?:(z|utc|gmt)|([+-])(\d{2}):?(\d{2}))$")
_BETWEEN = re.compile(r"(?<=\d)t(?= )|(?<![^\W\d_])(?:at|luc)(?![^\W\d_])")
_FROM_YEAR = re.compile(r"(\d{4})(?:[-/.] ?|년 )(\d{1,2})(?:[-/.] ?|월 )(\d{1,2})[.일]?")
_TO_YEAR = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9}|th[gá]?\.? ?\d{1,2})\.? (\d{1,2}),? (\d{4})")
_DAY_FIRST = re.compile(r"(?:ngay )?(\d{1,2}) ([a-z]{3,9}|thg ?\d{1,2}|thang ?\d{1,2})\.?,?(?: nam)? (\d{4})")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}


class Stamp(NamedTuple):
    """A time as it was written: three numbers in `order`, or in none that is certain (""); None: a clock alone."""

    numbers: tuple[int, int, int] | None
    order: str
    clock: time | None
    #: What AM and PM were called: "en", "vi", "ko"; "" with 24 hours.
    half: str
    zone: timezone | None
    #: What stands between the numbers of a date in no certain order.
    sign: str = ""


@lru_cache(maxsize=4096)
def stamp(text: str) -> Stamp | None:
    """The time that a text says; None if it says none."""
    if not text or len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFC", " ".join(fold(text).split()))
    rest, clock, half, zone = _clock(plain)
    rest = " ".join(_BETWEEN.sub(" ", rest).split()).strip(" ,-")
    if clock is None and (half or zone):
        return None
    if not rest:
        return Stamp(None, "", clock, half, zone) if clock else None
    return _date(rest, clock, half, zone)


def _clock(plain: str) -> tuple[str, time | None, str, timezone | None]:
    """(what is left of the text, its clock time, the words for AM and PM, its zone)."""
    zone = None
    if ":" in plain and (found := _ZONE.search(plain)):
        zone = UTC if found[1] else _zone(found[2], int(found[3]), int(found[4]))
        plain = plain[: found.start()]
    found = _CLOCK.search(plain)
    if not found:
        return plain, None, "", zone
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    half = _HALF.search(rest)
    hour, word = int(found[1]), ""
    if half:
        rest = f"{rest[: half.start()]} {rest[half.end() :]}"
        late = half[1] in ("ch", "오후") or half[1][0] == "p"
        word = {"sa": "vi", "ch": "vi", "오전": "ko", "오후": "ko"}.get(half[1], "en")
        hour = hour % 12 + 12 * late if hour <= 12 else hour
    minute, second = int(found[2]), int(found[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return plain, None, "", zone
    return rest, time(hour, minute, second), word, zone


def _zone(sign: str, hours: int, minutes: int) -> timezone | None:
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(ahead if sign == "+" else -ahead) if hours < 15 else None


def _date(rest: str, clock: time | None, half: str, zone: timezone | None) -> Stamp | None:
    if found := _FROM_YEAR.fullmatch(rest):
        numbers = int(found[1]), int(found[2]), int(found[3])
        return Stamp(numbers, "iso" if zone else "ymd", clock, half, zone)
    if found := _TO_YEAR.fullmatch(rest):
        year = int(found[4]) + 2000 * (len(found[4]) == 2)
        return Stamp((int(found[1]), int(found[3]), year), "", clock, half, zone, found[2])
    if found := _MONTH_FIRST.fullmatch(rest):
        month, day, order = found[1], int(found[2]), "mdy"
    elif found := _DAY_FIRST.fullmatch(rest):
        month, day, order = found[2], int(found[1]), "dmy"
    else:
        return None
    digits = "".join(char for char in month if char.isdigit())
    number = int(digits) if digits else _MONTHS.get(month[:3])
    if number is None:
        return None
    pair = (number, day) if order == "mdy" else (day, number)
    return Stamp((*pair, int(found[3])), order, clock, half, zone)


def day(found: Stamp, order: str | None) -> date | None:
    """The day of a stamp; `order` says how an open date is read, and `ydm` that every other is read so."""
    if found.numbers is None:
        return None
    kept = found.order if found.order not in ("", "iso") else ("ymd" if found.order else order)
    if kept == "ymd" and order == "ydm" and found.zone is None:
        kept = "ydm"
    if kept is None or len(kept) != 3:
        return None
    parts = dict(zip(kept, found.numbers, strict=True))
    try:
        return date(parts["y"], parts["m"], parts["d"]) if parts["y"] in YEARS else None
    except (KeyError, ValueError):
        return None


def instant(found: Stamp, order: str | None, on: date | None, *, evening: bool = False) -> datetime | None:
    """The instant in UTC. A clock without a date is on the day `on`, or after the midnight that ends its `evening`."""
    when = day(found, order)
    if found.numbers is None and on is not None:
        late = evening and found.clock is not None and found.clock < MORNING
        when = on + timedelta(days=1) if late else on
    if when is None:
        return None
    clock = found.clock or time()
    return datetime.combine(when, clock, found.zone or ZONE).astimezone(UTC)


Pair = tuple[Stamp | None, Stamp | None]


def order_of(pairs: Sequence[Pair], on: date | None) -> tuple[str | None, tuple[str, ...]]:
    """(the order of the dates in these beginnings and ends, orders to choose from if it stays open).

    What the file itself allows decides first, then its way of writing, then what is closest to the day `on`.
    """
    stamps = [found for pair in pairs for found in pair if found is not None and found.numbers is not None]
    open_ones = [found for found in stamps if not found.order]
    if not open_ones:
        return (_swapped(stamps, on) or stamps[0].order, ()) if stamps else (None, ())
    fits = {order: (_existing(open_ones, order), sum(_fits(pair, order) for pair in pairs)) for order in OPEN}
    if fits["dmy"] != fits["mdy"]:
        return max(OPEN, key=lambda order: fits[order]), ()
    if all(day(found, "dmy") == day(found, "mdy") for found in open_ones):
        return "dmy", ()
    written = _by_writing(open_ones)
    if written:
        return written, ()
    if on is not None:
        away = {order: min(_away(open_ones, order, on), default=timedelta.max) for order in OPEN}
        if away["dmy"] != away["mdy"]:
            return min(OPEN, key=lambda order: away[order]), ()
    return None, OPEN


def _existing(stamps: Iterable[Stamp], order: str) -> int:
    """How many of these days there are in this order: none in a thirteenth month."""
    return sum(day(found, order) is not None for found in stamps)


def _fits(pair: Pair, order: str) -> bool:
    """Whether beginning and end exist in this order and are not long apart."""
    days = [day(found, order) for found in pair if found is not None and found.numbers is not None]
    return bool(days) and None not in days and abs(days[-1] - days[0]) <= LONGEST_STAY


def _by_writing(stamps: Iterable[Stamp]) -> str | None:
    """American dates have strokes and AM or PM; dots, and Vietnamese words for the half of a day, go with the day."""
    for found in stamps:
        if found.half == "vi" or found.sign == ".":
            return "dmy"
        if found.half == "en" and found.sign == "/":
            return "mdy"
    return None


def _away(stamps: Iterable[Stamp], order: str, on: date) -> Iterator[timedelta]:
    return (abs(when - on) for when in (day(found, order) for found in stamps) if when is not None)


def _swapped(stamps: list[Stamp], on: date | None) -> str | None:
    """`ydm` when a spreadsheet took the month for the day: read so, every date is around the day `on`, else far."""
    if on is None:
        return None
    as_is, turned = list(_away(stamps, "ymd", on)), list(_away(stamps, "ydm", on))
    near = timedelta(days=1)
    if len(turned) == len(stamps) and max(turned) <= near < min(as_is, default=timedelta.max):
        return "ydm"
    return None
