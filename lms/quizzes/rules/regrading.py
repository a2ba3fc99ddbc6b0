"""A mended key on papers that were frozen before: what their key is, and which marks it gives.

A frozen paper has the options in an order of its own, so the key is carried over by their words. Where the options
are not the same any more, in number or in words, people answered something else: such papers stay as they are.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.quizzes.rules import grading
from lms.quizzes.rules.bank import Kind


class State(StrEnum):
    """Counted first, then looked at by a person, then done or dropped. RAISED: done so that nobody lost."""

    COUNTING = "counting"
    LOOKED_AT = "looked_at"
    RUNNING = "running"
    RAISING = "raising"
    DONE = "done"
    RAISED = "raised"
    DROPPED = "dropped"


#: While a worker is at it; once it is over.
WORKING = frozenset({State.COUNTING, State.RUNNING, State.RAISING})
OVER = frozenset({State.DONE, State.RAISED, State.DROPPED})


class NothingToRegrade(RuleBroken):
    """Nobody was asked the question."""

    sentence = _l("Nobody has been asked this question yet, so there is nothing to mark again")


class ChangedSince(RuleBroken):
    """What was looked at is not what the question says now."""

    sentence = _l("The question was changed again since. Look once more what its key changes")


class Mended(NamedTuple):
    """Options and key for a frozen paper."""

    options: Any
    key: Any


class Given(NamedTuple):
    """What stands for a question on a paper that was handed in."""

    value: Any
    worth: float
    #: None while it waits for a trainer.
    marks: float | None
    #: Whether a trainer gave the marks.
    by_hand: bool


def mended(kind: str, frozen: Any, own_kind: str, own: Any, key: Any) -> Mended | None:
    """The key of a question (`own_kind`, `own`, `key`) for a paper frozen before; None where it asks something else."""
    if kind != own_kind:
        return None
    if kind == Kind.SHORT:
        return Mended(own, key)
    if kind == Kind.NUMERIC:
        return Mended(frozen, key) if frozen == own else None
    if kind == Kind.MATCH:
        if not all(_same(frozen[side], own[side]) for side in ("left", "right")):
            return None
        left, right = ({text: place for place, text in enumerate(frozen[side])} for side in ("left", "right"))
        pairs = {left[own["left"][int(line)]]: right[own["right"][place]] for line, place in key.items()}
        return Mended(frozen, {str(line): pairs[line] for line in sorted(pairs)})
    if not _same(frozen, own):
        return None
    places = {text: place for place, text in enumerate(frozen)}
    if not isinstance(key, list):
        return Mended(frozen, places[own[key]])
    found = [places[own[index]] for index in key]
    return Mended(frozen, found if kind == Kind.ORDER else sorted(found))


def _same(frozen: Sequence[str], own: Sequence[str]) -> bool:
    """Whether these are the same texts, in any order."""
    return sorted(frozen) == sorted(own)


def marks(kind: str, options: Any, key: Any, given: Given, *, only_raise: bool = False) -> float | None:
    """The marks by this key; what a person marked stays, and nothing that has marks goes back to waiting."""
    if given.by_hand:
        return given.marks
    found = grading.mark(kind, options, key, given.value, given.worth)
    if found is None or (only_raise and given.marks is not None and found < given.marks):
        return given.marks
    return found


def words_for(words: Mapping[str, Any]) -> tuple[str, Any, Any, str]:
    """(kind, options, key, explanation) of a version of a question."""
    return words["kind"], words["options"], words["key"], words["explanation"]
