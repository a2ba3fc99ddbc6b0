"""What makes one look at a question again. A flag is a reason, never a proof; of few answers nothing is said.

key         those who did best on the rest chose something else more often than what the key calls right
negative    those who did well on the rest did worse here
guess       fewer marks than guessing brings
untaken     something that may be chosen, and that nobody chose
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lms.quizzes.rules.bank import Kind
from lms.quizzes.rules.statistics import Item, Pick

#: Answers below which nothing is said, and below which a correlation and an option that nobody took mean little.
FEW, STEADY = 10, 20
#: The best: those in the upper third by the rest of their attempt, and all who reached as much as the last of them.
BEST = 3


class Flag(StrEnum):
    """Why a question needs a look, the most telling first."""

    KEY = "key"
    NEGATIVE = "negative"
    GUESS = "guess"
    UNTAKEN = "untaken"


#: How much a look is needed: a wrong key before everything, an option nobody took at the end.
WEIGHT = {Flag.KEY: 8, Flag.NEGATIVE: 4, Flag.GUESS: 2, Flag.UNTAKEN: 1}


@dataclass(frozen=True)
class Asked:
    """What a question asks, as it stands now."""

    kind: str
    #: Marks to be had by guessing.
    guess: float
    offered: Collection[Pick]
    right: frozenset[Pick]


def flags(item: Item, asked: Asked) -> list[Flag]:
    """The reasons to look at a question, the most telling first."""
    if item.answers < FEW:
        return []
    found = []
    if lures(item, asked):
        found.append(Flag.KEY)
    if item.answers >= STEADY and (item.discrimination or 0.0) < 0:
        found.append(Flag.NEGATIVE)
    if item.facility is not None and item.facility < asked.guess:
        found.append(Flag.GUESS)
    if item.answers >= STEADY and untaken(item, asked):
        found.append(Flag.UNTAKEN)
    return found


def need(found: Iterable[Flag]) -> int:
    """How much a look is needed."""
    return sum(WEIGHT[flag] for flag in found)


def best(item: Item) -> list[tuple[tuple[Pick, ...], int]]:
    """What the best on the rest chose, and how many each time; nobody if all did alike."""
    ordered = sorted({rest for rest, _picks in item.chosen}, reverse=True)
    if len(ordered) < 2:
        return []
    wanted, there, bound = -(-item.answers // BEST), 0, ordered[0]
    for rest in ordered:
        if there >= wanted:
            break
        bound = rest
        there += sum(many for (other, _picks), many in item.chosen.items() if other == rest)
    return [(picks, many) for (rest, picks), many in item.chosen.items() if rest >= bound]


def lures(item: Item, asked: Asked) -> dict[str, Pick]:
    """By slot: what the best chose more often than what is right there."""
    taken: dict[str, Counter[Pick]] = {}
    for picks, many in best(item):
        for pick in set(picks):
            taken.setdefault(pick[0], Counter())[pick] += many
    found = {}
    for slot, counts in taken.items():
        wrong = {pick: many for pick, many in counts.items() if pick not in asked.right}
        if wrong and max(wrong.values()) > _right(slot, counts, asked):
            found[slot] = min(wrong, key=lambda pick: (-wrong[pick], pick))
    return found


def _right(slot: str, counts: Mapping[Pick, int], asked: Asked) -> int:
    """How often the best chose what is right in a slot; of several that belong together, the one least chosen."""
    right: list[int] = [counts.get(pick, 0) for pick in asked.right if pick[0] == slot]
    return (min if asked.kind == Kind.MULTI else sum)(right or [0])


def untaken(item: Item, asked: Asked) -> list[Pick]:
    """Options that nobody chose, in the question's order; only where one chooses among a few."""
    if asked.kind not in {Kind.SINGLE, Kind.TRUEFALSE, Kind.MULTI}:
        return []
    taken = item.taken()
    return [pick for pick in asked.offered if not taken[pick]]


def enough(answers: Any) -> bool:
    """Whether there are enough answers to say something."""
    return isinstance(answers, int) and answers >= FEW
