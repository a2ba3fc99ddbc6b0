"""What becomes of a question of a file: where it goes, whether it is in the bank already, what it may change. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from lms.core.errors import RuleBroken
from lms.core.text import fold
from lms.core.words import _l
from lms.quizzes.rules.bank import Kind

#: Questions that are written in one transaction.
BLOCK = 200
#: How long a file lies on the shelf after it was brought, and one after it was made.
KEPT = timedelta(days=30)
#: Most bytes of a pasted text, and characters of one that is shown while it is typed.
MOST_TYPED, TYPED = 2 * 1024 * 1024, 200_000
_CODE = re.compile(r"[a-z]\d+(?:\.\d+)*\b")


class State(StrEnum):
    """Where a file of questions stands."""

    READ = "read"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class Fate(StrEnum):
    """What becomes of a question: joins the bank; is there word for word; is there with other words; is refused."""

    NEW = "new"
    KNOWN = "known"
    OTHER = "other"
    REFUSED = "refused"


class FileGone(RuleBroken):
    """It lay on the shelf for too long."""

    sentence = _l("The file is no longer here. Bring it again; nothing was added from it")


class Named(NamedTuple):
    """A module, with what a category may call it."""

    id: int
    code: str
    title_vi: str
    title_en: str


class Places:
    """Which module a category of a file means."""

    def __init__(self, modules: Iterable[Named]) -> None:
        self.codes: dict[str, int] = {}
        self.titles: dict[str, int] = {}
        for module in modules:
            self.codes[fold(module.code)] = module.id
            for title in (module.title_vi, module.title_en):
                self.titles.setdefault(fold(title), module.id)

    def find(self, category: str) -> int | None:
        """The module that the last part of a path names by code or title, or else a part before it."""
        for part in reversed(re.split("/+", category[:1_000])):
            said = fold(part)
            code = _CODE.match(said)
            found = self.titles.get(said) or self.codes.get(code[0] if code else said)
            if found:
                return found
        return None


def likeness(kind: str, text: str, options: Any) -> tuple[str, str, tuple[str, ...]]:
    """What makes two questions of a module the same: kind, folded text, folded options in whatever order."""
    return str(kind), fold(text), tuple(sorted(fold(line) for line in _lines(options)))


def _lines(options: Any) -> list[str]:
    if isinstance(options, Mapping):
        return [line for side in ("left", "right") for line in options.get(side) or ()]
    return options if isinstance(options, list) else []


def kept_apart(words: dict[str, Any], before: Mapping[str, Any], named: str) -> dict[str, Any]:
    """The words of a file without those that its format cannot say: what the bank says of these (`before`) stays."""
    kept = dict(words)
    same = kept["kind"] == before["kind"]
    if named in ("gift", "moodle-xml"):
        del kept["difficulty"]
    if named == "gift" and same and kept["kind"] == Kind.NUMERIC:
        kept["options"] = before["options"]
    if named == "gift" and same and kept["kind"] == Kind.SHORT:
        kept["options"] = before["options"]
        kept["key"] = {**kept["key"], "rubric": before["key"].get("rubric", "")}
    told_nowhere = named in ("csv", "xlsx") or (named == "gift" and kept["kind"] == Kind.ORDER)
    if told_nowhere and same and kept["options"] == before["options"]:
        del kept["feedback"]
    return kept


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sets of words say the same, in whatever order right sides, and lines to be ordered, are kept."""
    names = ("kind", "text", "title_en", "explanation", "difficulty")
    if any(one[name] != other[name] for name in names) or sorted(one["tags"]) != sorted(other["tags"]):
        return False
    return _asked(one) == _asked(other)


def _asked(words: Mapping[str, Any]) -> Any:
    """Options, key and feedback by their texts."""
    options, key, told = words["options"], words["key"], words["feedback"]
    if words["kind"] == Kind.MATCH:
        right = options["right"]
        pairs = [(left, right[key[str(place)]]) for place, left in enumerate(options["left"])]
        return pairs, sorted(right), told
    if words["kind"] == Kind.ORDER:
        return [(options[place], told.get(str(place), "")) for place in key]
    return options, key, told
