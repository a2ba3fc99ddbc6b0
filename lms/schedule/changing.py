"""From a wish to what would come of it, session by session, before anything happens. Pure: rows are read, not written.

A Wish is what a trainer asks for, beginning at one session; a Step is how one session would stand; an Outcome is
all of it, with what stands in the way. The same Outcome is shown first and done afterwards; its mark tells whether
the timetable has moved between the two.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.schedule.planner import Clash, SessionBegun, SessionOver, TimePast
from lms.schedule.rules import SessionState, check_first, instants

#: A change of what begins within this time is urgent.
URGENT = timedelta(hours=48)
#: (link, platform) of a live room; (None, None) is none of its own.
Room = tuple[str | None, str | None]


class Which(StrEnum):
    """How far a change reaches: this session, this and those after it, or all that are not held yet."""

    ONE = "one"
    LATER = "later"
    ALL = "all"


class NothingChanges(RuleBroken):
    """What was asked for is how it stands already."""

    sentence = _l("Nothing would change. Change something first")


class Moved(RuleBroken):
    """The timetable has changed since the outcome was shown."""

    sentence = _l("Something has changed since this page was shown. Look at it again, then confirm")


@dataclass(frozen=True)
class Wish:
    """What is asked for. None: leave it as it is.

    `day` is that of the session it begins at: the others move by as many days. `starts` is the wall time of all.
    `topic` is that session's alone. `room` of ALL becomes the room of the class. `state` cancels or restores,
    `why` is what learners read.
    """

    which: Which = Which.ONE
    day: date | None = None
    starts: time | None = None
    topic: str | None = None
    room: Room | None = None
    state: SessionState | None = None
    why: str = ""


@dataclass(frozen=True)
class Step:
    """How one session would stand."""

    session: Any
    day: date
    starts: time
    starts_at: datetime
    ends_at: datetime
    topic: str
    state: str
    room: Room

    @property
    def moved(self) -> bool:
        """Whether its time would be another one."""
        return self.starts_at != self.session.starts_at

    @property
    def cancelled(self) -> bool:
        """Whether it would be cancelled now."""
        return self.state == SessionState.CANCELLED != self.session.state

    @property
    def restored(self) -> bool:
        """Whether it would take place after all."""
        return self.session.state == SessionState.CANCELLED != self.state

    @property
    def renamed(self) -> bool:
        """Whether its topic would be another one."""
        return self.topic != self.session.topic

    @property
    def rehoused(self) -> bool:
        """Whether its own live room would be another one."""
        return self.room[0] != self.session.room_url

    @property
    def changes(self) -> bool:
        """Whether anything would be other than it is."""
        return self.moved or self.state != self.session.state or self.renamed or self.rehoused

    @property
    def rendered(self) -> bool:
        """Whether a calendar would show something else: the live room never stands in one."""
        return self.moved or self.state != self.session.state or self.renamed

    @property
    def first_at(self) -> datetime:
        """The earlier of its two beginnings: who comes at the old time has to know."""
        return min(self.starts_at, self.session.starts_at)


@dataclass(frozen=True)
class SeriesWish:
    """What is asked of a whole series: title, trainers (persons in order), its live room, one topic a session."""

    title: str
    trainers: Sequence[Any]
    room: Room
    topics: Sequence[str] | None = None


@dataclass(frozen=True)
class Outcome:
    """All that would change, and what stands in the way. Nothing of it is written yet."""

    steps: list[Step]
    #: What would be another one of the whole series; None: as it is.
    title: str | None = None
    trainers: Sequence[Any] | None = None
    room: Room | None = None
    #: Session id -> name of the holiday the new date meets.
    holidays: dict[int, str] = field(default_factory=dict)
    #: Session id -> what else is on at that time.
    clashes: dict[int, list[Clash]] = field(default_factory=dict)
    why: str = ""

    @property
    def changes(self) -> bool:
        """Whether anything would change at all."""
        return bool(self.steps) or any(part is not None for part in (self.title, self.trainers, self.room))

    @property
    def mark(self) -> str:
        """A digest of all that was shown: the same outcome has the same mark."""
        said = [
            *(f"{s.session.id}|{s.session.sequence}|{s.starts_at}|{s.topic}|{s.state}|{s.room[0]}" for s in self.steps),
            *(f"{number}!{clash.other.id}" for number, found in self.clashes.items() for clash in found),
            *(f"{number}~{name}" for number, name in self.holidays.items()),
            f"{self.title}|{self.room}|{[person.id for person in self.trainers or ()]}",
        ]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:20]


def is_urgent(beginnings: Iterable[datetime], at: datetime) -> bool:
    """Whether the first of these beginnings still to come lies within URGENT."""
    return any(at < begins <= at + URGENT for begins in beginnings)


def outcome(wish: Wish, session: Any, sessions: Sequence[Any], zone: ZoneInfo, at: datetime) -> list[Step]:
    """What would become of each of `sessions` (all of the series, by number) that would change."""
    chosen = _chosen(wish, session, sessions, at)
    shift = (wish.day - session.date_local).days if wish.day else 0
    moves = bool(shift) or wish.starts not in (None, session.starts_local)
    steps = [_step(wish, item, item is session, shift, zone) for item in chosen]
    if moves:
        steps = [step for step in steps if wish.which == Which.ONE or step.session.starts_at > at]
        for step in steps:
            _check_move(step, at)
    return [step for step in steps if step.changes]


def _chosen(wish: Wish, session: Any, sessions: Sequence[Any], at: datetime) -> list[Any]:
    """Those the wish reaches: not over, and cancelled ones only where they are to be restored."""
    wanted = SessionState.CANCELLED if wish.state == SessionState.SCHEDULED else SessionState.SCHEDULED
    if wish.which == Which.ONE:
        if session.state == SessionState.HELD or session.ends_at <= at:
            raise SessionOver()
        return [session]
    since = session.starts_at if wish.which == Which.LATER else at
    ahead = [item for item in sessions if item.state == wanted and item.ends_at > at]
    return [item for item in ahead if wish.which == Which.ALL or item.starts_at >= since]


def _step(wish: Wish, session: Any, is_first: bool, shift: int, zone: ZoneInfo) -> Step:
    day, starts = session.date_local + timedelta(days=shift), wish.starts or session.starts_local
    check_first(day)
    minutes = (session.ends_at - session.starts_at) // timedelta(minutes=1)
    same = (day, starts) == (session.date_local, session.starts_local)
    begins, ends = (session.starts_at, session.ends_at) if same else instants(day, starts, minutes, zone)
    own = (session.room_url, session.room_platform)
    return Step(
        session=session,
        day=day,
        starts=starts,
        starts_at=begins,
        ends_at=ends,
        topic=wish.topic if is_first and wish.topic else session.topic,
        state=wish.state or session.state,
        room=own if wish.room is None else (None, None) if wish.which == Which.ALL else wish.room,
    )


def _check_move(step: Step, at: datetime) -> None:
    if step.moved and step.session.starts_at <= at:
        raise SessionBegun()
    if step.moved and step.starts_at <= at:
        raise TimePast()


def retopic(sessions: Sequence[Any], topics: Sequence[str]) -> list[Step]:
    """The sessions whose topic would be another one; `topics` has one for each, by number."""
    steps = (_step(Wish(), item, False, 0, ZoneInfo("UTC")) for item in sessions)
    renamed = [replace(step, topic=topic) for step, topic in zip(steps, topics, strict=True)]
    return [step for step in renamed if step.renamed]


def met(steps: Iterable[Step], names: Mapping[date, str]) -> dict[int, str]:
    """Session id -> the holiday its new date meets (`names`: date -> name)."""
    return {step.session.id: names[step.day] for step in steps if (step.moved or step.restored) and step.day in names}
