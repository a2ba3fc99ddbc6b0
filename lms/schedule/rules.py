"""Rules of the timetable: planning the dates of a series, live rooms, when one may join.

A session is planned in local wall time and zone and turned into UTC here (architecture.md, clock): if a
zone changes its offset, only the UTC instants move. Vietnam has had none since 1975.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol, TypeVar
from urllib.parse import SplitResult, urlsplit

from lms.core.errors import RuleBroken
from lms.core.words import _l


class SeriesState(StrEnum):
    """Draft is seen by its trainers only; archived is kept out of every list."""

    DRAFT = "draft"
    PUBLISHED = "published"
    FINISHED = "finished"
    ARCHIVED = "archived"


class SessionState(StrEnum):
    """Held means that the trainer has wrapped it up, or that it ended with people in it."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    HELD = "held"


class Platform(StrEnum):
    """Where a live room is. OTHER is any host that is not on the list."""

    ZOOM = "zoom"
    MEET = "meet"
    TEAMS = "teams"
    YOUTUBE = "youtube"
    FACEBOOK = "facebook"
    TIKTOK = "tiktok"
    OTHER = "other"


#: Platforms whose rooms show people by the name they type, and can report it afterwards.
NAMED = frozenset({Platform.ZOOM, Platform.MEET, Platform.TEAMS})

MOST_SESSIONS = 60
LEAST_MINUTES, MOST_MINUTES = 15, 300
#: Years that can be planned; outside them a digit was mistyped.
FIRST_YEAR, LAST_YEAR = 2020, 2100
#: How long before the class the button to the live room, and the check-in, open.
JOIN_OPENS = timedelta(minutes=15)
LONGEST_LINK = 500

#: Hosts we know, each with all its subdomains (us02web.zoom.us, m.youtube.com).
HOSTS = {
    "zoom.us": Platform.ZOOM,
    "meet.google.com": Platform.MEET,
    "teams.microsoft.com": Platform.TEAMS,
    "teams.live.com": Platform.TEAMS,
    "youtube.com": Platform.YOUTUBE,
    "youtu.be": Platform.YOUTUBE,
    "facebook.com": Platform.FACEBOOK,
    "tiktok.com": Platform.TIKTOK,
}
#: A host name in ASCII with a top level in letters: no number, no "localhost", no look-alike letters.
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}")


class NoWeekday(RuleBroken):
    """No day of the week was chosen."""

    sentence = _l("Choose at least one day of the week")


class SessionCountUnlikely(RuleBroken):
    """Not 1 to `most` sessions."""

    sentence = _l("A class has 1 to %(most)s sessions")


class MinutesUnlikely(RuleBroken):
    """Not `least` to `most` minutes."""

    sentence = _l("A session lasts %(least)s to %(most)s minutes")


class FirstDateUnlikely(RuleBroken):
    """The first date lies in a year that nobody plans for."""

    sentence = _l("Check the year of the first date")


class StepNotAllowed(RuleBroken):
    """A series cannot go from its state to the wanted one."""

    sentence = _l("The class is already at another stage. Open it again to see where it stands")


class LinkUnclear(RuleBroken):
    """Not one link that a browser opens as written."""

    sentence = _l("Paste only the link of the room, for example https://zoom.us/j/123456789")


class LinkNotSecure(RuleBroken):
    """Does not begin with https."""

    sentence = _l("The link must begin with https://")


class HostLink(RuleBroken):
    """Zoom's start link: whoever opens it runs the meeting."""

    sentence = _l("This link makes whoever opens it the host. Paste the link that participants join with")


@dataclass(frozen=True, slots=True)
class Planned:
    """One session to be: `number` from 1, `day` on the local calendar, instants in UTC."""

    number: int
    day: date
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date on which the class would have met: a day off called `name`."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The sessions of a series and the dates left out between them, both by date."""

    sessions: list[Planned]
    skipped: list[Skipped]


@dataclass(frozen=True, slots=True)
class LiveRoom:
    """A link that was accepted. Not `known`: show a warning, the host is on no list of ours."""

    url: str
    platform: Platform
    known: bool


class Timed(Protocol):
    """What a session must show to be compared with the clock."""

    number: int
    state: str
    starts_at: datetime
    ends_at: datetime


Session = TypeVar("Session", bound=Timed)


def instants(day: date, start: time, minutes: int, zone: tzinfo) -> tuple[datetime, datetime]:
    """(starts_at, ends_at) in UTC of a session at `start` on the wall clock of `zone`.

    The end is `minutes` of real time later, over midnight or a change of clocks too. A wall time that
    a change of clocks repeats means the first; one that it skips is moved on by the skipped hour.
    """
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise MinutesUnlikely(least=LEAST_MINUTES, most=MOST_MINUTES)
    starts_at = datetime.combine(day, start.replace(second=0, microsecond=0, fold=0), zone).astimezone(UTC)
    return starts_at, starts_at + timedelta(minutes=minutes)


