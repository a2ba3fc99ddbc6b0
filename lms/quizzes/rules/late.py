"""What to make of an answer that comes after the time, or after handing in."""

from enum import StrEnum
from typing import Any, NamedTuple

from lms.core.errors import RuleBroken
from lms.core.words import _l


class Given(NamedTuple):
    """An answer and the number it came with."""

    value: Any
    sequence: int


class Late(StrEnum):
    """What a late answer is."""

    #: What counts says the same, or something newer.
    KNOWN = "known"
    #: A late answer that is kept says the same, or something newer.
    KEPT = "kept"
    #: To be kept.
    NEWS = "news"


class StillOpen(RuleBroken):
    """What came late is looked at once the attempt is handed in."""

    sentence = _l("This quiz is not handed in yet. What came late can be counted afterwards")


def weigh(coming: Given, counts: Given | None, kept: Given | None) -> Late:
    """What an answer is, beside the one that counts and the late one that is kept. The highest number wins."""
    if counts is not None and coming.sequence <= counts.sequence:
        return Late.KNOWN
    if kept is None:
        return Late.KNOWN if coming.value == (counts.value if counts else None) else Late.NEWS
    if coming.sequence < kept.sequence or coming == kept:
        return Late.KEPT
    return Late.NEWS
