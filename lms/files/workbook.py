"""A workbook (XLSX, XLSB, XLS, ODS) to plain rows, in a process of its own whose memory and time are bounded.

A cell in the last row makes a reader keep every cell before it, and a parser that runs out of memory ends its whole
process: so it is not the worker's. `python -m lms.files.workbook` takes the bytes on standard input.
"""

import io
import json
import resource
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

ROOT = Path(__file__).resolve().parents[2]
#: Bytes of memory and seconds (of reckoning, and by the clock) that reading may take.
MEMORY, SECONDS, PATIENCE = 2 * 1024**3, 60, 120
#: Rows of all sheets together, columns of one, cells that merged cells are filled into.
MOST_ROWS, MOST_COLUMNS, MOST_FILLED = 100_000, 100, 500_000


def read(data: bytes) -> dict[str, Any]:
    """{"sheets": [{"name", "first" (line of the first row, from 1), "rows"}]}, or {"refused": why}.

    Why: `rows`, `columns`, `password`, `broken` (no workbook, or too much for its limits).
    """
    command = [sys.executable, "-m", "lms.files.workbook"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, cwd=ROOT, timeout=PATIENCE, check=False)
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"refused": "broken"}


def _sheets(data: bytes) -> dict[str, Any]:
    found, rows = [], 0
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(about.name)
            rows += sheet.height
            if rows > MOST_ROWS or sheet.width > MOST_COLUMNS:
                return {"refused": "rows" if rows > MOST_ROWS else "columns"}
            if sheet.start:
                cells = [[_text(cell) for cell in row] for row in sheet.to_python()]
                _fill_down(cells, sheet)
                found.append({"name": about.name, "first": sheet.start[0] + 1, "rows": cells})
    except PasswordError:
        return {"refused": "password"}
    except (CalamineError, ValueError, MemoryError):
        return {"refused": "broken"}
    return {"sheets": found}


def _text(cell: Any) -> str:
    """A cell as somebody would type it: 912345678.0 is a whole number, a date a day, with its time if it has one."""
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime) and cell.time() != time():
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, datetime | date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return str(cell)


def _fill_down(cells: list[list[str]], sheet: Any) -> None:
    """Give every row of a merged cell its words: in a list they stand for each of them."""
    top, left = sheet.start
    filled = 0
    for (first, column), (last, _column) in sheet.merged_cell_ranges or ():
        first, last, column = first - top, min(last - top, len(cells) - 1), column - left
        if first < 0 or not 0 <= column < len(cells[0]) or first >= last:
            continue
        filled += last - first
        if filled > MOST_FILLED:
            return
        for row in range(first + 1, last + 1):
            cells[row][column] = cells[row][column] or cells[first][column]


def main() -> None:
    """Read standard input, print JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(_sheets(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
