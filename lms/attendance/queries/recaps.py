"""Whether a class was told what a session was about."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.audit.models import Entry
from lms.core.db import db

#: The act of the record that says so.
TOLD = "attendance.recap_told"


def told(session_id: Any) -> Any:
    """SELECT when that was, None before."""
    mine = (Entry.subject_kind == "session", Entry.subject_id == session_id, Entry.action == TOLD)
    return select(func.min(Entry.at)).where(*mine)


def told_at(session: Any) -> datetime | None:
    """When that was."""
    return db.session.scalar(told(session.id))
