"""Calendar files (RFC 5545): the block of one session, feeds joined from blocks, and their validators.

A feed has one VEVENT per session and no repetition rules: clients disagree about moved and cancelled
repetitions. It has no METHOD, so DTSTAMP means "last changed" and the bytes are a pure function of the
data; a strong ETag holds. Times are UTC; the constant VTIMEZONE keeps a feed without sessions valid.
Blocks are made with the `icalendar` library once per change and kept; joining them costs microseconds.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from icalendar import Alarm, Calendar, vCalAddress, vDDDTypes, vDuration, vText, vUri
from icalendar import Event as Component

#: Asia/Ho_Chi_Minh: UTC+7 without summer time since 13 June 1975.
VTIMEZONE = (
    b"BEGIN:VTIMEZONE\r\n"
    b"TZID:Asia/Ho_Chi_Minh\r\n"
    b"BEGIN:STANDARD\r\n"
    b"DTSTART:19750613T000000\r\n"
    b"TZNAME:+07\r\n"
    b"TZOFFSETFROM:+0800\r\n"
    b"TZOFFSETTO:+0700\r\n"
    b"END:STANDARD\r\n"
    b"END:VTIMEZONE\r\n"
)
END = b"END:VCALENDAR\r\n"
PRODUCT = "-//Cung Hoc//LMS//VI"
#: How long a client may wait before it asks again; some obey.
REFRESH = timedelta(hours=4)
#: How long after a change its date is not given out yet: a change may be committed a while after its instant,
#: and two may fall into one second. Whoever asks meanwhile gets the whole once more, never too little.
SETTLES = timedelta(minutes=1)
#: An entity tag in a list (RFC 9110, 8.8.3) without its weak sign, which weak comparison ignores.
TAG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')


@dataclass(frozen=True, slots=True)
class Event:
    """One session in the words of a calendar. Instants are aware; texts are in one language.

    `location` is our join page and `url` our page of the session, never the live room's own link: it
    survives a change of room, and no client keeps a passcode.
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    url: str
    #: A SessionState; only `cancelled` is told apart.
    status: str
    #: Minutes before the start; None for no alarm.
    alarm_minutes: int | None
    #: What stands before the title of a cancelled session (clients that keep it seldom say so).
    cancelled_mark: str = "[HỦY]"
    #: The words on a button to join, where a client draws one.
    join_label: str = "Vào lớp"


def _text(text: str) -> str:
    """Composed, with `\\n` line ends, without characters that no calendar may hold (icalendar keeps them)."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    kept = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", kept)


def _line(text: str) -> str:
    """As `_text`, on one line."""
    return " ".join(_text(text).split())


def _uri(text: str) -> str:
    """A URI as it is, but for what could end its line."""
    return "".join(_text(text).split())


def _instant(when: datetime) -> datetime:
    """UTC in whole seconds: a fixed offset would be written as a zone of its own."""
    return when.astimezone(UTC).replace(microsecond=0)


def _alarm(minutes: int, words: str) -> Alarm:
    """A reminder on the screen, `minutes` before the start."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", -timedelta(minutes=minutes))
    return alarm


def _component(event: Event) -> Component:
    """The VEVENT of a session, as the library holds it."""
    cancelled = event.status == "cancelled"
    summary, join = _line(event.summary), _uri(event.location)
    component = Component()
    component.add("uid", _line(event.uid))
    component.add("sequence", event.sequence)
    component.add("dtstamp", _instant(event.changed_at))
    component.add("last-modified", _instant(event.changed_at))
    component.add("dtstart", _instant(event.starts_at))
    component.add("dtend", _instant(event.ends_at))
    component.add("summary", f"{_line(event.cancelled_mark)} {summary}".strip() if cancelled else summary)
    component.add("description", _text(event.description))
    component.add("location", join)
    component.add("url", vUri(_uri(event.url)))
    component.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    component.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    if not cancelled:
        # Conference(feature=[…]) would quote the list as one value; parameters given as a list are right.
        words = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": _line(event.join_label)}
        component.add("conference", vUri(join), parameters=words)
        if event.alarm_minutes is not None:
            component.add_component(_alarm(event.alarm_minutes, summary))
    return component


