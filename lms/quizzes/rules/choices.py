"""Choices as the question itself names them: each attempt has its options in an order of its own.

A frozen option is found in the question by its text. One that the question no longer has is named by its text, after
a sign that no index has.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lms.core.errors import RuleBroken
from lms.quizzes.rules import grading
from lms.quizzes.rules.answers import parse, unit
from lms.quizzes.rules.bank import Kind, form, is_strict
from lms.quizzes.rules.numbers import readings
from lms.quizzes.rules.statistics import Pick

#: Stands before the text of an option that the question no longer has.
GONE = "="
#: Longest words of a short answer that are told apart.
LONGEST = 60
#: Kinds answered in words or numbers of one's own.
TYPED = frozenset({Kind.NUMERIC, Kind.SHORT})


def picks(kind: str, frozen: Any, own: Any, key: Any, value: Any) -> tuple[Pick, ...]:
    """What an answer chose, in the options the question has itself; nothing for a blank, or for half an order.

    `frozen`: the options as the attempt shows them. `own` and `key`: as the question has them now. A number with a
    slip is one pick, named by what was typed.
    """
    try:
        given = parse(kind, frozen, value)
    except RuleBroken:
        return (("", f"{GONE}{str(value)[:LONGEST]}"),) if kind in TYPED else ()
    if given is None:
        return ()
    if kind in TYPED:
        return (("", _typed(kind, frozen, key, str(given))),)
    if kind == Kind.MATCH:
        left, right = (_names(frozen[side], own[side] if _has(own, side) else []) for side in ("left", "right"))
        return tuple(sorted((left[int(line)], right[chosen]) for line, chosen in given.items()))
    names = _names(frozen, own if isinstance(own, list) else [])
    if kind == Kind.ORDER:
        return tuple((str(place), names[index]) for place, index in enumerate(given))
    return tuple(sorted(("", names[index]) for index in (given if isinstance(given, list) else [given])))


def _has(own: Any, side: str) -> bool:
    return isinstance(own, Mapping) and isinstance(own.get(side), list)


def _names(frozen: Sequence[str], own: Sequence[str]) -> list[str]:
    """For each frozen option its index in the question, or its text."""
    places = {text: str(index) for index, text in enumerate(own)}
    return [places.get(text, f"{GONE}{text}") for text in frozen]


def _typed(kind: str, options: Any, key: Any, given: str) -> str:
    """What was typed, so that the same in other signs is the same: 1.350 and 1350, Đọc and đọc."""
    if kind == Kind.SHORT:
        return form(given, strict=is_strict(options))[:LONGEST]
    meant = Decimal(str(key["value"])) if isinstance(key, Mapping) and "value" in key else Decimal(0)
    return _plain(min(readings(given, unit(options)), key=lambda reading: (abs(reading - meant), reading)))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def offered(kind: str, own: Any) -> list[Pick]:
    """Everything that may be chosen, in the question's order; nothing where one types."""
    if kind in TYPED:
        return []
    if kind == Kind.MATCH:
        sides = [range(len(own[side])) for side in ("left", "right")]
        return [(str(left), str(right)) for left in sides[0] for right in sides[1]]
    count = range(len(own))
    return [(str(place), str(index)) for place in count for index in count] if kind == Kind.ORDER else [
        ("", str(index)) for index in count
    ]  # fmt: skip


def right(kind: str, own: Any, key: Any, taken: Sequence[Pick] = ()) -> frozenset[Pick]:
    """What is right to choose. `taken`: where one types, what people typed, to be told by the key."""
    if kind in TYPED:
        return frozenset(
            pick for pick in taken if not pick[1].startswith(GONE) and grading.mark(kind, own, key, pick[1]) == 1.0
        )
    if kind == Kind.MATCH:
        return frozenset((left, str(found)) for left, found in key.items())
    if kind == Kind.ORDER:
        return frozenset((str(place), str(index)) for place, index in enumerate(key))
    return frozenset(("", str(index)) for index in (key if isinstance(key, list) else [key]))


def said(kind: str, own: Any, pick: Pick) -> tuple[str, str]:
    """(slot, what) in the words of the question; slot is the place counted from 1, or the left side, or nothing."""
    slot, what = pick
    if kind in TYPED:
        return "", what.removeprefix(GONE)
    if kind == Kind.MATCH:
        return _word(own["left"], slot), _word(own["right"], what)
    return (str(int(slot) + 1) if kind == Kind.ORDER else ""), _word(own, what)


def _word(texts: Sequence[str], name: str) -> str:
    return name.removeprefix(GONE) if name.startswith(GONE) or int(name) >= len(texts) else texts[int(name)]
