"""Rows of a sheet to the tables in it: headings, what stands below them, and what is said about the meeting. Pure."""

from typing import NamedTuple

from lms.attendance.reading import dates
from lms.attendance.reading.headings import MEETING, Field, field_of, section_of

#: Where the columns of a field are, from 0.
Columns = dict[Field, list[int]]
Row = tuple[int, list[str]]
#: Rows that are looked at to tell what an unnamed column holds.
LOOKED_AT = 50


class Table(NamedTuple):
    """People below headings: `rows` with something in them, each with its line."""

    headings: list[str]
    columns: Columns
    #: What `headings.section_of` said about the row above; "" without one.
    section: str
    rows: list[Row]

    def cell(self, row: list[str], *fields: Field) -> str:
        """What the first of these fields that the table has says; "--" says nothing."""
        for field in fields:
            for column in self.columns.get(field, ()):
                text = row[column] if column < len(row) else ""
                return "" if text.strip("-–— ") == "" else text
        return ""

    def has(self, *fields: Field) -> bool:
        """Whether it has a column for each of these."""
        return all(field in self.columns for field in fields)


class Tables(NamedTuple):
    """The tables of a sheet. `lost`: rows of a section whose headings are unknown, so that nobody can read them."""

    tables: list[Table]
    about: dict[Field, str]
    lost: list[Row]


def scan(rows: list[list[str]], first: int) -> Tables:
    """The tables of rows whose first has the line `first`."""
    found, waiting = Tables([], {}, []), None
    table, section = None, ""
    for line, row in enumerate(rows, first):
        if not any(row):
            continue
        begun = section_of(row)
        if begun is not None and (section or table is None):
            table, section, waiting = None, begun, None
            continue
        columns = columns_of(row) if table is None or field_of(next(filter(None, row))) else {}
        if _is_people(columns):
            table, waiting = Table(row, columns, section, []), None
            found.tables.append(table)
        elif table is not None:
            table.rows.append((line, row))
        elif waiting is not None:
            _tell(found.about, waiting, row)
            waiting = None
        elif _is_block(columns, row):
            waiting = columns
        elif not _tell_pair(found.about, row) and section:
            found.lost.append((line, row))
    return Tables([_with_leaving(table) for table in found.tables], found.about, found.lost)


def columns_of(row: list[str]) -> Columns:
    """The columns of a row of headings. Of two alike, the first that stands after the name counts for a person."""
    columns: Columns = {}
    for number, cell in enumerate(row):
        field = field_of(cell)
        if field is not None:
            columns.setdefault(field, []).append(number)
    name = columns.get(Field.NAME, [0])[0]
    return {field: sorted(numbers, key=lambda number: (number < name, number)) for field, numbers in columns.items()}


def _is_people(columns: Columns) -> bool:
    """Whether headings name somebody, and when or how long they were there."""
    named = {Field.NAME, Field.HOST, Field.GIVEN} & columns.keys()
    times = (
        {Field.JOINED, Field.LEFT}, {Field.JOINED, Field.MINUTES}, {Field.JOINED, Field.DURATION},
        {Field.FIRST_JOINED, Field.LAST_LEFT}, {Field.MINUTES}, {Field.TOTAL}, {Field.WHOLE},
        {Field.ACTION, Field.STAMP},
    )  # fmt: skip
    about = len(MEETING & columns.keys())
    sure = about < 2 or Field.JOINED in columns or {Field.NAME, Field.TOTAL} <= columns.keys()
    return bool(named) and sure and any(wanted <= columns.keys() for wanted in times)


def _is_block(columns: Columns, row: list[str]) -> bool:
    return len(MEETING & columns.keys()) >= 2 and sum(map(bool, row)) >= 3


def _tell(about: dict[Field, str], columns: Columns, row: list[str]) -> None:
    for field, numbers in columns.items():
        text = row[numbers[0]] if numbers[0] < len(row) else ""
        if text:
            about.setdefault(field, text)


def _tell_pair(about: dict[Field, str], row: list[str]) -> bool:
    """A heading and what it says side by side, as Teams' summary has them."""
    field = field_of(row[0])
    filled = [cell for cell in row if cell]
    if field in MEETING and len(filled) == 2:
        about.setdefault(field, filled[1])
    return len(filled) <= 2


def _with_leaving(table: Table) -> Table:
    """The column after that of joining is that of leaving, whatever its heading, if every cell of it is a time."""
    if not table.has(Field.JOINED) or table.has(Field.LEFT):
        return table
    column = table.columns[Field.JOINED][0] + 1
    if column >= len(table.headings) or field_of(table.headings[column]) is not None:
        return table
    cells = [row[column] for _line, row in table.rows[:LOOKED_AT] if column < len(row) and row[column]]
    if not cells or not all(map(dates.stamp, cells)):
        return table
    return table._replace(columns=table.columns | {Field.LEFT: [column]})
