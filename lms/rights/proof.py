"""The register as a table: what was asked, by when, and what became of it. No names; the person by address."""

import re
from datetime import date
from typing import Any

from lms.core.words import _
from lms.files import tables
from lms.rights import sentences

#: Ending of the file -> (how it is written, media type).
FORMS = {"xlsx": (tables.write_xlsx, tables.XLSX), "csv": (tables.write_csv, tables.CSV)}


def read_year(text: str, today: date) -> int:
    """The year asked for; what is no year of ours means this one."""
    year = int(text) if re.fullmatch(r"20\d\d", text, re.ASCII) else today.year
    return min(year, today.year)


def headings() -> list[str]:
    """The first line."""
    return [
        _("Request"), _("Person"), _("What is asked for"), _("How it came"), _("Received"), _("Acknowledge by"),
        _("Acknowledged"), _("Due by"), _("Extended because"), _("State"), _("Refused because"), _("Ended"),
    ]  # fmt: skip


def row(request: Any, person: str) -> list[Any]:
    """One request; `person` is the address of the row, which has no name once erased."""
    return [
        request.public_id,
        person,
        str(sentences.KINDS[request.kind]),
        str(sentences.WAYS[request.way]),
        request.received_at,
        request.acknowledge_by,
        request.acknowledged_at,
        request.due_by,
        _said(sentences.EXTENDED, request.extended_why),
        str(sentences.STATES[request.state]),
        _said(sentences.REFUSED, request.refused_why),
        request.ended_at,
    ]


def _said(words: dict[str, Any], code: str | None) -> str | None:
    return str(words[code]) if code else None
