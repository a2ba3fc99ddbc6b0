"""A class list made ready for looking many shown names up."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from lms.attendance.rules import names
from lms.attendance.rules.names import Shown, Word

NOBODY: frozenset[int] = frozenset()
#: Words shorter than this are not near for one letter: An and Ân, Lò Mai and Lò Mây are two people.
LETTERS_OF_SLIP = 4


class Learner(NamedTuple):
    """Somebody of the class. `emails`: verified ones; `registrant`: Zoom's id of their registration."""

    id: int
    name: str
    mark: str
    emails: tuple[str, ...] = ()
    registrant: str | None = None


class Card(NamedTuple):
    """A learner with the words of the name."""

    learner: Learner
    words: tuple[Word, ...]
    bare: tuple[str, ...]
    #: The words without tones, written as one and counted.
    glued: str
    counted: Counter[str]

    @property
    def given(self) -> str:
        """What they are called by."""
        return self.bare[-1] if self.bare else ""

    @property
    def mark(self) -> str:
        """The personal mark in capitals."""
        return self.learner.mark.upper()


Index = dict[Hashable, frozenset[int]]


class ClassList:
    """The learners of a class by whatever may be seen of them; every index holds ids."""

    def __init__(self, learners: Iterable[Learner]) -> None:
        self.cards = {learner.id: _card(learner) for learner in learners}
        self.registrants = self._index(lambda card: [card.learner.registrant])
        self.marks = self._index(lambda card: [card.mark])
        self.emails = self._index(lambda card: map(folded_email, card.learner.emails))
        #: The name written as one word, and its words sorted.
        self.glued = self._index(lambda card: [card.glued])
        self.sorted = self._index(lambda card: [tuple(sorted(card.bare))])
        self.by_word = self._index(lambda card: card.bare)
        self.initials = self._index(lambda card: ["".join(word[0] for word in card.bare)])
        self._near: dict[str, list[str]] = {}

    def _index(self, keys: Callable[[Card], Iterable[Hashable]]) -> Index:
        found: dict[Hashable, set[int]] = defaultdict(set)
        for number, card in self.cards.items():
            for key in keys(card):
                if key:
                    found[key].add(number)
        return {key: frozenset(ids) for key, ids in found.items()}

    def fitting(self, words: Iterable[str]) -> frozenset[int]:
        """Those in whose name all these words are; nobody for no words."""
        counted = Counter(words)
        lists = [self.by_word.get(word, NOBODY) for word in counted]
        within = frozenset.intersection(*lists) if lists else NOBODY
        return frozenset(number for number in within if counted <= self.cards[number].counted)

    def words_near(self, word: str) -> list[str]:
        """The words of these names that a typed one can be: itself, else those a slip away."""
        if word in self.by_word:
            return [word]
        if word not in self._near:
            self._near[word] = sorted(known for known in self.by_word if one_slip(word, known))
        return self._near[word]


def folded_email(address: str | None) -> str:
    """An address to compare by. Dots in Gmail addresses are kept."""
    return (address or "").strip().casefold()


def can_be(card: Card, look: Shown) -> bool:
    """Whether a shown name may be this learner's: part of the name, more than it, initials, or a slip of the keys."""
    if look.device or not look.words:
        return True
    own, typed = card.counted, Counter(look.bare)
    if look.related:
        return typed <= own
    if typed <= own or own <= typed or Counter(map(names.typed_raw, look.bare)) <= own:
        return True
    if any(part[-1].bare == card.given and Counter(word.bare for word in part) <= own for part in look.parts):
        return True
    return one_slip("".join(look.bare), card.glued) or are_initials(look.bare, card.bare)


def one_slip(one: str, other: str) -> bool:
    """Whether one letter was changed, left out or added, or two neighbours were swapped."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) < LETTERS_OF_SLIP or len(other) - len(one) > 1:
        return False
    at = next((place for place, letter in enumerate(one) if letter != other[place]), len(one))
    if len(one) != len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or one[at:] == other[at + 1 : at + 2] + other[at : at + 1] + other[at + 2 :]


def are_initials(typed: Iterable[str], name: Iterable[str]) -> bool:
    """Whether words are those of a name, some of them as a first letter: "n v an", "nva"."""
    words, full = list(typed), list(name)
    if len(words) == 1 < len(full):
        words = list(words[0])
    if len(words) != len(full):
        return False
    return all(word == own or (len(word) == 1 and own.startswith(word)) for word, own in zip(words, full, strict=True))


def _card(learner: Learner) -> Card:
    words = names.words_of(learner.name)
    bare = tuple(word.bare for word in words)
    return Card(learner, words, bare, "".join(bare), Counter(bare))
