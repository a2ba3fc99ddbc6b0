"""The roll as rows of a spreadsheet, in the words of the page."""

from collections.abc import Iterator
from typing import Any

from lms.attendance import sentences
from lms.attendance.queries.sheets import Row
from lms.attendance.rules.decision import State
from lms.core.clock import local
from lms.core.words import _
from lms.files import tables

#: What counts as having attended.
THERE = (State.PRESENT, State.WATCHED_LATER)
FORMS = {"xlsx": (tables.write_xlsx, tables.XLSX), "csv": (tables.write_csv, tables.CSV)}


def of_session(session: Any, rows: list[Row]) -> tuple[list[str], Iterator[list[Any]]]:
    """(headings, rows) of one evening: who, how, why, by whose word."""
    headings = [_("No."), _("Full name"), _("Result"), _("Why"), _("Marked by the trainer"), _("Version of the rule")]
    return headings, (_line(number, row) for number, row in enumerate(rows, 1))


def _line(number: int, row: Row) -> list[Any]:
    decision = row.decisions[0]
    why = "; ".join(sentences.why(decision)) if decision else ""
    marked = _("Yes") if decision is not None and decision.marked else ""
    return [number, row.person.name, sentences.state(decision).text, why, marked, decision and decision.rule]


def of_series(sessions: list[Any], rows: list[Row]) -> tuple[list[str], Iterator[list[Any]]]:
    """(headings, rows) of a whole class: a column for each session, and in how many each person was."""
    days = (f"{local(session.starts_at):%d/%m/%Y}" for session in sessions)
    headings = [_("No."), _("Full name"), *days, _("Classes attended"), _("Classes held so far")]
    return headings, (_across(number, row) for number, row in enumerate(rows, 1))


def _across(number: int, row: Row) -> list[Any]:
    known = [decision for decision in row.decisions if decision is not None and decision.state != "open"]
    there = sum(decision.state in THERE for decision in known)
    words = (sentences.state(decision).text if decision in known else None for decision in row.decisions)
    return [number, row.person.name, *words, there, len(known)]


def written(kind: str, headings: list[str], rows: Iterator[list[Any]]) -> tuple[bytes, str]:
    """(the file, its media type); `kind` is a key of FORMS."""
    write, media_type = FORMS[kind]
    return write(headings, rows), media_type
