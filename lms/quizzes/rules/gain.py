"""What people know after a class beside what they knew before it, in shares of the points."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Gain:
    """Everybody who took both quizzes, together."""

    people: int
    #: Mean shares of the points, 0 to 1; None where nobody took both.
    before: float | None
    after: float | None
    #: How many people reached more than before, as much, and less.
    more: int
    same: int
    less: int
    #: The mean gain as a share of what there was to gain; None where there was nothing, or nobody.
    of_possible: float | None

    @property
    def points(self) -> float | None:
        """The mean gain of a person, below 0 where they know less."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def improved(self) -> float | None:
        """The share of people who reached more than before."""
        return self.more / self.people if self.people else None


#: A smaller difference is rounding, not knowledge.
DUST = 1e-9


def gain(reached: Iterable[tuple[float, float, int]]) -> Gain:
    """From (share before, share after, people who reached just these)."""
    rows = [row for row in reached if row[2] > 0]
    people = sum(many for _before, _after, many in rows)
    if not people:
        return Gain(0, None, None, 0, 0, 0, None)
    before = sum(first * many for first, _after, many in rows) / people
    after = sum(second * many for _before, second, many in rows) / people
    more = sum(many for first, second, many in rows if second > first + DUST)
    less = sum(many for first, second, many in rows if second < first - DUST)
    room = 1 - before
    return Gain(
        people, before, after, more, people - more - less, less, (after - before) / room if room > DUST else None
    )
