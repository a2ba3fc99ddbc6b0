"""What a lesson says: its words, their limits, what they must have to be shown, and what tells two texts apart."""

import hashlib
import json
import re
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.markdown import LIMIT_KB
from lms.core.words import _l

#: The words of a lesson that a trainer may change, in the order of the fingerprint.
WORDS = ("title_vi", "title_en", "minutes", "goals", "body", "activity", "recap", "videos")
#: Those whose change makes a review out of date.
REVIEWED = ("goals", "body", "activity", "recap")
#: What a video says.
VIDEO = ("url", "title", "minutes", "megabytes", "poster")

TITLE, LINE, ADDRESS = 160, 300, 500
LINES, VIDEOS = 12, 10
MINUTES, LENGTH, MEGABYTES = 240, 600, 5000
NOTE = 200

#: A page of another site, by a secure connection.
SECURE = re.compile(r"https://[^\s\\<>\"']+\.[^\s\\<>\"']+")
#: A picture of ours, as its address or as its id.
POSTER = re.compile(r"(?:/pictures/)?([a-z2-7]{13})")


class NoTitle(RuleBroken):
    """Readers find a lesson by its title."""

    sentence = _l("Give the lesson a title in Vietnamese")


class NoEnglishTitle(RuleBroken):
    """The English pages list it too."""

    sentence = _l("Give the lesson a title in English")


class NoBody(RuleBroken):
    """A lesson is its text."""

    sentence = _l("Write the text of the lesson")


class NotReady(RuleBroken):
    """A draft lacks something readers need: `faults` is [(field, what is wrong), …]."""

    sentence = _l("The lesson is not ready for readers yet. Nothing was lost")

    def __init__(self, faults: list[tuple[str, RuleBroken]]) -> None:
        super().__init__()
        self.faults = faults


def fingerprint(values: dict[str, Any]) -> str:
    """What a lesson says, as 64 hexadecimal digits (SHA-256): equal only when every word is equal.

    A lesson without videos has the fingerprint it had before there were any.
    """
    said = [values[name] for name in WORDS if name != "videos"]
    return _digest([*said, values["videos"]] if values.get("videos") else said)


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two texts say the same; space at the ends, which a form takes away, says nothing."""
    return fingerprint(_settled(one)) == fingerprint(_settled(other))


def _settled(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in words.items()}


def fingerprint_of_names(values: dict[str, Any]) -> str:
    """The same of a track or a module: titles, and competences if it has them."""
    names = ("title_vi", "title_en", "competences", "unesco")
    return _digest([values[name] for name in names if name in values])


def _digest(said: list[Any]) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def may_replace(shipped: str, now: str, coming: str) -> bool:
    """Whether a newer shipped text may take the place of a row.

    `shipped`: fingerprint the row was loaded with; `now`: of what it says; `coming`: of the new text.
    A lesson that a trainer has edited says something else than was shipped, and is left alone.
    """
    return shipped != coming and now == shipped


def needs_review(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether what a reviewer signed is no longer what stands there."""
    before, after = _settled(before), _settled(after)
    return any(before[name] != after[name] for name in REVIEWED)


def missing(words: dict[str, Any]) -> list[tuple[str, RuleBroken]]:
    """What a text still lacks before readers may see it, by field."""
    needed = (("title_vi", NoTitle), ("title_en", NoEnglishTitle), ("body", NoBody))
    return [(name, broken()) for name, broken in needed if not words[name].strip()]


def empty(title_vi: str, title_en: str) -> dict[str, Any]:
    """The words of a lesson that begins."""
    said = {"title_vi": title_vi, "title_en": title_en, "minutes": 20, "body": "", "activity": ""}
    return said | {"goals": [], "recap": [], "videos": []}


def too_long(text: str) -> bool:
    """Whether a text is more than one page should hold."""
    return len(text.encode("utf-8", "replace")) > LIMIT_KB * 1024
