"""The questions that were refused, in the format of their file, with what to mend said above each. Pure."""

import re
from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from lms.files import tables
from lms.quizzes.formats import aiken, gift_writing, grid_writing, moodle_writing
from lms.quizzes.formats.gift_lines import CATEGORY
from lms.quizzes.formats.grid import LINE_END
from lms.quizzes.formats.grid_columns import HEADINGS, heading
from lms.quizzes.formats.looking import Row

#: What the files are called at the end.
ENDINGS = {"gift": "gift", "aiken": "txt", "moodle-xml": "xml", "csv": "csv", "xlsx": "xlsx"}


def write(rows: Iterable[Row], named: str) -> bytes:
    """A file of the refused questions among `rows` as they stood, to be mended and brought again."""
    refused = [row for row in rows if row.refused]
    if named == "gift":
        return _gift(refused).encode()
    if named == "aiken":
        return _aiken(refused).encode()
    if named == "moodle-xml":
        return _moodle_xml(refused).encode()
    return _table(refused, named)


def _why(row: Row) -> str:
    """The line and the reason, on one line."""
    return " ".join(f"{row.line}: {row.refused.why}.".split())


def _source(row: Row, written: str) -> str:
    """How it stands in the file; one that only the bank refuses is written anew."""
    return row.refused.source if isinstance(row.refused.source, str) and row.refused.source else written


def _gift(rows: Sequence[Row]) -> str:
    parts, category = [], ""
    for row in rows:
        if row.category != category:
            category = row.category
            parts.append(f"{CATEGORY} {category}".replace("\\", "\\\\").rstrip() + "\n")
        written = gift_writing.question(row.item) if row.item else ""
        parts.append(f"// {_why(row)}\n{_source(row, written)}".rstrip() + "\n")
    return "\n".join(parts)


def _aiken(rows: Sequence[Row]) -> str:
    parts = [f"{aiken.NOTE} {_why(row)}\n{_source(row, aiken.write([row.item] if row.item else []))}" for row in rows]
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def _moodle_xml(rows: Sequence[Row]) -> str:
    lines, category = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"], ""
    for row in rows:
        if row.category != category:
            category = row.category
            lines += moodle_writing.category(category)
        why = re.sub("-(?=-|$)", "- ", _why(row))
        lines += [f"<!-- {why} -->", _source(row, "\n".join(moodle_writing.question(row.item)) if row.item else "")]
    return "\n".join([*lines, "</quiz>", ""])


def _table(rows: Sequence[Row], named: str) -> bytes:
    cells = [_cells(row) for row in rows]
    last = max([grid_writing.LEAST, *(len(set(row) & set(ascii_uppercase)) for row in cells)])
    columns = [name for name in HEADINGS if name not in ascii_uppercase[last:]]
    made = [[row.get(name, "").replace("\n", LINE_END) for name in columns] for row in cells]
    headings = [heading(name) for name in columns]
    return tables.write_csv(headings, made) if named == "csv" else tables.write_xlsx(headings, made, sheet="Câu hỏi")


def _cells(row: Row) -> dict[str, str]:
    source = row.refused.source
    stood = source if isinstance(source, dict) else grid_writing.cells(row.item) if row.item else {}
    return {**stood, "note": _why(row)}
