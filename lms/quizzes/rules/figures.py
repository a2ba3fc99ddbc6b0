"""What of a tally is kept and shown, as JSON. What few people typed is not told: it may name somebody."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lms.quizzes.rules import choices, suspicion
from lms.quizzes.rules.guessing import guess
from lms.quizzes.rules.statistics import Item, Pick, Tally, median, whole
from lms.quizzes.rules.suspicion import Asked, Flag

#: What was typed is told where so many people typed it; and so many different ones at most.
TYPED_BY, MOST_TYPED = 3, 20


@dataclass(frozen=True)
class Shape:
    """A question as it stands now: its kind, options, key and version."""

    kind: str
    options: Any
    key: Any
    version: int


def told(tally: Tally, shapes: Mapping[int, Shape], *, waiting: int, practice: bool) -> dict[str, Any]:
    """Everything that is kept of a tally. `waiting`: attempts left out, for a trainer has not marked them yet."""
    questions = {str(number): _question(item, shapes[number]) for number, item in sorted(tally.items.items())}
    flags = {number: found["flags"] for number, found in questions.items() if found["flags"]}
    return {
        "quiz": {**asdict(whole(tally)), "waiting": waiting},
        "questions": questions,
        "flags": {} if practice else flags,
    }


def _question(item: Item, shape: Shape) -> dict[str, Any]:
    taken = item.taken()
    asked = Asked(
        shape.kind,
        guess(shape.kind, shape.options, shape.key),
        choices.offered(shape.kind, shape.options),
        choices.right(shape.kind, shape.options, shape.key, list(taken)),
    )
    return {
        "answers": item.answers,
        "blanks": item.blanks,
        "facility": item.facility,
        "discrimination": item.discrimination,
        "seconds": median(item.seconds),
        "guess": asked.guess,
        "flags": suspicion.flags(item, asked),
        "lures": sorted(suspicion.lures(item, asked).values()) if suspicion.enough(item.answers) else [],
        "untaken": suspicion.untaken(item, asked),
        "taken": _taken(shape.kind, taken, asked),
        "version": shape.version,
    }


def _taken(kind: str, taken: Mapping[Pick, int], asked: Asked) -> list[list[Any]]:
    """[slot, what, how many, whether right], in the question's order; where one types, the most frequent first."""
    if kind in choices.TYPED:
        often = sorted((-many, pick) for pick, many in taken.items() if many >= TYPED_BY)[:MOST_TYPED]
        return [[*pick, -many, pick in asked.right] for many, pick in often]
    gone = sorted(pick for pick in taken if pick not in set(asked.offered))
    return [[*pick, taken.get(pick, 0), pick in asked.right] for pick in (*asked.offered, *gone)]


def need(found: Mapping[str, Any]) -> tuple[int, float]:
    """Sorts questions by what needs a look: flags first, then those told apart least."""
    discrimination = found["discrimination"]
    return -suspicion.need(Flag(flag) for flag in found["flags"]), 2.0 if discrimination is None else discrimination
