"""What differs between two texts: by lines first, then by words inside the lines that changed.

Pure. The time is bounded whatever the texts are: past a budget of comparisons a changed passage is shown whole.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

#: Most pairs of lines, and of words in all changed passages together, that are compared.
LINES, WORDS = 4_000_000, 400_000
#: Most pairs of words in one changed passage.
PASSAGE = 90_000

#: A word with its tone marks (composed or not), a space, or one sign.
_TOKENS = re.compile(r"[\w\u0300-\u036f]+|\s+|[^\w\s]")


class Piece(NamedTuple):
    """A run of text: `kind` is "same", "gone" (in the old text only) or "new" (in the new one only)."""

    kind: str
    text: str


class _Run(NamedTuple):
    same: bool
    old: str
    new: str


def between(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in the order of reading.

    Those that are not new make up `old`, those that are not gone make up `new`.
    """
    runs, budget = [], WORDS
    for same, before, after in _compared(old.splitlines(keepends=True), new.splitlines(keepends=True), LINES):
        gone, come = _TOKENS.findall("".join(before)), _TOKENS.findall("".join(after))
        pairs = len(gone) * len(come)
        if same or not pairs or pairs > min(budget, PASSAGE):
            runs.append(_Run(same, "".join(before), "".join(after)))
            continue
        budget -= pairs
        inside = [_Run(alike, "".join(a), "".join(b)) for alike, a, b in _compared(gone, come, PASSAGE)]
        runs.extend(_readable(inside))
    return list(_pieces(runs))


def _compared(old: list[str], new: list[str], most: int) -> Iterator[tuple[bool, list[str], list[str]]]:
    """(whether they are the same, those of the old, those of the new), in order."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield True, old[:head], new[:head]
    if left or right:
        yield from _middle(left, right, most)
    if tail:
        yield True, old[len(old) - tail :], new[len(new) - tail :]


def _middle(old: list[str], new: list[str], most: int) -> Iterator[tuple[bool, list[str], list[str]]]:
    if not old or not new or len(old) * len(new) > most:
        yield False, old, new
        return
    matcher: Any = SequenceMatcher(None, old, new)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield tag == "equal", old[a:b], new[c:d]


def _readable(runs: list[_Run]) -> list[_Run]:
    """A lone space between two changes belongs to both, so that a changed phrase stands as one."""
    kept: list[_Run] = []
    for place, run in enumerate(runs):
        lone = run.same and run.old.isspace() and "\n" not in run.old
        between_changes = kept and not kept[-1].same and place + 1 < len(runs) and not runs[place + 1].same
        if lone and between_changes:
            run = _Run(False, run.old, run.new)
        if kept and kept[-1].same == run.same:
            run = _Run(run.same, kept[-1].old + run.old, kept.pop().new + run.new)
        kept.append(run)
    return kept


def _pieces(runs: list[_Run]) -> Iterator[Piece]:
    for same, before, after in runs:
        if same:
            yield Piece("same", before)
        else:
            yield from (Piece(kind, text) for kind, text in (("gone", before), ("new", after)) if text)