def block(event: Event) -> bytes:
    """The VEVENT of one session: CRLF lines of at most 75 octets. Kept by (session, sequence, language)."""
    return _component(event).to_ical()


@lru_cache(maxsize=1024)
def _head(name: str, product: str, refresh: timedelta, method: str | None = None) -> bytes:
    """Everything before the first session, without the end of the calendar."""
    calendar = Calendar()
    calendar.add("prodid", _line(product))
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    else:
        # The library escapes neither NAME nor X- properties, nor writes the VALUE that RFC 7986 demands.
        calendar.add("name", vText(_line(name)))
        calendar.add("x-wr-calname", vText(_line(name)))
        calendar.add("x-wr-timezone", vText("Asia/Ho_Chi_Minh"))
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))
    return calendar.to_ical().removesuffix(END)


def feed(name: str, blocks: Iterable[bytes], product: str = PRODUCT, refresh: timedelta = REFRESH) -> bytes:
    """A calendar to subscribe to, called `name`, of the kept `blocks` in the order given."""
    return b"".join((_head(name, product, refresh), VTIMEZONE, *blocks, END))


def single(event: Event, organizer: str, organizer_name: str, product: str = PRODUCT) -> bytes:
    """One session to download (iTIP PUBLISH), from the programme's address: never a trainer's own.

    A copy: it does not follow later changes, and the page says so.
    """
    component = _component(event)
    sender = vCalAddress(f"mailto:{_uri(organizer)}")
    sender.params["CN"] = _line(organizer_name)
    component.add("organizer", sender)
    return b"".join((_head("", product, REFRESH, "PUBLISH"), VTIMEZONE, component.to_ical(), END))


def note(uid: str, first: date, days: int, summary: str, page: str, changed_at: datetime) -> bytes:
    """An entry of whole days from `first` on that disturbs nobody: something to read, with the page it leads to."""
    component = Component()
    component.add("uid", uid)
    component.add("dtstamp", _instant(changed_at))
    component.add("dtstart", first)
    component.add("dtend", first + timedelta(days=days))
    component.add("summary", _line(summary))
    component.add("description", _uri(page))
    component.add("url", vUri(_uri(page)))
    component.add("transp", "TRANSPARENT")
    return component.to_ical()


def invitation(event: Event, method: str, sequence: int, at: datetime, *, organizer: str, attendee: str) -> bytes:
    """An iTIP message (RFC 5546) about one session to one person: `method` is REQUEST or CANCEL.

    The UID is that of the feed. `sequence` is the session's own, or higher where this person was written to about
    more than its changes. ORGANIZER is the bare mailbox that sends the mail, or clients refuse it; nobody reads
    answers, so none is asked for.
    """
    component = _component(replace(event, sequence=sequence, status="cancelled" if method == "CANCEL" else "scheduled"))
    component["DTSTAMP"] = vDDDTypes(_instant(at))  # with a METHOD: when the message was made
    component.add("organizer", vCalAddress(f"mailto:{_uri(organizer)}"))
    guest = vCalAddress(f"mailto:{_uri(attendee)}")
    guest.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
    component.add("attendee", guest)
    return b"".join((_head("", PRODUCT, REFRESH, method), VTIMEZONE, component.to_ical(), END))


def etag(body: bytes) -> str:
    """The strong entity tag of a body, with its quotes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def settled(changed_at: datetime, at: datetime) -> datetime:
    """The Last-Modified of what changed at `changed_at`, asked for at `at`: never later than SETTLES ago."""
    return min(changed_at, at - SETTLES)


def _http_date(text: str) -> datetime | None:
    """The instant an HTTP date names, or None for anything else."""
    try:
        when = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when


def not_modified(if_none_match: str | None, if_modified_since: str | None, tag: str, last_modified: datetime) -> bool:
    """Whether a GET or HEAD is answered 304 (RFC 9110, 13.1).

    If-None-Match decides alone when it is there, by weak comparison. Otherwise the date does, in whole
    seconds; what is no date is ignored. `tag` is `etag(body)`; `last_modified` is aware, never moves back.
    """
    if if_none_match is not None:
        current = tag.removeprefix("W/")
        return if_none_match.strip() == "*" or current in TAG.findall(if_none_match)
    since = _http_date(if_modified_since) if if_modified_since else None
    return since is not None and _instant(last_modified) <= since
