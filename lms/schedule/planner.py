"""From what a trainer typed to a timetable: outline, topics, addresses. Pure.

An Outline is a series before it has rows; a Forecast is what would come of it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from lms.core.clock import ZONE
from lms.core.errors import RuleBroken
from lms.core.text import fold
from lms.core.words import _l, gettext
from lms.schedule.rules import LiveRoom, Plan, plan

SLUG_LENGTH = 80


class TrainerBusy(RuleBroken):
    """A trainer has another class at the same time."""

    sentence = _l("A trainer already has a class at one of these times. Change the dates, or say that both may be held")


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


@dataclass(frozen=True)
class Outline:
    """A weekly series as it was typed. `weekdays` are ISO (Monday 1), `starts` and `first` wall time."""

    title: str
    summary: str
    track_id: int
    weekdays: list[int]
    starts: time
    minutes: int
    first: date
    count: int
    seats: int
    room: LiveRoom | None
    #: At most `count`; what is missing is filled from the modules of the track.
    topics: list[str] = field(default_factory=list)
    zone: ZoneInfo = ZONE


@dataclass(frozen=True)
class Forecast:
    """What would come of an outline: dates, a topic each, and other sessions of its trainers at those times."""

    plan: Plan
    topics: list[str]
    #: Session number -> other sessions that overlap it.
    clashes: dict[int, list[Any]]


def dates_of(outline: Outline, days_off: Iterable[Any], language: str) -> Plan:
    """The dates of an outline; `days_off` as places gives them (first, last, name_vi, name_en)."""
    names = {}
    for off in days_off:
        for number in range(off.first.toordinal(), off.last.toordinal() + 1):
            names[date.fromordinal(number)] = off.name_en if language == "en" else off.name_vi
    return plan(outline.first, outline.weekdays, outline.starts, outline.minutes, outline.count, names, outline.zone)


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
