"""What a reader may keep beside a lesson. Pure."""

from lms.core.errors import RuleBroken
from lms.core.words import _l

#: What a note stands beside: the task of the lesson, and what to remember of it.
PARTS = ("activity", "recap")
#: Most signs of a note: some four pages of a school book.
MOST_SIGNS = 8000
#: A phone counts its own changes; nobody types more often than this.
MOST_SEQUENCE = 2_000_000_000


class NoteTooLong(RuleBroken):
    """More than `limit` signs."""

    sentence = _l("Keep your note under %(limit)s characters")


def check_note(text: str) -> None:
    """Refuses what is longer than a note. Raises NoteTooLong."""
    if len(text) > MOST_SIGNS:
        raise NoteTooLong(limit=MOST_SIGNS)


def sequence(given: str, known: int) -> int:
    """The number of a change: as the phone counted it, else (a form without script) one above what is known."""
    plain = given.isascii() and given.isdecimal() and len(given) <= 10
    return min(int(given), MOST_SEQUENCE) if plain else known + 1
