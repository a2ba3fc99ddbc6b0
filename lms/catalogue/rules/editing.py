"""Decisions about drafts and texts that were shown."""

from enum import StrEnum
from typing import Any, NamedTuple

from lms.catalogue.rules.words import fingerprint_of_names
from lms.core.errors import RuleBroken
from lms.core.words import _l


class State(StrEnum):
    """Where a lesson stands for its readers."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Kind(StrEnum):
    """What a kept text is."""

    #: Readers saw it.
    PUBLISHED = "published"
    #: The programme offers it beside a text that was edited; nobody has answered yet.
    SHIPPED = "shipped"
    #: It was offered; somebody began a draft from it, or left it.
    TAKEN = "taken"
    LEFT = "left"
    #: A draft that another took the place of, or that was thrown away.
    ASIDE = "aside"


class Seen(NamedTuple):
    """What a form knew when it was opened: revision of the draft and number of the text shown; 0 for none."""

    revision: int
    version: int


class Names(NamedTuple):
    """What a track or a module is called; competences are a module's."""

    title_vi: str
    title_en: str
    competences: list[str] | None = None
    unesco: list[str] | None = None

    @classmethod
    def of(cls, row: Any) -> "Names":
        """What a track or a module is called now."""
        return cls(*(getattr(row, name, None) for name in cls._fields))

    @property
    def mark(self) -> str:
        """Tells two of them apart."""
        return fingerprint_of_names(self.told)

    @property
    def told(self) -> dict[str, Any]:
        """The columns that are said."""
        return {name: value for name, value in self._asdict().items() if value is not None}


class Overtaken(RuleBroken):
    """Somebody saved, or published, while this form was open."""

    sentence = _l("Somebody else saved this lesson while you were writing. Both texts are below; nothing is lost")


class ShownChanged(RuleBroken):
    """What readers see is not what this page knew."""

    sentence = _l("The text that readers see has changed meanwhile. Look at it, then decide again")


class NamesChanged(RuleBroken):
    """Somebody else renamed it while this form was open: it says `now` what is here."""

    sentence = _l("Somebody else changed this meanwhile. Here stands now: %(now)s. Send yours again if it should stand")


class IsArchived(RuleBroken):
    """Nobody finds an archived lesson."""

    sentence = _l("This lesson is archived. Bring it back first, then publish")


class NothingShown(RuleBroken):
    """A lesson that readers never saw."""

    sentence = _l("Readers have not seen this lesson yet. Publish it first")


class WasShown(RuleBroken):
    """Readers have seen the lesson: it is archived, never removed."""

    sentence = _l("Readers have seen this lesson. Archive it instead")


class InUse(RuleBroken):
    """Something points at the lesson: a question that was written for it."""

    sentence = _l("Questions belong to this lesson. Give them another lesson first, then remove it")


class NoSuchText(RuleBroken):
    """A number that no text of this lesson has."""

    sentence = _l("Choose a text from the list")


def overtaken(*, revision: int, version: int, draft_revision: int, shown: int) -> bool:
    """Whether a form knew an older lesson than there is.

    `revision`, `version`: what the form knew of the draft and of the text shown; 0 for none.
    """
    return revision != draft_revision or (not draft_revision and version != shown)


def put_at(order: list[int], item: int, place: int) -> list[int]:
    """`order` with `item` at `place` (1 is the first), whichever place it had, or none; the others keep their order."""
    rest = [other for other in order if other != item]
    place = min(max(place, 1), len(rest) + 1)
    return [*rest[: place - 1], item, *rest[place - 1 :]]


def number(rows: list[Any]) -> int:
    """Give rows the places 1, 2, 3 … in this order; answers how many stood elsewhere."""
    moved = 0
    for place, row in enumerate(rows, 1):
        if row.position != place:
            row.position, moved = place, moved + 1
    return moved
