"""Reading an answer from a form or from a phone: one shape for each kind (see `bank`), whatever came in.

What points at nothing is dropped without a word: no form of ours sends it. Only what a person can mend is
refused with a sentence.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import category

from lms.core.errors import RuleBroken
from lms.core.text import nfc
from lms.core.words import _l
from lms.quizzes.rules.bank import Kind
from lms.quizzes.rules.numbers import readings

#: Longest short answer that is kept.
LONGEST_TEXT = 1000

Answer = int | list[int] | dict[str, int] | str


class AnswerUnclear(RuleBroken):
    """The kinds below say what to mend."""

    sentence = _l("This answer cannot be read. Give it again")


class NumberUnclear(AnswerUnclear):
    """Not a number, or with another unit."""

    sentence = _l("Enter a number only, for example 1350 or 1,5")


class PlacesUnclear(AnswerUnclear):
    """Two lines at one place, or a line without one: `count` places."""

    sentence = _l("Give each line its own place, from 1 to %(count)s")


def parse(kind: str, options: Any, raw: Any) -> Answer | None:
    """The answer in `raw`, or None if there is none. `raw` may be any JSON, or the texts of a form:

    single, truefalse: an index · multi: a list of indexes · match: right indexes by left index, or a list of
    them in the order of the left side ("" for not yet) · order: the list of indexes, or places (from 1) by
    index · numeric, short: what was typed. A list of one text stands for the text. Raises AnswerUnclear.
    """
    match kind:
        case Kind.SINGLE | Kind.TRUEFALSE:
            return _index(_only(raw), _count(options))
        case Kind.MULTI:
            values = raw if _is_list(raw) else [raw]
            return sorted({place for value in values if (place := _index(value, _count(options))) is not None}) or None
        case Kind.MATCH:
            return _pairs(options, raw)
        case Kind.ORDER:
            return _order(_count(options), raw)
        case Kind.NUMERIC:
            return _number(options, _only(raw))
        case Kind.SHORT:
            return _words(_only(raw))
    return None


def _is_list(raw: Any) -> bool:
    return isinstance(raw, Sequence) and not isinstance(raw, (str, bytes))


def _only(raw: Any) -> Any:
    """The one value of a form field, the last if it was sent twice."""
    return (raw[-1] if raw else None) if _is_list(raw) else raw


def _count(options: Any) -> int:
    return len(options) if isinstance(options, list) else 0


def _index(value: Any, count: int) -> int | None:
    """A whole number from 0 to `count` - 1, as a number or in digits; None for anything else."""
    if isinstance(value, str):
        digits = value.strip()
        value = int(digits) if digits.isdecimal() and len(digits) < 6 else None
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < count else None


def _places(raw: Any) -> dict[Any, Any]:
    """What was given for each line: a mapping as it is, a list by its own order."""
    if isinstance(raw, Mapping):
        return dict(raw)
    return dict(enumerate(raw)) if _is_list(raw) else {}


def _pairs(options: Any, raw: Any) -> dict[str, int] | None:
    """Right index by left index, sorted; lines left open are left out."""
    sides = options if isinstance(options, Mapping) else {}
    left, right = _count(sides.get("left")), _count(sides.get("right"))
    found = {}
    for line, value in _places(raw).items():
        place, chosen = _index(line, left), _index(_only(value), right)
        if place is not None and chosen is not None:
            found[place] = chosen
    return {str(place): found[place] for place in sorted(found)} or None


def _order(count: int, raw: Any) -> list[int] | None:
    """All indexes in the order given. A list names them; a mapping gives each one its place, from 1."""
    if isinstance(raw, Mapping):
        given = {_index(line, count): _index(_only(place), count + 1) for line, place in raw.items()}
        given = {line: place for line, place in given.items() if line is not None and place}
        if not given:
            return None
        if sorted(given.values()) != list(range(1, count + 1)):
            raise PlacesUnclear(count=count)
        return sorted(given, key=lambda line: given[line])
    places = [_index(value, count) for value in raw] if _is_list(raw) else []
    return places if count and set(places) == set(range(count)) and len(places) == count else None


def _number(options: Any, raw: Any) -> str | None:
    """What was typed, if it can be read as a number."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str) or not raw.strip():
        return None
    typed = raw.strip()
    if not readings(typed, unit(options)):
        raise NumberUnclear()
    return typed


def _words(raw: Any) -> str | None:
    """What was typed, without the signs nobody can see; a field of ours takes no more than `LONGEST_TEXT`."""
    if not isinstance(raw, str):
        return None
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(sign for sign in lines if sign in "\n\t" or category(sign) not in ("Cc", "Cs"))
    return nfc(seen).strip()[:LONGEST_TEXT].rstrip() or None


def unit(options: Any) -> str:
    """The unit of a numeric question; "" for none."""
    found = options.get("unit") if isinstance(options, Mapping) else None
    return found if isinstance(found, str) else ""
