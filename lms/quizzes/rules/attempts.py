"""Tries, time and which attempt counts. The server's clock decides, a phone's never (design.md §6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.quizzes.rules import grading

#: States of an attempt.
OPEN, HANDED_IN = "open", "handed_in"
#: An answer sent in the last second may take this long to arrive. Never shown.
GRACE = timedelta(seconds=60)
#: Marks are sums of fractions: this much is rounding, not knowledge.
ROUNDING = 1e-9


class Counts(StrEnum):
    """Which of several attempts counts."""

    BEST = "best"
    LAST = "last"
    FIRST = "first"


class NoTriesLeft(RuleBroken):
    """All `allowed` attempts are used up."""

    sentence = _l("You have used all %(allowed)s tries at this quiz. Your results are kept")


class QuizNotYetOpen(RuleBroken):
    """The quiz opens later."""

    sentence = _l("This quiz has not opened yet")


class QuizClosed(RuleBroken):
    """No attempt may begin any more."""

    sentence = _l("This quiz is closed. Your results are kept")


class Tried(Protocol):
    """What an attempt must show to be chosen from."""

    number: int
    state: str
    score: float | None


Attempt = TypeVar("Attempt", bound=Tried)


def tries_left(begun: int, allowed: int) -> int | None:
    """Attempts that may still be begun; None where `allowed` is 0: any number."""
    return max(0, allowed - begun) if allowed else None


def check_start(
    begun: int, allowed: int, at: datetime, *, opens_at: datetime | None = None, closes_at: datetime | None = None
) -> None:
    """Refuses another attempt after `begun` of `allowed` (0: any number), or outside the opening time."""
    if opens_at is not None and at < opens_at:
        raise QuizNotYetOpen()
    if closes_at is not None and at >= closes_at:
        raise QuizClosed()
    if tries_left(begun, allowed) == 0:
        raise NoTriesLeft(allowed=allowed)


def closed(state: str, closes_at: datetime | None, at: datetime) -> bool:
    """Whether nobody may begin any more: archived, or past its closing time."""
    return state == "archived" or (closes_at is not None and at >= closes_at)


def due_at(started_at: datetime, minutes: int | None, closes_at: datetime | None = None) -> datetime | None:
    """When time is up: after `minutes`, or when the quiz closes if that is sooner. None: never."""
    ends = [closes_at] if closes_at is not None else []
    if minutes is not None:
        ends.append(started_at + timedelta(minutes=minutes))
    return min(ends, default=None)


def accepts_answer(due: datetime | None, at: datetime, handed_in_at: datetime | None = None) -> bool:
    """Whether an answer arriving at `at` counts. If not it is still kept, marked late, outside the score."""
    return handed_in_at is None and not overdue(due, at)


def overdue(due: datetime | None, at: datetime) -> bool:
    """Whether an open attempt is to be handed in by the house: time is up, and so is the grace."""
    return due is not None and at > due + GRACE


def counting(attempts: Iterable[Attempt], counts: str) -> Attempt | None:
    """The attempt that counts among those handed in; None if there is none. Of equals the earlier is best."""
    done = sorted((item for item in attempts if item.state == HANDED_IN), key=lambda item: item.number)
    if not done:
        return None
    if counts == Counts.BEST:
        return max(done, key=lambda item: item.score or 0.0)
    return done[0] if counts == Counts.FIRST else done[-1]


def percent_of(score: float, out_of: float) -> int:
    """Percent of the marks reached, rounded down; 0 if there are no marks to reach."""
    return int(score * 100 / out_of + ROUNDING) if out_of > 0 else 0


class Marked(NamedTuple):
    """One answer that counts: what its question is worth, and the marks; None while it waits for them."""

    worth: float
    marks: float | None


class Total(NamedTuple):
    """Marks of an attempt, answers that wait for theirs, and whether it is passed."""

    score: float
    pending: int
    passed: bool | None


def total(marked: Iterable[Marked], out_of: float, pass_percent: int) -> Total:
    """What the answers of an attempt come to."""
    marked = list(marked)
    waiting = [each.worth for each in marked if each.marks is None]
    score = grading.score(each.marks for each in marked)
    return Total(score, len(waiting), decided(score, sum(waiting), out_of, pass_percent))


def decided(score: float, waiting: float, out_of: float, pass_percent: int) -> bool | None:
    """`passed`, while `waiting` marks are not given yet; None as long as they could still decide it."""
    low, high = (passed(total, out_of, pass_percent) for total in (score, score + waiting))
    return low if low == high else None


def passed(score: float, out_of: float, pass_percent: int) -> bool:
    """Whether `score` of `out_of` marks is at least `pass_percent`. Nothing to reach is never passed."""
    return out_of > 0 and score * 100 / out_of + ROUNDING >= pass_percent
