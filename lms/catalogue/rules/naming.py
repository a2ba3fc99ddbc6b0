"""How tracks, modules and lessons are named: addresses and codes."""

import re
from collections.abc import Container, Iterable

from lms.core.errors import RuleBroken
from lms.core.text import fold
from lms.core.words import _l

#: Longest address made from a title; the column holds 80, which leaves room for a number.
SLUG_LENGTH = 72
#: Addresses that are pages of ours beside the lessons, modules and tracks.
RESERVED = frozenset({"write", "new", "import"})
#: Longest code of a track or a module, and of a lesson: as long as their columns.
CODE_LENGTH, LESSON_CODE_LENGTH = 8, 10


class TooManyCodes(RuleBroken):
    """The next number does not fit its column any more."""

    sentence = _l("There is no room for one more here. Put it somewhere else")


def slug(title: str, taken: Container[str] = ()) -> str:
    """An address made of the words of a Vietnamese title: "AI là gì?" → "ai-la-gi"; numbered if taken."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-") or "bai"
    if len(words) > SLUG_LENGTH:
        words = words[: SLUG_LENGTH + 1].rpartition("-")[0] or words[:SLUG_LENGTH]
    name, number = words, 1
    while name in taken or name in RESERVED:
        number += 1
        name = f"{words}-{number}"
    return name


def next_code(parent: str, taken: Iterable[str], *, most: int = CODE_LENGTH) -> str:
    """The code that follows those taken under `parent`: "T1.7" after "T1.6", "T5" (parent "") after "T4".

    Counting goes on from the highest, so that a code never stands for something else. Raises TooManyCodes.
    """
    start = f"{parent}." if parent else "T"
    ends = (code[len(start) :] for code in taken if code.startswith(start))
    code = f"{start}{max((int(end) for end in ends if re.fullmatch(r'[0-9]{1,6}', end)), default=0) + 1}"
    if len(code) > most:
        raise TooManyCodes()
    return code
