"""What a report says: its lines as they are handed on, as they are found, and why a file cannot be understood."""

from datetime import datetime
from typing import NamedTuple

from lms.core.errors import RuleBroken
from lms.core.words import _l


class Line(NamedTuple):
    """One line with data. Times are instants in UTC; those of the file have no zone and are taken for Vietnamese."""

    #: From 1, as in the file.
    line: int
    #: As the platform showed it, NFC: "Display" of "Display (Original)".
    name: str | None
    original_name: str | None
    email: str | None
    #: The platform's own id of a person (UPN of Teams, registrant id); a phone number on a paper list.
    participant_id: str | None
    joined: datetime | None
    left: datetime | None
    #: How long they were in the room. From the times where the line is one visit; less than `left - joined` where the
    #: line sums up several; as the file says, rounded up to minutes, where it has no times. None where nothing is said.
    seconds: int | None
    waiting_room: bool
    #: `attendee`, `host` or `panelist`.
    role: str
    #: False: registered for a webinar and not seen in it.
    attended: bool


class Refused(NamedTuple):
    """A line that counts for nothing: `why` is a code of `sentences.WHY`, `text` what stood there, cut short."""

    line: int
    why: str
    text: str


class Reading(NamedTuple):
    """A whole report."""

    #: `zoom`, `teams`, `meet` or `paper`; `A` … `K`, `teams`, `teams-classic`, `meet`, `paper`.
    platform: str
    form: str
    #: Encoding and separator in words; "" of a workbook.
    written: str
    #: `dmy`, `mdy`, `ymd`, `iso`; `ydm` where a spreadsheet took the month for the day; None without dates.
    order: str | None
    #: Orders to choose from where the file leaves it open: then no line has a time yet. () when decided.
    asks: tuple[str, ...]
    lines: list[Line]
    refused: list[Refused]
    #: When the meeting ran, as its block says, else from the first who joined to the last who left.
    window: tuple[datetime, datetime] | None
    topic: str | None
    meeting_id: str | None
    #: Lines of Teams' oldest form that only say when the visit of a line in `lines` ended.
    ends: tuple[int, ...] = ()


class Meeting(NamedTuple):
    """What a report says about the meeting, in its own words; "" where it says nothing."""

    topic: str = ""
    id: str = ""
    start: str = ""
    end: str = ""
    #: Length in seconds, for reports that do not say when it ended.
    seconds: int | None = None


class Draft(NamedTuple):
    """A line whose times are still words."""

    line: int
    name: str | None = None
    original_name: str | None = None
    email: str | None = None
    participant_id: str | None = None
    joined: str = ""
    left: str = ""
    seconds: int | None = None
    #: Whether `seconds` is exact and a sum over several visits, so that the times are only the first and the last.
    summed: bool = False
    waiting_room: bool = False
    role: str = "attendee"
    attended: bool = True
    #: False: a list without any times, on paper.
    timed: bool = True
    meeting: Meeting = Meeting()
    #: What stands in the line, for people to find it.
    text: str = ""


class Found(NamedTuple):
    """What one of the platforms' readers made of a sheet."""

    platform: str
    form: str
    drafts: list[Draft]
    meeting: Meeting = Meeting()
    refused: tuple[Refused, ...] = ()
    ends: tuple[int, ...] = ()


#: Headings that are named, and characters of each.
MOST_NAMED, LONGEST_NAMED = 8, 40
#: Characters of what stood in a line that was refused.
LONGEST_TEXT = 120


class Unreadable(RuleBroken):
    """Headings of no known report: `headings` as they were seen."""

    sentence = _l(
        "These headings are not known from a report of Zoom, Teams or Meet: %(headings)s. "
        "Export the participants again and choose that file"
    )


class NobodyInIt(Unreadable):
    """A report with headings and no line below them."""

    sentence = _l("There are headings but no people in this file. Export the report again after the meeting")


class SeveralReports(Unreadable):
    """A workbook with a report on more than one sheet."""

    sentence = _l("Several sheets of this file hold a report. Save the one you mean as a file of its own")


def unknown(headings: list[str]) -> Unreadable:
    """The refusal that names headings: the first few, none too long."""
    seen = [short(heading, LONGEST_NAMED) for heading in headings if heading]
    named = ", ".join(f"“{heading}”" for heading in seen[:MOST_NAMED])
    return Unreadable(headings=named + ", …" if len(seen) > MOST_NAMED else named)


def short(text: str, longest: int = LONGEST_TEXT) -> str:
    """`text`, cut to `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def words_of(cells: list[str]) -> str:
    """What stands in a row, cut short."""
    parts: list[str] = []
    for cell in cells:
        if cell:
            parts.append(cell[:LONGEST_TEXT])
        if len(parts) > 8:
            break
    return short(" · ".join(parts))
