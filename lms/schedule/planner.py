"""From what a trainer typed to a timetable: outline, topics, addresses. Pure.

An Outline is a series before it has rows; a Forecast is what would come of it.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from lms.core.clock import ZONE
from lms.core.errors import RuleBroken
from lms.core.text import fold
from lms.core.words import _l, gettext
from lms.schedule.rules import LiveRoom, Plan, is_zalo, plan

SLUG_LENGTH = 80


class TrainerBusy(RuleBroken):
    """A trainer has another class at the same time, or another class meets in the same live room."""

    sentence = _l(
        "Another class of a trainer, or in the same room, meets at one of these times. "
        "Change the dates or the room, or say that both may be held"
    )


class DatesPast(RuleBroken):
    """A draft waited until after its first session."""

    sentence = _l("The first date of this class has passed. Choose a first date that is still to come")


class SessionOver(RuleBroken):
    """A session that was held, or whose end has passed, stays as it was."""

    sentence = _l("This session is over and stays as it was")


class SessionBegun(RuleBroken):
    """Only what lies ahead can be moved."""

    sentence = _l("Only a session that has not begun can be moved to another time")


class TimePast(RuleBroken):
    """A session cannot be moved into the past."""

    sentence = _l("This time has passed. Choose one that is still to come")


class TopicsMissing(RuleBroken):
    """Not one topic a session: `given` for `count`."""

    sentence = _l("There are %(given)s topics for %(count)s sessions. Write one topic a line, one for each session")


class ChangedMeanwhile(RuleBroken):
    """Two people changed the same field of a form at once. `stood`: the marks with which it is saved all the same."""

    sentence = _l("Somebody else has just changed the same field. Save again to keep what you typed")


class Details(NamedTuple):
    """What may change of a series at any time, untold: the columns of the same names."""

    summary: str
    seats: int
    enrol_from: datetime | None = None
    enrol_until: datetime | None = None
    room_capacity: int | None = None
    overflow_url: str | None = None
    zalo_url: str | None = None


class Material(NamedTuple):
    """What goes with a session, also after it: the columns of the same names."""

    module_id: int | None
    slides_url: str | None
    recording_url: str | None
    recap: str | None


@dataclass(frozen=True)
class Outline:
    """A weekly series as it was typed. `weekdays` are ISO (Monday 1), `starts` and `first` wall time."""

    title: str
    details: Details
    track_id: int
    weekdays: list[int]
    starts: time
    minutes: int
    first: date
    count: int
    room: LiveRoom | None
    #: At most `count`; what is missing is filled from the modules of the track.
    topics: list[str] = field(default_factory=list)
    zone: ZoneInfo = ZONE


@dataclass(frozen=True)
class Clash:
    """Another session at the same time: of one of the `trainers`, in the same live `room`, or both."""

    other: Any
    trainer: bool
    room: bool


@dataclass(frozen=True)
class Forecast:
    """What would come of an outline: dates, a topic each, and what else is on at those times."""

    plan: Plan
    topics: list[str]
    #: Session number -> what overlaps it.
    clashes: dict[int, list[Clash]]


@dataclass(frozen=True)
class Extra:
    """One session more, as it would be, and what stands in its way. Nothing of it is written yet."""

    number: int
    day: date
    starts: time
    starts_at: datetime
    ends_at: datetime
    topic: str
    why: str
    #: Name of the holiday on that day, if it is one.
    holiday: str | None
    clashes: list[Clash]

    @property
    def mark(self) -> str:
        """A digest of all that was shown: the same outcome has the same mark."""
        said = [self.starts_at, self.topic, self.holiday, *(clash.other.id for clash in self.clashes)]
        return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:20]


def details_of(series: Any) -> Details:
    """The details of a series, or of anything with the same columns."""
    return Details(*(getattr(series, field) for field in Details._fields))


def material_of(session: Any) -> Material:
    """What goes with a session."""
    return Material(*(getattr(session, field) for field in Material._fields))


def marks_of(parts: Iterable[Any]) -> str:
    """A digest of each of Details or Material, for a form to bring back with what was made of them."""
    return ".".join(hashlib.sha256(_plain(part).encode()).hexdigest()[:12] for part in parts)


def _plain(part: Any) -> str:
    """The same text for the same value, from a form or from the database."""
    if isinstance(part, datetime):
        return str(part.timestamp())
    return "\n".join(str(part or "").splitlines())


def merged(typed: Any, stands: Any, stood: str | None) -> Any:
    """What was typed, over what others have changed since the form was shown: two people may save at once.

    `stands` is how it is now (Details or Material, as `typed`), `stood` the marks of what the form showed; without
    them all counts as typed. Raises ChangedMeanwhile where both changed the same to different ends.
    """
    kept, seen, clash = list(typed), [], False
    marks = (marks_of(typed).split("."), marks_of(stands).split("."), (stood or "").split("."))
    for place, (mine, now, before) in enumerate(zip(*marks, strict=False) if stood else ()):
        theirs, ours = now not in (mine, before), mine != before
        if theirs and not ours:
            kept[place] = stands[place]
        clash = clash or theirs and ours
        seen.append(now if theirs and ours else before)
    if clash:
        raise ChangedMeanwhile(stood=".".join(seen))
    return type(typed)(*kept)


def warnings(details: Details, room: LiveRoom | None) -> list[str]:
    """What a trainer should know of the links and the room; none of it is refused."""
    said = []
    if details.room_capacity and details.room_capacity < details.seats:
        said.append(
            gettext(
                "The room lets in %(capacity)s people, the class has %(seats)s seats. "
                "Give a stream's link for those who find it full",
                capacity=details.room_capacity,
                seats=details.seats,
            )
            if not details.overflow_url
            else gettext(
                "The room lets in %(capacity)s people, the class has %(seats)s seats. The others watch the stream",
                capacity=details.room_capacity,
                seats=details.seats,
            )
        )
    if room and not room.known:
        said.append(gettext("We do not know this kind of live room. Try the link yourself before the class"))
    if details.zalo_url and not is_zalo(details.zalo_url):
        said.append(gettext("This is no link of a Zalo group: those begin with https://zalo.me/"))
    return said


def dates_of(outline: Outline, days_off: Iterable[Any], language: str) -> Plan:
    """The dates of an outline; `days_off` as places gives them (first, last, name_vi, name_en)."""
    names = named(days_off, language)
    return plan(outline.first, outline.weekdays, outline.starts, outline.minutes, outline.count, names, outline.zone)


def named(days_off: Iterable[Any], language: str) -> dict[date, str]:
    """Date -> name of the holiday, for every day off."""
    names = {}
    for off in days_off:
        for number in range(off.first.toordinal(), off.last.toordinal() + 1):
            names[date.fromordinal(number)] = off.name_en if language == "en" else off.name_vi
    return names


def fill_topics(typed: Sequence[str], titles: Sequence[str], count: int) -> list[str]:
    """One topic a session: those typed, then the titles of the modules in order, then practice."""
    rest = list(titles[len(typed) : count])
    topics = [*typed[:count], *rest]
    return topics + [gettext("Practice, questions and answers")] * (count - len(topics))


def overlapping(starts_at: datetime, ends_at: datetime, sessions: Iterable[Any]) -> list[Any]:
    """The sessions that share some time with the half-open span; one that begins when another ends does not."""
    return [other for other in sessions if other.starts_at < ends_at and starts_at < other.ends_at]


def slug_of(title: str) -> str:
    """`Bán hàng 4.0` -> `ban-hang-4-0`; empty when the title has no letter or digit of the Latin alphabet."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    return words[:SLUG_LENGTH].rstrip("-")
