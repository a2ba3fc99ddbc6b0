"""The door to a report that nobody has confirmed yet: its file on the shelf, read anew each time it is looked at."""

import hashlib
from typing import Any

from lms.attendance import reading
from lms.attendance.reading import Reading
from lms.attendance.rules import reports as rules
from lms.files import queries as files
from lms.files import store
from lms.files.sheets import TooManyRows

#: What the file is on the shelf for, and what a pasted list is kept as.
PURPOSE, TEXT = "attendance.report", "text/plain; charset=utf-8"


def read(way: str, data: bytes, session: Any, order: str | None = None) -> Reading:
    """The report in a file, or in a pasted list. Raises SheetRefused, Unreadable."""
    if way == rules.PAPER:
        return reading.read_names(data.decode())
    found = reading.read(data, on=session.date_local, order=order)
    if len(found.lines) + len(found.refused) > rules.MOST_LINES:
        raise TooManyRows(limit=rules.MOST_LINES)
    return found


def opened(report: Any, session: Any, order: str | None = None) -> Reading:
    """What a report says, its dates read as `order` or as somebody chose. Raises ReportGone."""
    file = files.by_public_id(report.file_id or "")
    path = store.path_of(file.public_id) if file is not None else None
    if path is None or not path.is_file():
        raise rules.ReportGone()
    return read(report.way, path.read_bytes(), session, order or report.date_order)


def digest(data: bytes) -> str:
    """What the same file is known by: SHA-256, hexadecimal."""
    return hashlib.sha256(data).hexdigest()
