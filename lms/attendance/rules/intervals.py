"""Stretches of time and what they add up to. A stretch is (from, until), `from` before `until`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Stretch = tuple[datetime, datetime]


def merged(stretches: Iterable[Stretch], gap: timedelta = timedelta(0)) -> list[Stretch]:
    """The union of stretches by time; gaps of at most `gap` are closed."""
    union: list[Stretch] = []
    for start, end in sorted(stretches):
        if union and start - union[-1][1] <= gap:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return union


def common(one: Iterable[Stretch], other: list[Stretch]) -> list[Stretch]:
    """What two unions share, by time."""
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return sorted(pair for pair in pairs if pair[0] < pair[1])


def seconds(stretches: Iterable[Stretch]) -> int:
    """The whole seconds of stretches that do not overlap."""
    return int(sum((end - start).total_seconds() for start, end in stretches))


def at_least(sums: Iterable[tuple[Stretch, int]]) -> int:
    """The least time that sums of seconds prove, each spent somewhere in its window.

    Sums of windows that overlap may be the same minutes on two devices: the longest counts. Those of windows
    apart (a meeting that was started again) add up.
    """
    best: list[tuple[datetime | None, int]] = [(None, 0)]
    for (start, end), spent in sorted(sums, key=lambda each: each[0][1]):
        before = max(most for until, most in best if until is None or until <= start)
        best.append((end, max(before + spent, best[-1][1])))
    return best[-1][1]
