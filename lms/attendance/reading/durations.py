"""How long: "62", "1:02:03", "1h 13m 42s", "1 hr 2 min", "1 giờ 2 phút", "1시간 2분" to seconds. Pure."""

import re

from lms.core.text import fold

_UNITS = {
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "gio": 3600, "g": 3600, "시간": 3600,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "phut": 60, "p": 60, "ph": 60, "분": 60,
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "giay": 1, "gi": 1, "초": 1,
}  # fmt: skip
_BY_UNIT = {fold(unit): seconds for unit, seconds in _UNITS.items()}
_PART = re.compile(r"(\d{1,6}) ?([^\W\d_]+)")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})")
_NUMBER = re.compile(r"(\d{1,6})(?:[.,](\d{1,4}))?")
#: Longer texts are no durations, and longer durations no meetings.
LONGEST, MOST = 60, 7 * 24 * 3600


def seconds(text: str) -> int | None:
    """Seconds; a number alone is minutes; None for anything else."""
    if not text or len(text) > LONGEST:
        return None
    plain = fold(text)
    if number := _NUMBER.fullmatch(plain):
        found = round(float(f"{number[1]}.{number[2] or 0}") * 60)
    elif clock := _CLOCK.fullmatch(plain):
        found = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    else:
        parts = [(int(count), _BY_UNIT.get(unit)) for count, unit in _PART.findall(plain)]
        if not parts or any(size is None for _count, size in parts):
            return None
        found = sum(count * (size or 0) for count, size in parts)
    return found if found <= MOST else None
