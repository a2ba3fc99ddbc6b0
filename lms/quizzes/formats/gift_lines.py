"""The outer shape of GIFT: questions between blank lines, comments, the name, the block of answers, the signs. Pure.

Source: docs.moodle.org, "GIFT format". The order of the steps is Moodle's, for it decides what a text means.
"""

import re
from collections.abc import Iterator
from itertools import dropwhile
from typing import NamedTuple

from lms.quizzes.formats import refusals
from lms.quizzes.formats.items import MOST_CHOICES, TEXT_FORMATS, Fault

#: Signs before answers; so many more than answers, and nobody splits them.
MOST_SIGNS = 10 * MOST_CHOICES
#: Begins a line that names the category of what follows.
CATEGORY = "$CATEGORY:"
#: A sign after a backslash stands for itself; `\\n` is a line end. Texts hold none of these placeholders.
SIGNS = {":": "\x01", "#": "\x02", "=": "\x03", "{": "\x04", "}": "\x05", "~": "\x06"}
MEANT = str.maketrans({place: sign for sign, place in SIGNS.items()} | {"\x07": "\n"})
#: Stands for a comment line, so that lines can be counted: space, and gone from what is meant.
COMMENT = "\x1f"
_HIDDEN = SIGNS | {"n": "\x07", "\\": "\\"}
_ESCAPED = re.compile(r"\\([:#={}~n\\])")
_FORMAT = re.compile(rf"\[({'|'.join(TEXT_FORMATS)})\]")
#: In a comment, with ] as \].
_MARK = re.compile(r"\[(id|tag):((?:\\\]|[^\]])*)\]")


class Block(NamedTuple):
    """One question: the line of its first word, its comments, its text with hidden signs, and all as it stands."""

    line: int
    comments: str
    text: str
    source: str = ""


class Part(NamedTuple):
    """A piece of a block: the line it begins in, the sign before it ("" for none), its text with hidden signs."""

    line: int
    sign: str
    text: str


def hide(text: str) -> str:
    """The text with every escaped sign as its placeholder."""
    return _ESCAPED.sub(lambda found: _HIDDEN[found[1]], text)


def meant(text: str) -> str:
    """The text with the signs that were hidden, without space around."""
    return text.replace(f"{COMMENT}\n", "").translate(MEANT).strip()


def blocks(text: str) -> Iterator[Block]:
    """The questions of a file: what stands between blank lines. A comment is not blank; a category is on its own."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        alone = line.lstrip().startswith(CATEGORY)
        if line.strip() and not alone:
            lines.append((number, line))
            continue
        if block := _block(lines):
            yield block
        lines = []
        if alone:
            yield Block(number, "", hide(line.strip()))


def _block(lines: list[tuple[int, str]]) -> Block | None:
    comments = [line for _number, line in lines if line.strip().startswith("//")]
    source = "\n".join(line for _number, line in lines)
    lines = list(dropwhile(lambda each: each[1].strip().startswith("//"), lines))
    if not lines:
        return None
    text = "\n".join(COMMENT if line.strip().startswith("//") else line for _number, line in lines)
    return Block(lines[0][0], "\n".join(comments), hide(text.strip()), source)


def marks(comments: str) -> tuple[str, tuple[str, ...]]:
    """(code, tags) from `[id:…]` and `[tag:…]` in comments."""
    found = [(kind, word.replace("\\]", "]").strip()) for kind, word in _MARK.findall(comments)]
    code = next((word for kind, word in found if kind == "id"), "")
    return code, tuple(dict.fromkeys(word for kind, word in found if kind == "tag" and word))


def without_name(block: Block) -> tuple[str, Part]:
    """(name, the rest of a block)."""
    if not block.text.startswith("::"):
        return "", Part(block.line, "", block.text)
    name, colons, rest = block.text[2:].partition("::")
    if not colons:
        raise Fault(block.line, refusals.NameOpen())
    return meant(name), Part(block.line + name.count("\n"), "", rest)


def without_answers(part: Part) -> tuple[str, Part | None]:
    """(text, answers), with "_____" where the answers stood in the middle of the text; None for no answers."""
    before, opening, rest = part.text.partition("{")
    if "}" in before:
        raise Fault(part.line + before[: before.index("}")].count("\n"), refusals.BraceAlone())
    if not opening:
        return before, None
    line = part.line + before.count("\n")
    answers, closing, after = rest.partition("}")
    if not closing:
        raise Fault(line, refusals.BraceOpen())
    if "{" in answers or "{" in after:
        passed = answers[: answers.index("{")] if "{" in answers else answers + after[: after.index("{")]
        raise Fault(line + passed.count("\n"), refusals.BraceTwice())
    if "}" in after:
        raise Fault(line + (answers + after[: after.index("}")]).count("\n"), refusals.BraceAlone())
    text = f"{before}_____{after}" if after.strip() else before
    return text, Part(line, "", answers)


def with_format(text: str) -> tuple[str, str]:
    """(format, or "" where none is said; text as it is meant)."""
    said = _FORMAT.match(text.strip())
    return (said[1], meant(text.strip()[said.end() :])) if said else ("", meant(text))


def split(part: Part, signs: str) -> list[Part]:
    """The pieces of answers, each beginning with one of `signs`; the first may have none."""
    found, line = [], part.line
    if sum(map(part.text.count, signs)) > MOST_SIGNS:
        raise Fault(line, refusals.TooManyChoices(limit=MOST_CHOICES))
    for piece in re.split(f"(?=[{signs}])", part.text):
        sign, words = (piece[0], piece[1:]) if piece[:1] and piece[0] in signs else ("", piece)
        if sign or words.strip():
            skipped = len(words) - len(words.lstrip())
            lead = 0 if sign else words[:skipped].count("\n")
            found.append(Part(line + lead, sign, words.strip()))
        line += piece.count("\n")
    return found
