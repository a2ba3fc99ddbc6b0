"""Rows to a file that a spreadsheet opens, with no cell that it would take for a formula. Pure.

Phones go out as people write them (`core.text.national`): a text that begins with + gets a mark before it.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook

from lms.core.clock import local

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
#: Most characters of a cell and rows of a sheet (Excel's specifications and limits).
CELL_LENGTH, MOST_ROWS = 32_767, 1_048_576
#: Narrowest and widest column, in characters.
NARROW, WIDE = 10, 40

#: What a spreadsheet takes for a formula, in the wide forms of East Asian keyboards too, whatever unseen stands
#: before it; and the same behind a line break or a separator, for a program may split where we did not.
_FORMULA = re.compile(r"(^|[;\t\r\n|])([\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠−])")
_SURROGATES = re.compile("[\ud800-\udfff]")


class TooManyRows(ValueError):
    """More rows than a sheet holds: write CSV."""


def harmless(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet would reckon with (OWASP, CSV injection)."""
    return _FORMULA.sub(r"\1'\2", text)


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV (RFC 4180) in UTF-8 with the mark by which Excel knows it. `rows` may be worked out on the way.

    Cells: text, numbers, dates (dd/mm/yyyy), moments (Vietnamese time), None for nothing.
    """
    made = io.StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_text(heading) for heading in headings])
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
    return ("\ufeff" + made.getvalue()).encode("utf-8", "replace")


def _text(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{local(cell):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    return harmless(_SURROGATES.sub("\ufffd", str(cell)))


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "") -> bytes:
    """A workbook with one sheet, its headings fixed; `rows` may be worked out on the way. Cells as in `write_csv`.

    Every text is a text, also when somebody edits it: 0912… keeps its 0 and =1+1 is no sum. Raises TooManyRows.
    """
    made = io.BytesIO()
    book = Workbook(made, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "num_format": "@", "text_wrap": True, "valign": "top"})
    forms = {
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
    }
    page = book.add_worksheet(sheet[:31] or None)
    page.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        page.set_column(column, column, min(WIDE, max(NARROW, len(heading) + 4)), forms["text"])
        page.write_string(0, column, heading[:CELL_LENGTH], head)
    for number, row in enumerate(rows, 1):
        if number >= MOST_ROWS:
            raise TooManyRows()
        for column, cell in enumerate(row):
            _put(page, number, column, cell, forms)
    book.close()
    return made.getvalue()


def _put(page: Any, row: int, column: int, cell: Any, forms: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        page.write_datetime(row, column, local(cell).replace(tzinfo=None), forms["moment"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, forms["day"])
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        page.write_number(row, column, cell)
    else:
        page.write_string(row, column, _SURROGATES.sub("\ufffd", str(cell))[:CELL_LENGTH], forms["text"])
