"""Which questions an attempt asks, and in which order: the same attempt always gets the same."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random


def choose(
    fixed: Sequence[int], draws: Iterable[tuple[int, int]], pools: Mapping[int, Sequence[int]], seed: str
) -> list[int]:
    """The ids of the questions of an attempt: the fixed ones, then `count` for each (place, count) of `draws`.

    `pools`: place → the ids to draw from. No question comes twice; where a pool holds too few, all of it is taken.
    """
    chosen = list(dict.fromkeys(fixed))
    for place, count in draws:
        left = sorted(set(pools.get(place, ())) - set(chosen))
        chosen += Random(f"{seed}/draw/{place}").sample(left, min(count, len(left)))
    return chosen


def mixed(questions: Sequence[int], seed: str) -> list[int]:
    """The same questions in an order of the attempt's own."""
    order = list(questions)
    Random(f"{seed}/order").shuffle(order)
    return order
