"""Questions about marks: which stand, and what stood before them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.attendance.models import Evidence
from lms.attendance.rules.decision import EvidenceKind
from lms.core.db import db


def marks_since(session: Any, by: Any, given_at: datetime) -> list[tuple[int, Evidence | None]]:
    """(person, the mark before) of everybody whose last mark in a session is one that `by` gave at that moment."""
    given = (Evidence.session_id == session.id, Evidence.kind == EvidenceKind.MARK)
    people = select(Evidence.person_id).where(*given, Evidence.at == given_at, Evidence.by_id == by.id)
    rows = select(Evidence).where(*given, Evidence.person_id.in_(people)).order_by(Evidence.at, Evidence.id)
    marks: dict[int, list[Evidence]] = {}
    for row in db.session.scalars(rows):
        marks.setdefault(row.person_id, []).append(row)
    return [
        (person, all_of[-2] if len(all_of) > 1 else None)
        for person, all_of in sorted(marks.items())
        if (all_of[-1].at, all_of[-1].by_id) == (given_at, by.id)
    ]
