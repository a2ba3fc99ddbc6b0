"""The options of a question in an order of their own for each attempt; the same attempt always gets the same."""

from random import Random
from typing import Any

from lms.quizzes.rules.bank import Kind


def frozen(question: Any, seed: str, *, shuffle: bool) -> tuple[Any, Any, dict[str, str]]:
    """(options, key, feedback) of a question as they are frozen into an attempt.

    Lines to be put in order are always mixed: as they lie they may be the answer.
    """
    if not shuffle and question.kind != Kind.ORDER:
        return question.options, question.key, dict(question.feedback or {})
    moved = places(question.kind, question.options, question.key, seed)
    options, key = _moved(question.kind, question.options, question.key, moved)
    feedback = question.feedback or {}
    return options, key, {str(new): feedback[str(old)] for new, old in enumerate(moved) if str(old) in feedback}


def places(kind: str, options: Any, key: Any, seed: str) -> list[int]:
    """Where each line of a mixed question stood before: the old places in their new order."""
    if kind == Kind.MATCH:
        return _mixed(len(options["left"]), seed)
    if kind not in (Kind.SINGLE, Kind.MULTI, Kind.ORDER):
        return list(range(len(options))) if isinstance(options, list) else []
    return _mixed(len(options), seed, never=key if kind == Kind.ORDER else None)


def shuffled(kind: str, options: Any, key: Any, seed: str) -> tuple[Any, Any]:
    """(options, key) as they are frozen into an attempt. Shapes: see `rules/bank.py`.

    True and false stay in their places. Lines to be put in order never come in the right order already.
    """
    return _moved(kind, options, key, places(kind, options, key, seed))


def _moved(kind: str, options: Any, key: Any, moved: list[int]) -> tuple[Any, Any]:
    if kind == Kind.MATCH:
        mixed = {"left": [options["left"][old] for old in moved], "right": options["right"]}
        return mixed, {str(new): key[str(old)] for new, old in enumerate(moved)}
    if kind not in (Kind.SINGLE, Kind.MULTI, Kind.ORDER):
        return options, key
    mixed = [options[old] for old in moved]
    if kind == Kind.SINGLE:
        return mixed, moved.index(key)
    found = [moved.index(old) for old in key]
    return mixed, found if kind == Kind.ORDER else sorted(found)


def _mixed(count: int, seed: str, never: list[int] | None = None) -> list[int]:
    """The old places in their new order, other than `never`."""
    source, places = Random(seed), list(range(count))
    source.shuffle(places)
    while places == never:
        source.shuffle(places)
    return places
