"""Reports of who was in a room, from Zoom, Teams, Meet or paper, read into lines of one kind. Pure: no database.

Nothing that stands in a report is left out in silence: a line with data is in `lines`, in `refused` with its reason,
or (Teams' oldest form) in `ends`.
"""

from datetime import date

from lms.attendance.reading import meet, paper, tables, teams, timing, zoom
from lms.attendance.reading.report import Found, Line, NobodyInIt, Reading, Refused, SeveralReports, Unreadable, unknown
from lms.attendance.reading.tables import Tables
from lms.files import sheets

__all__ = ["Line", "NobodyInIt", "Reading", "Refused", "SeveralReports", "Unreadable", "read", "read_names"]


def read(data: bytes, *, on: date | None = None, order: str | None = None) -> Reading:
    """The report in a file. `on`: the day of the session, by which open dates and bare clock times are understood;
    `order`: how open dates are read, once somebody said.

    Raises Unreadable, whose sentence names the headings that were seen, or SheetRefused.
    """
    found = [(sheet, tables.scan(sheet.rows, sheet.first)) for sheet in sheets.read(data)]
    known = [(sheet, scanned) for sheet, scanned in found if scanned.tables]
    if not known:
        raise unknown(_seen(found[0][0].rows))
    if len(known) > 1:
        raise SeveralReports()
    sheet, scanned = known[0]
    report = _of_platform(scanned)
    if not report.drafts:
        raise NobodyInIt()
    return timing.settle(report, sheet.written, on, order)


def read_names(text: str) -> Reading:
    """A pasted paper list, one name a line, with a phone, an e-mail address or a number beside it.

    Raises NobodyInIt, TooManyRows.
    """
    report = paper.read(text)
    if not report.drafts and not report.refused:
        raise NobodyInIt()
    return timing.settle(report, "", None, None)


def _of_platform(scanned: Tables) -> Found:
    if teams.is_teams(scanned):
        return teams.read(scanned)
    return meet.read(scanned) if meet.is_meet(scanned) else zoom.read(scanned)


def _seen(rows: list[list[str]]) -> list[str]:
    """The row that is likeliest one of headings: the first with three cells of words, else the fullest at the top."""
    top = rows[:40]
    worded = [sum(any(char.isalpha() for char in cell) for cell in row) for row in top]
    place = next((number for number, count in enumerate(worded) if count >= 3), worded.index(max(worded)))
    return top[place] if any(top[place]) else next(row for row in rows if any(row))
