"""From the bytes of a sheet to the rows of a list: the sheet with names in it, its columns, and each line once."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from lms.files import sheets
from lms.files.sheets import Sheet
from lms.invitations import headings
from lms.invitations.headings import Table
from lms.invitations.rules import rows as rules
from lms.invitations.rules.rows import Columns, Field, Row


class Opened(NamedTuple):
    """The sheet that was chosen, and what was understood of it."""

    sheet: Sheet
    table: Table


def open_file(data: bytes, names: Mapping[str, str]) -> Opened:
    """The sheet that looks most like a list, the first of equals. Raises SheetRefused."""
    found = [Opened(sheet, headings.understand(sheet.rows, names)) for sheet in sheets.read(data)]
    return max(found, key=lambda one: _likely(one.table))


def _likely(table: Table) -> tuple[bool, bool, bool]:
    """Whether it has names under a heading, names at all, anything more than names."""
    named = Field.NAME in table.columns or Field.FAMILY in table.columns
    return named and table.heading >= 0, named, len(table.columns) > 1


def lines(opened: Opened, columns: Columns, names: Mapping[str, str], day: date) -> Iterator[tuple[Row, list[str]]]:
    """Each line that says something, with its cells; the second of two alike is refused.

    `names`: see `cells.province`; `day`: the day by which ages are believed.
    """
    sheet, table, before = opened.sheet, opened.table, rules.Rows()
    repeated = [sheet.rows[table.heading]] if table.heading >= 0 else []
    for number, cells in enumerate(sheet.rows[table.first :], sheet.first + table.first):
        if cells in repeated:
            continue
        row = rules.read(cells, number, columns, names, day)
        if not row.says_something:
            continue
        same = before.same_as(row) if row.refused is None else None
        yield (row if same is None else row._replace(refused=rules.SameAsLine(line=same))), cells
