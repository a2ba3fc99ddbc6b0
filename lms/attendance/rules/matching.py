"""The ladder: who of a class a shown name is.

The first step that points to one learner decides, and only if no other step points to somebody else: an e-mail of
one and the full name of another are a brother's telephone as often as not. Then, and whenever two fit equally well,
nobody is matched and a trainer chooses. Likeness never decides; it only orders what is suggested.

Stricter than the plain ladder, each time because a wrong match is worse than a tap:
- A mark counts if the name beside it can be its owner's, or if there is none. People copy a friend's line and change
  only the name.
- A # with a mark of nobody here holds a name back, unless one sign of it is mistyped: it may be a namesake's.
- Tones that are written contradict (Hùng, Hưng); a name written without any does not.
- The same words in another order count if the family name moved. Nguyễn Văn Anh is not Nguyễn Anh Văn.
- An alias decides between namesakes, but not if somebody else fits what was shown better.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from lms.attendance.rules import names
from lms.attendance.rules.names import Shown, Word
from lms.attendance.rules.roster import NOBODY, ClassList, Learner, can_be, folded_email, one_slip
from lms.attendance.rules.suggesting import Suggestion, suggest

__all__ = ["Learner", "Match", "Roster", "Seen", "Step", "Suggestion"]


class Step(StrEnum):
    """How somebody was recognised. The last two are people's doing."""

    REGISTRANT = "registrant"
    MARK = "mark"
    ALIAS = "alias"
    EMAIL = "email"
    NAME = "name"
    WORDS = "words"
    TONES = "tones"
    CONFIRMED = "confirmed"
    CLAIMED = "claimed"


class Seen(NamedTuple):
    """What a report shows of somebody. `original_name`: before they renamed themselves."""

    name: str | None
    original_name: str | None = None
    email: str | None = None
    registrant: str | None = None


class Match(NamedTuple):
    """Who it is and how that is known, or nobody with a few suggestions, best first."""

    person_id: int | None
    step: Step | None
    suggestions: list[Suggestion]


class Rung(NamedTuple):
    """Whom one step points to; `sure`: it decides if that is one person."""

    step: Step
    ids: frozenset[int]
    sure: bool = True


class Roster:
    """A class, made ready for many names. `aliases`: `names.key` of a shown name → person id."""

    def __init__(self, learners: Iterable[Learner], aliases: Mapping[str, int] | None = None) -> None:
        self._list = ClassList(learners)
        self._aliases = aliases or {}

    def match(self, seen: Seen) -> Match:
        """Who of the class it is. The order of the learners does not matter."""
        shown = {text: names.take_apart(text, self._list.marks) for text in seen[:2] if text}
        looks = list(shown.values())
        rungs = [rung for rung in self._rungs(seen, shown) if rung.ids]
        first = next((rung for rung in rungs if rung.sure and len(rung.ids) == 1), None)
        if first is not None:
            [person_id] = first.ids
            if not self._contradicted(person_id, first.step, rungs, looks):
                return Match(person_id, first.step, [])
        return Match(None, None, suggest(self._list, [(rung.step, rung.ids) for rung in rungs], looks))

    def _rungs(self, seen: Seen, shown: dict[str, Shown]) -> Iterator[Rung]:
        people = self._list
        yield Rung(Step.REGISTRANT, people.registrants.get(seen.registrant, NOBODY))
        for look in shown.values():
            ids = NOBODY.union(*(people.marks.get(mark, NOBODY) for mark in look.marks))
            yield Rung(Step.MARK, ids, all(can_be(people.cards[number], look) for number in ids))
        for text, look in shown.items():
            yield self._alias(text, look)
        yield Rung(Step.EMAIL, people.emails.get(folded_email(seen.email), NOBODY))
        for look in shown.values():
            yield self._named(look)

    def _alias(self, text: str, look: Shown) -> Rung:
        """Whom a trainer said this is, with those who fit it better, or as well if it is only part of a name."""
        person_id = self._aliases.get(names.key(text))
        if person_id is None or person_id not in self._list.cards:
            return Rung(Step.ALIAS, NOBODY)
        full = self._list.sorted.get(tuple(sorted(look.bare)), NOBODY)
        others = NOBODY if person_id in full else full or self._list.fitting(look.bare)
        return Rung(Step.ALIAS, others | {person_id}, names.is_personal(text))

    def _named(self, look: Shown) -> Rung:
        """Whom the name points to: as written, else without what stands around it, else by a part of it."""
        if look.device and len(look.words) == 1:
            return Rung(Step.NAME, NOBODY)
        for words in (look.literal, look.words):
            rung = self._called(words)
            if rung.ids:
                return rung
        least = 3 if any(len(part) == 1 for part in look.parts) else 2
        parts = [self._called(part) for part in look.parts if len(part) >= least and not look.related]
        found = [rung for rung in parts if rung.ids]
        return Rung(found[0].step, NOBODY.union(*(rung.ids for rung in found))) if found else Rung(Step.NAME, NOBODY)

    def _called(self, words: tuple[Word, ...]) -> Rung:
        """Whom the words point to: by the full name, else by the same words in another order."""
        bare, people = [word.bare for word in words], self._list
        rung = self._by_tones(Step.NAME, words, people.glued.get("".join(bare), NOBODY))
        if rung.ids:
            short = any(len(people.cards[number].bare) == 1 for number in rung.ids)
            return rung._replace(ids=rung.ids.union(people.by_word.get(bare[0], NOBODY))) if short else rung
        rung = self._by_tones(Step.WORDS, sorted(words), people.sorted.get(tuple(sorted(bare)), NOBODY))
        firsts = [people.cards[number].words[0] for number in rung.ids]
        moved = all(first.bare != bare[0] or not names.same_letters([first], words[:1]) for first in firsts)
        return rung if moved else Rung(Step.WORDS, NOBODY)

    def _by_tones(self, step: Step, typed: Iterable[Word], ids: frozenset[int]) -> Rung:
        """Those of `ids` whom the tones do not contradict; TONES if they leave one of several."""

        def agrees(number: int) -> bool:
            words = self._list.cards[number].words
            return names.same_letters(typed, sorted(words) if step == Step.WORDS else words)

        left = frozenset(filter(agrees, ids))
        return Rung(Step.TONES if len(left) == 1 < len(ids) else step, left)

    def _contradicted(self, person_id: int, step: Step, rungs: list[Rung], looks: list[Shown]) -> bool:
        """Whether anything else that is known points to another person."""
        if any(person_id not in rung.ids or (rung.step == Step.MARK and len(rung.ids) > 1) for rung in rungs):
            return True
        card = self._list.cards[person_id]
        if step in {Step.REGISTRANT, Step.EMAIL}:
            return any(not can_be(card, look) and self._list.fitting(look.bare) for look in looks)
        if step in {Step.NAME, Step.WORDS, Step.TONES}:
            typed = {mark for look in looks for mark in look.marks}
            return any(mark != card.mark and not one_slip(mark, card.mark) for mark in typed)
        return False
