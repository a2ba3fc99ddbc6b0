"""The options of a question in an order of their own for each attempt; the same attempt always gets the same."""

from random import Random
from typing import Any

from lms.quizzes.rules.bank import Kind


def shuffled(kind: str, options: Any, key: Any, seed: str) -> tuple[Any, Any]:
    """(options, key) as they are frozen into an attempt. Shapes: see `rules/bank.py`.

    True and false stay in their places. Lines to be put in order never come in the right order already.
    """
    if kind == Kind.MATCH:
        left = _mixed(len(options["left"]), seed)
        mixed = {"left": [options["left"][old] for old in left], "right": options["right"]}
        return mixed, {str(new): key[str(old)] for new, old in enumerate(left)}
    if kind not in (Kind.SINGLE, Kind.MULTI, Kind.ORDER):
        return options, key
    places = _mixed(len(options), seed, never=key if kind == Kind.ORDER else None)
    mixed = [options[old] for old in places]
    if kind == Kind.SINGLE:
        return mixed, places.index(key)
    found = [places.index(old) for old in key]
    return mixed, found if kind == Kind.ORDER else sorted(found)


def _mixed(count: int, seed: str, never: list[int] | None = None) -> list[int]:
    """The old places in their new order, other than `never`."""
    source, places = Random(seed), list(range(count))
    source.shuffle(places)
    while places == never:
        source.shuffle(places)
    return places
