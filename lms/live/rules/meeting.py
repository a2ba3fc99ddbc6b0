"""The one meeting of a series: its weekly recurrence, what differs from it, and the host who has time.

Zoom repeats a meeting weekly (type 8, at most 60 times). A session that was moved, and a week that is skipped, are
changes of single occurrences. The link stays the same whatever moves, and works between occurrences too.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

#: Zoom's limits of occurrences and of a topic.
MOST_OCCURRENCES, LONGEST_TOPIC = 60, 200
#: A host is taken this long before and after a class.
MARGIN = timedelta(minutes=15)


class Slot(NamedTuple):
    """A time at which the meeting is held."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)


class Occurrence(NamedTuple):
    """A repetition as Zoom has it."""

    id: str
    starts_at: datetime
    minutes: int


class Steps(NamedTuple):
    """What makes Zoom's repetitions ours: (occurrence id, its slot) to move, ids to drop."""

    moves: list[tuple[str, Slot]]
    drops: list[str]


class Host(NamedTuple):
    """A host that may be chosen."""

    id: int
    capacity: int


def mark(series_id: str) -> str:
    """What stands in the meeting's agenda, so that one made by a worker that died is found again."""
    return f"cung-hoc/{series_id}"


def fingerprint(topic: str, zone: str, slots: Iterable[Slot]) -> str:
    """SHA-256 of all that Zoom is told of a series, hexadecimal; `slots`: past ones too, or time would change it."""
    told = [topic, zone, *([slot.starts_at.isoformat(), slot.minutes] for slot in sorted(slots))]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def timetable(topic: str, zone: str, weekdays: Iterable[int], slots: Sequence[Slot]) -> dict[str, Any]:
    """The part of Zoom's meeting that says what and when: from the first of the coming `slots` to the last.

    `weekdays` are ISO (Monday is 1); Zoom counts Sunday as 1.
    """
    place = ZoneInfo(zone)
    days = sorted(slot.starts_at.astimezone(place).date() for slot in slots)
    chosen = {*weekdays, days[0].isoweekday()}
    times = sum(_day.isoweekday() in chosen for _day in _span(days[0], days[-1]))
    first = min(slots)
    return {
        "topic": topic[:LONGEST_TOPIC],
        "start_time": f"{first.starts_at.astimezone(place):%Y-%m-%dT%H:%M:%S}",
        "timezone": zone,
        "duration": first.minutes,
        "recurrence": {
            "type": 2,
            "repeat_interval": 1,
            "weekly_days": ",".join(str(day % 7 + 1) for day in sorted(chosen)),
            "end_times": min(MOST_OCCURRENCES, max(times, len(slots))),
        },
    }


def _span(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def steps(occurrences: Iterable[Occurrence], slots: Iterable[Slot], zone: str) -> Steps:
    """How to get from Zoom's occurrences to our slots: those on the same day first, then the nearest, the rest go.

    A slot for which no occurrence is left stays without: the link works all the same.
    """
    place, left, moves = ZoneInfo(zone), sorted(occurrences, key=lambda one: (one.starts_at, one.id)), []
    homeless = []
    for slot in sorted(slots):
        day = slot.starts_at.astimezone(place).date()
        same = next((one for one in left if one.starts_at.astimezone(place).date() == day), None)
        if same is None:
            homeless.append(slot)
            continue
        left.remove(same)
        if (same.starts_at, same.minutes) != (slot.starts_at, slot.minutes):
            moves.append((same.id, slot))
    for slot in homeless:
        if left:
            nearest = min(left, key=lambda one: (abs(one.starts_at - slot.starts_at), one.id))
            left.remove(nearest)
            moves.append((nearest.id, slot))
    return Steps(moves, [one.id for one in left])


def overlap(one: Slot, other: Slot) -> bool:
    """Whether one host cannot hold both: they touch, with the time before and after."""
    return one.starts_at < other.ends_at + MARGIN and other.starts_at < one.ends_at + MARGIN


def free_host(
    hosts: Iterable[Host], busy: Iterable[tuple[int, Slot]], slots: Sequence[Slot], seats: int, *, now: int | None
) -> int | None:
    """The id of the host for these slots: the one it has `now` if it has time, else the smallest that is large enough
    for `seats`, else the largest; None if nobody has time. `busy`: (host id, slot) of other classes."""
    taken = {host for host, other in busy if any(overlap(slot, other) for slot in slots)}
    there = [host for host in hosts if host.id not in taken]
    if any(host.id == now for host in there):
        return now
    large = [host for host in there if host.capacity >= seats]
    if large:
        return min(large, key=lambda host: (host.capacity, host.id)).id
    return max(there, key=lambda host: (host.capacity, -host.id)).id if there else None


def clashes(slots: Iterable[tuple[Slot, Any]]) -> list[tuple[Any, Any]]:
    """Pairs (earlier, later) of what one host is asked to hold at the same time; each slot with what it belongs to."""
    found, ordered = [], sorted(slots, key=lambda pair: pair[0])
    for number, (slot, what) in enumerate(ordered):
        for other, later in ordered[number + 1 :]:
            if other.starts_at >= slot.ends_at + MARGIN:
                break
            found.append((what, later))
    return found
