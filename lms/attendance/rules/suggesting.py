"""Whom a shown name may belong to that was matched with nobody: a few, best first, each with a reason.

The percent orders the list and is shown; it decides nothing.
"""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from heapq import nsmallest
from typing import NamedTuple

from lms.attendance.rules import names
from lms.attendance.rules.names import Shown
from lms.attendance.rules.roster import NOBODY, Card, ClassList, are_initials, one_slip

#: Suggestions given, and the least percent.
MOST, LEAST = 5, 40
#: Learners looked at closely for one name. Those with the rarest words in common come first.
CLOSELY = 24
#: A word that more of the class have than this finds nobody.
COMMON = 250


class Suggestion(NamedTuple):
    """Somebody it may be; `why`: the Step that points to them, or a Likeness."""

    person_id: int
    percent: int
    why: str


class Likeness(StrEnum):
    """What a shown name and a learner's have in common."""

    TIE = "tie"
    SHARED_EMAIL = "shared_email"
    OTHER_TONES = "other_tones"
    SAME_WORDS = "same_words"
    TYPED_RAW = "typed_raw"
    SLIP = "slip"
    PART = "part"
    MORE = "more"
    MARK_SLIP = "mark_slip"
    SAME_GIVEN = "same_given"
    INITIALS = "initials"
    CLOSE = "close"


#: By the step that pointed to somebody, though not to them alone.
BY_STEP = {"registrant": 95, "mark": 92, "alias": 90, "email": 88, "name": 86, "words": 84, "tones": 86}
#: What it is called if a step points to several.
SEVERAL = {
    "name": Likeness.TIE, "words": Likeness.TIE, "tones": Likeness.TIE, "email": Likeness.SHARED_EMAIL,
}  # fmt: skip
PERCENT = {
    Likeness.OTHER_TONES: 85, Likeness.SAME_WORDS: 82, Likeness.TYPED_RAW: 80, Likeness.SLIP: 78,
    Likeness.MORE: 75, Likeness.PART: 72, Likeness.MARK_SLIP: 65, Likeness.SAME_GIVEN: 55, Likeness.INITIALS: 50,
}  # fmt: skip
#: What a name that is alike through and through would get.
CLOSE = 70
#: The tones are right too.
TONES = 4


def suggest(people: ClassList, pointed: Iterable[tuple[str, frozenset[int]]], looks: list[Shown]) -> list[Suggestion]:
    """At most MOST people, best first. `pointed`: whom each step of the ladder pointed to."""
    best: dict[int, tuple[int, str]] = {}

    def offer(person_id: int, percent: int, why: str) -> None:
        best[person_id] = max(best.get(person_id, (LEAST - 1, "")), (percent, why))

    for step, ids in pointed:
        for person_id in ids:
            offer(person_id, BY_STEP[step], SEVERAL.get(step, step) if len(ids) > 1 else step)
    for look in looks:
        for person_id, why in _by_mark(people, look):
            offer(person_id, PERCENT[why], why)
        typed = _Typed(look)
        for person_id in _near(people, look):
            offer(person_id, *_alike(people.cards[person_id], typed))
    found = [Suggestion(person_id, percent, str(why)) for person_id, (percent, why) in best.items() if why]
    return sorted(found, key=lambda one: (-one.percent, people.cards[one.person_id].bare, one.person_id))[:MOST]


def _by_mark(people: ClassList, look: Shown) -> Iterable[tuple[int, Likeness]]:
    """Those whose mark is a sign away from one that nobody has."""
    unknown = [mark for mark in look.marks if mark not in people.marks]
    for mark in unknown:
        for person_id, card in people.cards.items():
            if one_slip(mark, card.mark):
                yield person_id, Likeness.MARK_SLIP


def _near(people: ClassList, look: Shown) -> list[int]:
    """CLOSELY learners at most who share words with a name, mistyped ones too."""
    weights: Counter[int] = Counter()
    for typed in {*look.bare, *map(names.typed_raw, look.bare)}:
        for form in people.words_near(typed):
            ids = people.by_word.get(form, NOBODY)
            if len(ids) <= COMMON:
                weights.update(dict.fromkeys(ids, 1 + COMMON // len(ids)))
    firsts = "".join(word[0] for word in look.bare)
    for letters in {firsts, *look.bare[:1]} if len(look.bare) == 1 else {firsts}:
        weights.update(dict.fromkeys(people.initials.get(letters, NOBODY), 1))
    return nsmallest(CLOSELY, weights, key=lambda number: (-weights[number], number))


class _Typed:
    """The words of a shown name, made ready to be compared with many."""

    def __init__(self, look: Shown) -> None:
        self.bare, self.glued = look.bare, "".join(look.bare)
        self.raw = [names.typed_raw(word) for word in look.bare]
        self.counted, self.counted_raw = Counter(look.bare), Counter(self.raw)
        self.toned = {word for word in look.words if word.marks}
        self.pairs = _pairs(self.glued)


def _alike(card: Card, typed: _Typed) -> tuple[int, str]:
    """(percent, why) of the closest likeness."""
    why = _likeness(card, typed)
    if why is None:
        return int(CLOSE * _share(typed.pairs, _pairs(card.glued))), Likeness.CLOSE
    right = why != Likeness.OTHER_TONES and not typed.toned.isdisjoint(card.words)
    return PERCENT[why] + (TONES if right else 0), why


def _likeness(card: Card, typed: _Typed) -> Likeness | None:
    if typed.glued == card.glued:
        return Likeness.OTHER_TONES
    if typed.counted == card.counted:
        return Likeness.SAME_WORDS
    if typed.counted_raw == card.counted:
        return Likeness.TYPED_RAW
    if one_slip(typed.glued, card.glued):
        return Likeness.SLIP
    if len(card.bare) > 1 and card.counted <= typed.counted:
        return Likeness.MORE
    if len(typed.bare) > 1 and typed.counted <= card.counted:
        return Likeness.PART
    if card.given in {typed.bare[0], typed.bare[-1], typed.raw[0], typed.raw[-1]}:
        return Likeness.SAME_GIVEN
    return Likeness.INITIALS if are_initials(typed.bare, card.bare) else None


def _pairs(letters: str) -> set[str]:
    return {letters[at : at + 2] for at in range(len(letters) - 1)}


def _share(one: set[str], other: set[str]) -> float:
    """Dice: twice what two sets have in common, of both."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
