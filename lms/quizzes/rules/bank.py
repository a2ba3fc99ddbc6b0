"""What a question must hold, by its kind; and the questions of the curriculum in our shapes.

    kind        options                               key and answer
    single      list of texts                         index
    truefalse   list of two texts                     index
    multi       list of texts                         sorted list of indexes
    order       list of texts                         list of all indexes in the right order
    match       {"left": texts, "right": texts}       {"0": right index, …}, one for each left index
    numeric     {"unit": text}                        key {"value": number, "tolerance": number}; answer: as typed
    short       {"strict": whether tone marks,        key {"accepted": texts, "rubric": text}; answer: as typed
                capitals and spaces count}

A short answer that is none of the accepted forms is marked by a person, by the rubric; without a rubric only where
nothing is accepted by itself.

Everything is JSON. Indexes are whole numbers from 0 into the options as they were frozen.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.text import fold, nfc
from lms.core.words import _l


class Kind(StrEnum):
    """Kinds of questions."""

    SINGLE = "single"
    MULTI = "multi"
    TRUEFALSE = "truefalse"
    MATCH = "match"
    ORDER = "order"
    NUMERIC = "numeric"
    SHORT = "short"


class QuestionIncomplete(RuleBroken):
    """The kinds below say what is missing."""

    sentence = _l("The question is not complete")


class TooFewOptions(QuestionIncomplete):
    """One option is no choice."""

    sentence = _l("Give at least two options, each different")


class NoRightAnswer(QuestionIncomplete):
    """No key, or a key that points at no option."""

    sentence = _l("Say which answer is right")


class NoNumber(QuestionIncomplete):
    """A numeric question without a number, or with a tolerance below 0."""

    sentence = _l("Give the right number, and how far off an answer may be")


class FormsUnclear(QuestionIncomplete):
    """A short question whose accepted forms are no words."""

    sentence = _l("Give each accepted answer in words, one on each line")


def is_index(value: object, length: int) -> bool:
    """Whether `value` is a whole number that points into `length` options."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < length


def _check_texts(texts: object, least: int = 2) -> int:
    """The number of texts; refuses fewer than `least`, empty ones and two that are the same."""
    if not isinstance(texts, list) or len(texts) < least:
        raise TooFewOptions()
    if not all(isinstance(text, str) and text.strip() for text in texts) or len(set(texts)) < len(texts):
        raise TooFewOptions()
    return len(texts)


def _is_number(value: object, least: float = float("-inf")) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value < float("inf")


def form(text: str, *, strict: bool) -> str:
    """What of a short answer is compared: everything but the space around it, or only its bare letters and signs."""
    return nfc(text).strip() if strict else fold(text).replace(" ", "")


def is_strict(options: Any) -> bool:
    """Whether tone marks, capitals and spaces of a short answer count."""
    return isinstance(options, Mapping) and options.get("strict") is True


def _check_short(options: Any, key: Any) -> None:
    wanted = key if isinstance(key, Mapping) else {}
    forms = wanted.get("accepted")
    texts = isinstance(forms, list) and all(isinstance(text, str) for text in forms)
    if not texts or not isinstance(wanted.get("rubric"), str):
        raise FormsUnclear()
    if not all(form(text, strict=is_strict(options)) for text in forms):
        raise FormsUnclear()


def check_question(kind: str, options: Any, key: Any) -> None:
    """Refuses options and a key that could never be answered, or not marked. Any JSON may be given."""
    if kind == Kind.SHORT:
        _check_short(options, key)
        return
    if kind == Kind.NUMERIC:
        wanted = key if isinstance(key, Mapping) else {}
        if not _is_number(wanted.get("value")) or not _is_number(wanted.get("tolerance"), 0):
            raise NoNumber()
        return
    if kind == Kind.MATCH:
        sides = options if isinstance(options, Mapping) else {}
        left, right = _check_texts(sides.get("left")), _check_texts(sides.get("right"))
        pairs = key if isinstance(key, Mapping) else {}
        right_key = set(pairs) == {str(place) for place in range(left)} and all(
            is_index(value, right) for value in pairs.values()
        )
    else:
        count = _check_texts(options)
        right_key = _is_choice(Kind(kind), key, count)
    if not right_key:
        raise NoRightAnswer()


def _is_choice(kind: Kind, key: Any, count: int) -> bool:
    """Whether a key fits `count` options of a question one chooses from or puts in order."""
    if kind in {Kind.SINGLE, Kind.TRUEFALSE}:
        return is_index(key, count)
    indexes = isinstance(key, list) and all(is_index(value, count) for value in key) and len(set(key)) == len(key)
    return bool(indexes and key) and (kind == Kind.MULTI or len(key) == count)


def key_from_curriculum(question: Mapping[str, Any]) -> tuple[Kind, Any, Any]:
    """(kind, options, key) of a question of `curriculum.json`. What is said there about a short answer is its rubric.

    The right-hand sides of a matching question are named once each and sorted, so that their order does
    not give the answers away. Raises QuestionIncomplete if the shape is not one we know.
    """
    kind, options, answer = question.get("type"), question.get("options"), question.get("answer")
    if kind not in set(Kind):
        raise QuestionIncomplete()
    kind = Kind(kind)
    if kind in {Kind.SINGLE, Kind.TRUEFALSE}:
        answer = answer[0] if isinstance(answer, list) and len(answer) == 1 else None
    elif kind == Kind.MULTI and isinstance(answer, list):
        answer = sorted(answer)
    elif kind == Kind.MATCH and isinstance(options, Mapping):
        right = sorted(set(options.values()), key=lambda text: (text.casefold(), text))
        answer = {str(place): right.index(text) for place, text in enumerate(options.values())}
        options = {"left": list(options), "right": right}
    elif kind == Kind.NUMERIC and isinstance(answer, Mapping):
        options = {"unit": answer.get("unit") or ""}
        answer = {"value": answer.get("value"), "tolerance": answer.get("tolerance", 0)}
    elif kind == Kind.SHORT:
        options = {"strict": False}
        answer = {"accepted": [], "rubric": "\n".join(map(str, answer if isinstance(answer, list) else []))}
    check_question(kind, options, answer)
    return kind, options, answer
