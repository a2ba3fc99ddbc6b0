"""What becomes of each line of a report, by what lines and the people in them are known, and what looks wrong.

Every line has one fate, so the lines of a file are always the sum over the fates. Two lines are the same stay if the
same name was there at the same times: taken in twice, in whatever order, it counts once.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from lms.attendance.reading import Line, Reading
from lms.attendance.rules import names
from lms.attendance.rules.decision import EvidenceKind
from lms.attendance.rules.matching import Seen
from lms.core.errors import RuleBroken
from lms.core.words import _l

#: How long a file waits for somebody to confirm it.
DRAFT_KEPT = timedelta(days=7)
#: Lines of a file: more than any meeting has, and recognised while somebody waits for the page.
MOST_LINES = 10_000
#: A meeting may run so long before and after the class and still be it.
EARLY, AFTER = timedelta(hours=3), timedelta(hours=2)
#: A line that says less than it could by more than this sums up several visits.
SUMMED = timedelta(seconds=60)
#: Zoom's number of a meeting in a link.
MEETING = re.compile(r"zoom\.[a-z.]{2,12}/(?:j|w|s|wc/join)/(\d{9,12})(?!\d)")
PAPER, ZOOM = "paper", "zoom"


class Fate(StrEnum):
    """What a line counts as. END: it only says when the visit of another line ended. TAKEN_BACK: with its report."""

    STAY = "stay"
    WAITING = "waiting"
    HOST = "host"
    NO_SHOW = "no_show"
    REPEATED = "repeated"
    END = "end"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


#: Lines that are understood and count for nothing.
ASIDE = (Fate.WAITING, Fate.HOST, Fate.NO_SHOW, Fate.REPEATED, Fate.END)


class State(StrEnum):
    """Where somebody seen under a name stands."""

    MATCHED = "matched"
    OPEN = "open"
    GUEST = "guest"


class Who(NamedTuple):
    """Somebody as a report shows them; `key` is the same in every report."""

    key: str
    name: str | None
    original_name: str | None
    email: str | None
    #: The platform's own id of the person; a phone number on a paper list.
    registrant: str | None

    @property
    def seen(self) -> Seen:
        """What the ladder looks at."""
        return Seen(self.name, self.original_name, self.email, self.registrant)


class Row(NamedTuple):
    """A line and its fate. `key`: what a stay is known by; `why`: the code of a refusal, `text` what stood there."""

    line: int
    fate: Fate
    who: Who | None = None
    joined: datetime | None = None
    left: datetime | None = None
    seconds: int | None = None
    key: str | None = None
    why: str | None = None
    text: str = ""


class NothingToTakeIn(RuleBroken):
    """No line of the report says that somebody was there."""

    sentence = _l("Nobody can be taken in from this file")


class AlreadyIn(RuleBroken):
    """The same file was taken in `when`."""

    sentence = _l("This file was taken in already (%(when)s). Nothing has changed")


class OrderOpen(RuleBroken):
    """Day and month could be the other way round, and nobody has said."""

    sentence = _l("First choose how the dates in this file are read")


class ReportGone(RuleBroken):
    """Another file came, or the time to confirm it is over."""

    sentence = _l("This file is not here any more. Upload it again")


class NotTakenBack(RuleBroken):
    """A report that Zoom told, or one that does not count yet."""

    sentence = _l("Only a report that a trainer took in can be taken back")


class NotBegun(RuleBroken):
    """The session is still to come."""

    sentence = _l("This session has not begun. Take the list in afterwards")


class NotOfClass(RuleBroken):
    """Somebody who never was in this class."""

    sentence = _l("Choose somebody of this class")


def check_begun(starts_at: datetime, at: datetime) -> None:
    """Refuses a list of who was there before the doors open, 15 minutes ahead. Raises NotBegun."""
    if at < starts_at - timedelta(minutes=15):
        raise NotBegun()


def who_of(line: Line) -> Who:
    """Who stands in a line."""
    told = (line.name, line.original_name)
    words = [text and names.key(text) for text in told]
    key = _hash([*words, (line.email or "").casefold(), line.participant_id or ""])
    return Who(key, *told, line.email, line.participant_id)


def people_in(lines: Iterable[Line]) -> dict[str, Who]:
    """key → everybody who stands in lines that may count, in their order."""
    found: dict[str, Who] = {}
    for line in lines:
        if _fate(line) == Fate.STAY:
            who = who_of(line)
            found.setdefault(who.key, who)
    return found


def rows(reading: Reading, *, known: Collection[str] = (), hosts: Collection[str] = ()) -> list[Row]:
    """Every line with its fate. `known`: keys of stays taken in before; `hosts`: keys of people who give the class."""
    seen = set(known)
    found = [Row(refused.line, Fate.REFUSED, why=refused.why, text=refused.text) for refused in reading.refused]
    found += [Row(line, Fate.END) for line in reading.ends]
    for line in sorted(reading.lines, key=lambda line: line.line):
        who, fate = who_of(line), _fate(line)
        if fate == Fate.STAY and who.key in hosts:
            fate = Fate.HOST
        times = _times(line, reading.window)
        key = stay_key(who.key, *times, platform=reading.platform, began=reading.window and reading.window[0])
        if fate == Fate.STAY and key in seen:
            fate = Fate.REPEATED
        if fate == Fate.STAY:
            seen.add(key)
        found.append(Row(line.line, fate, who, *times, key if fate == Fate.STAY else None))
    return sorted(found, key=lambda row: row.line)


def _fate(line: Line) -> Fate:
    if not line.attended:
        return Fate.NO_SHOW
    if line.role != "attendee":
        return Fate.HOST
    return Fate.WAITING if line.waiting_room else Fate.STAY


def _times(line: Line, window: tuple[datetime, datetime] | None) -> tuple[datetime | None, datetime | None, int | None]:
    """(joined, left, seconds); who is not seen leaving stayed until the report ends."""
    left = line.left
    if line.joined and left is None and line.seconds is None and window:
        left = max(line.joined, window[1])
    return line.joined, left, line.seconds


def stay_key(
    who: str,
    joined: datetime | None,
    left: datetime | None,
    seconds: int | None,
    *,
    platform: str,
    began: datetime | None,
) -> str:
    """What a stay of `who`, a key, is known by. Paper: once a session. Without times: by how long, in which meeting."""
    if platform == PAPER:
        return _hash([who, PAPER])
    if joined is None:
        return _hash([who, "sum", seconds, began.isoformat() if began else ""])
    return _hash([who, joined.isoformat(), left.isoformat() if left else ""])


def _hash(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def evidence_of(stay: Any, *, paper: bool, window: tuple[datetime, datetime]) -> dict[str, Any]:
    """What a stay (joined_at, left_at, seconds) says: kind, at, until, seconds. `window`: when its meeting ran."""
    joined, left, seconds = stay.joined_at, stay.left_at, stay.seconds
    if paper:
        return {"kind": EvidenceKind.WALK_IN.value, "at": window[0], "until": None, "seconds": None}
    if joined and left and (seconds is None or left - joined - timedelta(seconds=seconds) <= SUMMED):
        return {"kind": EvidenceKind.INTERVAL.value, "at": joined, "until": left, "seconds": None}
    return {"kind": "duration", "at": joined or window[0], "until": left or window[1], "seconds": seconds or 0}


def warnings(reading: Reading, starts_at: datetime, ends_at: datetime, rooms: Collection[str]) -> list[str]:
    """Codes of what looks wrong. `rooms`: numbers of the meetings that the class is held in."""
    found = []
    window = reading.window
    if window and (window[1] < starts_at - EARLY or window[0] > ends_at + AFTER):
        found.append("other_day")
    number = re.sub(r"\D", "", reading.meeting_id or "") if reading.platform == "zoom" else ""
    if number and rooms and number not in rooms:
        found.append("other_meeting")
    if reading.platform != PAPER and not reading.asks:
        there = [line for line in reading.lines if _fate(line) == Fate.STAY]
        if there and not any(line.joined for line in there):
            found.append("durations")
        if any(line.joined and line.left is None and line.seconds is None for line in there):
            found.append("no_end")
    return found


def meeting_numbers(*told: str | None) -> set[str]:
    """Zoom's numbers in links, and numbers as they are."""
    found = {hit[1] for text in told if text and (hit := MEETING.search(text))}
    return found | {text for text in told if text and text.isdecimal()}
