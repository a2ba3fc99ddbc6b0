"""Which format a file of questions is in, from its bytes; from its name only where they leave it open. Pure."""

import re

from lms.files.sheets import OLE, OTHERS, ZIP
from lms.quizzes.formats import aiken, refusals
from lms.quizzes.formats.gift_lines import CATEGORY, hide
from lms.quizzes.formats.grid_columns import column

#: Characters and lines that are looked at.
HEAD, LOOKED_AT = 200_000, 200
ENDINGS = {".gift": "gift", ".aiken": "aiken", ".xml": "moodle-xml", ".csv": "csv", ".xlsx": "xlsx", ".tsv": "csv"}


def is_book(data: bytes) -> bool:
    """Whether the bytes are a workbook, which is no text."""
    return data.startswith((ZIP, OLE))


def is_other(data: bytes) -> bool:
    """Whether the bytes are a picture, a PDF, an archive: nothing with questions."""
    return data.startswith(OTHERS)


def guess(text: str, name: str = "") -> str:
    """The format of a text. Raises FormatUnknown."""
    head = text[:HEAD].lstrip()
    if re.match(r"<(?:html|!DOCTYPE\s+html)", head, re.IGNORECASE):
        raise refusals.FormatUnknown()
    if re.match(r"<(?:\?xml|quiz|!--|!DOCTYPE)", head, re.IGNORECASE):
        return "moodle-xml"
    lines = [line.strip() for line in head.split("\n")[:LOOKED_AT]]
    filled = [line for line in lines if line]
    if any(_has_headings(line) for line in filled[:20]):
        return "csv"
    options, answers = (sum(bool(shape.fullmatch(line)) for line in lines) for shape in (aiken.OPTION, aiken.ANSWER))
    if answers or (options > 1 and "{" not in head):
        return "aiken"
    if re.search(r"\{[^{}]*\}", hide(head)) or any(line.startswith(("::", CATEGORY)) for line in lines):
        return "gift"
    ending = re.search(r"\.\w+$", name.lower())
    if ending and ending[0] in ENDINGS and ENDINGS[ending[0]] != "xlsx":
        return ENDINGS[ending[0]]
    raise refusals.FormatUnknown()


def _has_headings(line: str) -> bool:
    """Whether a line has a heading of a table for the questions, and another one."""
    cells = [cell.strip().strip('"') for cell in re.split("[,;\t|]", line[:5_000])]
    names = {column(cell) for cell in cells} - {None}
    return "text" in names and len(names) > 1
