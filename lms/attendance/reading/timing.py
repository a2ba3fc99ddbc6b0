"""From the words of times to instants: one order of dates for the whole file, and the lines that cannot be. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from statistics import median_low

from lms.attendance.reading import dates
from lms.attendance.reading.dates import Stamp
from lms.attendance.reading.report import Draft, Found, Line, Meeting, Reading, Refused, short

#: How far a visit may begin from those of most others.
FAR = timedelta(hours=36)
#: Characters kept of what the meeting was called, and of its number.
LONGEST_TOPIC, LONGEST_ID = 200, 30


def settle(found: Found, written: str, on: date | None, order: str | None) -> Reading:
    """The report with its times. `on`: the day of the session; `order`: how open dates are read, when somebody said."""
    drafts = sorted(found.drafts, key=lambda draft: draft.line)
    times = [(dates.stamp(draft.joined), dates.stamp(draft.left)) for draft in drafts]
    about = dict.fromkeys([found.meeting, *(draft.meeting for draft in drafts)])
    blocks = [(dates.stamp(meeting.start), dates.stamp(meeting.end)) for meeting in about]
    decided, asks = dates.order_of([*times, *blocks], on)
    if order is not None and (asks or decided in dates.OPEN):
        decided, asks = order, ()
    if not any(stamp is not None and stamp.numbers and not stamp.order for pair in times for stamp in pair):
        asks = ()
    evening = any(stamp is not None and stamp.clock and stamp.clock >= dates.EVENING for stamp, _left in times)
    lines, refused = [], list(found.refused)
    for draft, pair in zip(drafts, times, strict=True):
        line = _line(draft, pair, decided, on, evening=evening, open_=bool(asks))
        (lines if isinstance(line, Line) else refused).append(line)
    meetings = {draft.line: draft.meeting for draft in drafts}
    chosen, lines, others = _of_one_meeting(lines, meetings, found.meeting, decided, on)
    lines, far = _near(lines, meetings)
    texts = {draft.line: draft.text for draft in drafts}
    refused += [Refused(line.line, why, texts[line.line]) for why, some in (("other_meeting", others), ("far", far))
                for line in some]  # fmt: skip
    return Reading(
        found.platform, found.form, written, decided, asks, lines, sorted(refused), _window(chosen, lines, decided),
        short(chosen.topic, LONGEST_TOPIC) or None, short(chosen.id, LONGEST_ID) or None, found.ends,
    )  # fmt: skip


def _line(
    draft: Draft, pair: dates.Pair, order: str | None, on: date | None, *, evening: bool, open_: bool
) -> Line | Refused:
    """The line with its instants, or why it is none. `open_`: the order is not known yet, and no line has a time."""
    joined, left = (
        dates.instant(stamp, order, on, evening=evening) if stamp is not None and not open_ else None for stamp in pair
    )
    why = _why(draft, pair, joined, left, dated=not open_, on=on)
    if why == "left_first" and _over_midnight(pair, joined, left):
        why, left = None, left + timedelta(days=1) if left else None
    if why is not None:
        return Refused(draft.line, why, draft.text)
    seconds = draft.seconds
    if joined and left:
        span = int((left - joined).total_seconds())
        seconds = min(seconds, span) if draft.summed and seconds is not None else span
    return Line(
        draft.line, draft.name, draft.original_name, draft.email, draft.participant_id, joined, left, seconds,
        draft.waiting_room, draft.role, draft.attended,
    )  # fmt: skip


def _why(
    draft: Draft, pair: dates.Pair, joined: datetime | None, left: datetime | None, *, dated: bool, on: date | None
) -> str | None:
    """Why a line counts for nothing; None if it counts."""
    if not draft.name and not draft.email:
        return "no_name"
    if not (draft.attended and draft.timed):
        return None
    for text, stamp, instant in ((draft.joined, pair[0], joined), (draft.left, pair[1], left)):
        known = stamp is not None and (not dated or instant is not None or (stamp.numbers is None and on is None))
        if text and not known:
            return "bad_time"
    if not draft.joined:
        return "no_join" if draft.left else "no_time" if draft.seconds is None else None
    if joined and left and left < joined:
        return "left_first"
    return "far" if joined and left and left - joined > dates.LONGEST_STAY else None


def _over_midnight(pair: tuple[Stamp | None, Stamp | None], joined: datetime | None, left: datetime | None) -> bool:
    """Whether two clock times without a date are those of a visit that went on past midnight."""
    if any(stamp is None or stamp.numbers is not None for stamp in pair) or not joined or not left:
        return False
    return left + timedelta(days=1) - joined <= dates.PAST_MIDNIGHT


def _of_one_meeting(
    lines: list[Line], meetings: dict[int, Meeting], about: Meeting, order: str | None, on: date | None
) -> tuple[Meeting, list[Line], list[Line]]:
    """(what is said about the meeting, its lines, those of others) where one file holds several."""
    there = list(dict.fromkeys(meetings[line.line] for line in lines))
    if len(there) < 2:
        return (there or [about])[0], lines, []
    days = {meeting: _day(meeting, order) for meeting in there}
    same = {meeting for meeting in there if on is not None and days[meeting] == on}
    if not same:
        return about, lines, []
    kept = {True: [], False: []}
    for line in lines:
        kept[meetings[line.line] in same].append(line)
    return (next(iter(same)) if len(same) == 1 else about), kept[True], kept[False]


def _day(meeting: Meeting, order: str | None) -> date | None:
    stamp = dates.stamp(meeting.start)
    return dates.day(stamp, order) if stamp is not None else None


def _near(lines: list[Line], meetings: dict[int, Meeting]) -> tuple[list[Line], list[Line]]:
    """(lines, those whose visit began far from most visits of their meeting)."""
    begun: dict[Meeting, list[datetime]] = {}
    for line in lines:
        if line.joined:
            begun.setdefault(meetings[line.line], []).append(line.joined)
    middle = {meeting: median_low(sorted(some)) for meeting, some in begun.items()}

    def far(line: Line) -> bool:
        return line.joined is not None and abs(line.joined - middle[meetings[line.line]]) > FAR

    return [line for line in lines if not far(line)], [line for line in lines if far(line)]


def _window(meeting: Meeting, lines: Iterable[Line], order: str | None) -> tuple[datetime, datetime] | None:
    """When the meeting ran: as its block says, else from the first who was let in to the last who left."""
    stamps = [dates.stamp(text) for text in (meeting.start, meeting.end)]
    start, end = (dates.instant(stamp, order, None) if stamp is not None else None for stamp in stamps)
    if start and not end and meeting.seconds:
        end = start + timedelta(seconds=meeting.seconds)
    if start and end and timedelta() <= end - start <= dates.LONGEST_STAY:
        return start, end
    times = [(line.joined, line.left or line.joined) for line in lines if line.joined and not line.waiting_room]
    return (min(joined for joined, _left in times), max(left for _joined, left in times if left)) if times else None
