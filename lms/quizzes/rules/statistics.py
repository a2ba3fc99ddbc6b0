"""What came of a quiz, in figures: how each question did, and how the quiz did as a whole. Exact, in any order.

    facility        marks reached ÷ marks there were to reach
    discrimination  correlation (Pearson) of a question's marks with the marks of the *rest* of the attempt
    alpha           Cronbach's alpha: k ÷ (k − 1) × (1 − sum of the questions' variances ÷ variance of the totals)
    deviation       standard deviation of a sample (n − 1)

A `Tally` takes one attempt after another and keeps only how often each thing happened, so that twenty thousand
attempts need no more room than the different things in them. Nothing here knows who anybody is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from math import fsum, sqrt
from typing import NamedTuple

#: One thing chosen: (slot, what). The slot is the left side of a pair or a place in an order, else "".
Pick = tuple[str, str]
#: Marks are fractions of one; what is beyond this digit is dust of adding them.
DIGITS = 12
#: Bars of the distribution: each ten percent, 100 with the last.
BARS = 10


class Given(NamedTuple):
    """What became of one question in one attempt."""

    question: int
    marks: float
    worth: float = 1.0
    #: What was chosen, in the question's own order; nothing for a blank.
    picks: tuple[Pick, ...] = ()
    #: How long it took; None where nobody can say.
    seconds: int | None = None


class Sheet(NamedTuple):
    """One attempt."""

    answers: tuple[Given, ...]
    passed: bool | None


@dataclass
class Item:
    """How often each thing happened at one question."""

    #: (marks, marks of the rest of the attempt) → attempts.
    marks: Counter[tuple[float, float]] = field(default_factory=Counter)
    worth: Counter[float] = field(default_factory=Counter)
    #: (marks of the rest, everything chosen) → attempts.
    chosen: Counter[tuple[float, tuple[Pick, ...]]] = field(default_factory=Counter)
    seconds: Counter[int] = field(default_factory=Counter)

    def add(self, given: Given, rest: float) -> None:
        """One more attempt that held the question."""
        self.marks[(round(given.marks, DIGITS), rest)] += 1
        self.worth[given.worth] += 1
        self.chosen[(rest, given.picks)] += 1
        if given.seconds is not None:
            self.seconds[given.seconds] += 1

    @property
    def answers(self) -> int:
        """Attempts that held the question."""
        return self.worth.total()

    @property
    def blanks(self) -> int:
        """Those that left it blank."""
        return sum(many for (_rest, picks), many in self.chosen.items() if not picks)

    @property
    def facility(self) -> float | None:
        """Marks reached of marks there were to reach; None where there were none."""
        there = _sum(self.worth)
        reached = fsum(marks * many for (marks, _rest), many in self.marks.items())
        return min(1.0, max(0.0, reached / there)) if there else None

    @property
    def discrimination(self) -> float | None:
        """See `correlation`."""
        return correlation(self.marks)

    def taken(self) -> Counter[Pick]:
        """How many attempts chose each thing."""
        found: Counter[Pick] = Counter()
        for (_rest, picks), many in self.chosen.items():
            for pick in set(picks):
                found[pick] += many
        return found


@dataclass
class Alike:
    """Attempts with the same questions."""

    totals: Counter[float] = field(default_factory=Counter)
    marks: dict[int, Counter[float]] = field(default_factory=dict)


class Tally:
    """Attempts, counted. `alike`: whether attempts may be grouped by their questions (no: each draws its own)."""

    def __init__(self, *, alike: bool = True) -> None:
        self.items: dict[int, Item] = {}
        #: Share of the marks reached → attempts.
        self.shares: Counter[float] = Counter()
        self.passed: Counter[bool | None] = Counter()
        self.groups: dict[frozenset[int], Alike] = {}
        self._alike = alike

    def add(self, sheet: Sheet) -> None:
        """One more attempt."""
        marks = [given.marks for given in sheet.answers]
        for place, given in enumerate(sheet.answers):
            rest = round(fsum(marks[:place] + marks[place + 1 :]), DIGITS)
            self.items.setdefault(given.question, Item()).add(given, rest)
        total, there = round(fsum(marks), DIGITS), fsum(given.worth for given in sheet.answers)
        self.shares[total / there if there else 0.0] += 1
        self.passed[sheet.passed] += 1
        if self._alike:
            group = self.groups.setdefault(frozenset(given.question for given in sheet.answers), Alike())
            group.totals[total] += 1
            for given in sheet.answers:
                group.marks.setdefault(given.question, Counter())[round(given.marks, DIGITS)] += 1

    @property
    def attempts(self) -> int:
        """How many."""
        return self.shares.total()


@dataclass(frozen=True)
class Whole:
    """A quiz as a whole. Shares are of 1; None: nothing can be said of so few, or of all the same."""

    attempts: int
    mean: float | None
    median: float | None
    deviation: float | None
    pass_rate: float | None
    #: And of how many attempts with the same questions.
    alpha: float | None
    alpha_of: int
    #: Attempts with 0–9 %, 10–19 %, … 90–100 %.
    distribution: list[int]


def whole(tally: Tally) -> Whole:
    """The figures of a quiz."""
    decided = tally.passed[True] + tally.passed[False]
    alike = max(tally.groups.items(), key=lambda group: (group[1].totals.total(), sorted(group[0])), default=None)
    return Whole(
        attempts=tally.attempts,
        mean=mean(tally.shares),
        median=median(tally.shares),
        deviation=deviation(tally.shares),
        pass_rate=tally.passed[True] / decided if decided else None,
        alpha=alpha(alike[1].marks.values(), alike[1].totals) if alike else None,
        alpha_of=alike[1].totals.total() if alike else 0,
        distribution=distribution(tally.shares),
    )


def _sum(values: Mapping[float, int]) -> float:
    return fsum(value * many for value, many in values.items())


def mean(values: Counter[float]) -> float | None:
    """The mean of values, given as value → how often; None of nothing."""
    return _sum(values) / values.total() if values else None


def median(values: Counter[float]) -> float | None:
    """The middle one, or the mean of the two in the middle."""
    if not values:
        return None
    ordered = sorted(values)
    ends = list(accumulate(values[value] for value in ordered))
    low, high = (ends[-1] - 1) // 2, ends[-1] // 2
    found = [next(value for value, end in zip(ordered, ends, strict=True) if place < end) for place in (low, high)]
    return (found[0] + found[1]) / 2


def _spread(values: Counter[float]) -> float:
    """The sum of squared distances from the mean; exactly 0 of all the same."""
    middle = mean(values)
    if middle is None or len(values) < 2:
        return 0.0
    return fsum(many * (value - middle) ** 2 for value, many in values.items())


def deviation(values: Counter[float]) -> float | None:
    """The standard deviation of a sample; None of fewer than two."""
    return sqrt(_spread(values) / (values.total() - 1)) if values.total() > 1 else None


def correlation(pairs: Counter[tuple[float, float]]) -> float | None:
    """Pearson's, from −1 to 1; None where one side is always the same, or nothing is there."""
    ones: Counter[float] = Counter()
    others: Counter[float] = Counter()
    for (one, other), many in pairs.items():
        ones[one] += many
        others[other] += many
    if len(ones) < 2 or len(others) < 2:
        return None
    left, right = mean(ones) or 0.0, mean(others) or 0.0
    together = fsum(many * (one - left) * (other - right) for (one, other), many in pairs.items())
    found = together / (sqrt(_spread(ones)) * sqrt(_spread(others)))
    return max(-1.0, min(1.0, found))


def alpha(questions: Iterable[Counter[float]], totals: Counter[float]) -> float | None:
    """Cronbach's alpha, at most 1; None of one question, of one attempt, and of totals that are all the same."""
    spreads = [_spread(marks) for marks in questions]
    whole_spread = _spread(totals)
    if len(spreads) < 2 or totals.total() < 2 or not whole_spread:
        return None
    return len(spreads) / (len(spreads) - 1) * (1 - fsum(spreads) / whole_spread)


def distribution(shares: Counter[float]) -> list[int]:
    """How many shares lie in each tenth; 1 lies in the last."""
    bars = [0] * BARS
    for share, many in shares.items():
        bars[min(BARS - 1, int(share * BARS + 1e-9))] += many
    return bars
