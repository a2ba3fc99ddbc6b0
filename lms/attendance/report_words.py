"""Reports in words: what was found, what becomes of a line, what looks wrong."""

from typing import Any

from lms.attendance.reading import sentences
from lms.attendance.rules.reports import Fate
from lms.core.words import _l, gettext

PLATFORMS = {
    "zoom": _l("Zoom report"),
    "teams": _l("Teams report"),
    "meet": _l("Google Meet report"),
    "paper": _l("List of names"),
}
ORDERS = {
    "dmy": _l("dates: day/month/year"),
    "mdy": _l("dates: month/day/year"),
    "ymd": _l("dates: year/month/day"),
    "iso": _l("dates: year-month-day"),
    "ydm": _l("dates: year/day/month"),
}
SEPARATORS = {
    ",": _l("parted by commas"),
    ";": _l("parted by semicolons"),
    "tab": _l("parted by tabs"),
    "|": _l("parted by strokes"),
}
#: Why a line that is understood counts for nothing.
ASIDE = {
    Fate.WAITING: _l("in the waiting room"),
    Fate.HOST: _l("trainer or host"),
    Fate.NO_SHOW: _l("registered and did not come"),
    Fate.REPEATED: _l("known already"),
    Fate.END: _l("only the end of a visit in another line"),
}
WARNINGS = {
    "other_day": _l("This meeting ran at another time than the session: from %(began)s to %(ended)s"),
    "other_meeting": _l("The meeting number in this file (%(number)s) is not that of the class's room"),
    "durations": _l(
        "This file only says how long, not when. It can show that somebody was there, but nobody is late by it. "
        "For the times, export again without “Show unique users”"
    ),
    "no_end": _l("Some lines do not say when somebody left. They count until the end of the report"),
    "elsewhere": _l("The same file was taken in for session %(session)s of this class"),
    "nobody": _l("Nobody in this file was recognised. Is it a report of this class?"),
}


def written(told: str) -> str:
    """Encoding and separator of a file, as `Reading.written` names them."""
    encoding, _sep, sign = told.partition(" ")
    words = SEPARATORS.get(sign)
    return f"{encoding.upper()}, {words}" if words else encoding.upper()


def refusal(why: str) -> str:
    """Why a line could not be read."""
    return sentences.sentence(why)


def warning(code: str, values: dict[str, Any]) -> str:
    """What looks wrong."""
    return gettext(WARNINGS[code].msgid, **values)


def called(participant: Any) -> str:
    """A name as it was shown, with the original one; the address where there is no name."""
    if participant.name and participant.original_name:
        return f"{participant.name} ({participant.original_name})"
    return participant.name or participant.email or ""