def check_first(first: date) -> None:
    """Refuses a first date in a year that nobody plans for."""
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise FirstDateUnlikely()


def plan(
    first: date,
    weekdays: Collection[int],
    start: time,
    minutes: int,
    count: int,
    days_off: Mapping[date, str],
    zone: tzinfo,
) -> Plan:
    """The dates of a series: `count` sessions on `weekdays` (ISO, Monday is 1) from `first` on.

    A date in `days_off` (date → name) is left out and another week is added at the end. If `first` is
    on no chosen weekday, the series begins on the next one that is.
    """
    chosen = {day for day in weekdays if 1 <= day <= 7}
    if not chosen:
        raise NoWeekday()
    if not 1 <= count <= MOST_SESSIONS:
        raise SessionCountUnlikely(most=MOST_SESSIONS)
    check_first(first)
    sessions: list[Planned] = []
    skipped: list[Skipped] = []
    day = first
    while len(sessions) < count:
        if day.isoweekday() in chosen:
            if day in days_off:
                skipped.append(Skipped(day, days_off[day]))
            else:
                sessions.append(Planned(len(sessions) + 1, day, *instants(day, start, minutes, zone)))
        day += timedelta(days=1)
    return Plan(sessions, skipped)


#: The steps of a series: forward, and back from an accident. Published never becomes a draft again.
STEPS = {
    SeriesState.DRAFT: {SeriesState.PUBLISHED, SeriesState.ARCHIVED},
    SeriesState.PUBLISHED: {SeriesState.FINISHED},
    SeriesState.FINISHED: {SeriesState.PUBLISHED, SeriesState.ARCHIVED},
    SeriesState.ARCHIVED: {SeriesState.FINISHED},
}


def check_step(current: str, wanted: str) -> None:
    """Refuses a change of state that skips a step. Staying where one is is allowed: a second tap."""
    if current != wanted and SeriesState(wanted) not in STEPS[SeriesState(current)]:
        raise StepNotAllowed()


def live_room(link: str) -> LiveRoom:
    """The room behind a pasted link, or the reason why the link is refused: as `safe_link`, and Zoom's start links."""
    url, parts, host, port = safe_link(link)
    platform = next((known for name, known in HOSTS.items() if host == name or host.endswith("." + name)), None)
    if platform == Platform.ZOOM and (parts.path.startswith("/s/") or "zak=" in parts.query):
        raise HostLink()
    known = platform is not None and port in (None, 443)
    return LiveRoom(url, platform if platform and known else Platform.OTHER, known)


def safe_link(link: str) -> tuple[str, SplitResult, str, int | None]:
    """(address, its parts, host, port) of a pasted link that a browser opens as written.

    Refused: anything but https, a user name before the host, control characters, spaces and
    backslashes (browsers disagree about them), hosts in other than plain letters.
    """
    url = link.strip()
    if not url or len(url) > LONGEST_LINK or any(char in '\\"<>' or char.isspace() for char in url):
        raise LinkUnclear()
    if any(unicodedata.category(char)[0] == "C" for char in url):
        raise LinkUnclear()
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").removesuffix(".")
    except ValueError as error:
        raise LinkUnclear() from error
    if parts.scheme != "https":
        raise LinkNotSecure() if parts.scheme == "http" or "://" not in url else LinkUnclear()
    if "@" in parts.netloc or not HOST.fullmatch(host):
        raise LinkUnclear()
    return url, parts, host, port


def room_key(link: str) -> str:
    """What links of the same room share: of Zoom the path with the number of the meeting, else the whole link."""
    parts = urlsplit(link)
    host = parts.hostname or ""
    return parts.path if host == "zoom.us" or host.endswith(".zoom.us") else link.partition("#")[0]


def is_zalo(link: str) -> bool:
    """Whether a link leads to Zalo."""
    host = urlsplit(link).hostname or ""
    return host == "zalo.me" or host.endswith(".zalo.me")


def columns_of(room: LiveRoom | None) -> tuple[str | None, str | None]:
    """(room_url, room_platform) as a series or a session keeps them."""
    return (room.url, str(room.platform)) if room else (None, None)


def join_open(starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    """Whether the live room may be entered: from JOIN_OPENS before the start until the end."""
    return starts_at - JOIN_OPENS <= at < ends_at


def next_session(sessions: Iterable[Session], at: datetime) -> Session | None:
    """The session that `at` is in or before: a running one counts until its end, a cancelled one never."""
    ahead = (item for item in sessions if item.state == SessionState.SCHEDULED and item.ends_at > at)
    return min(ahead, key=lambda item: (item.starts_at, item.number), default=None)
