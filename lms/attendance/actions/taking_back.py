"""A report that counted does so no more: what another report said too counts by that one."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from lms.attendance.actions.deciding import decide
from lms.attendance.actions.matching import withdraw, write_evidence
from lms.attendance.models import Report, Stay
from lms.attendance.queries import reports as asked
from lms.attendance.rules.reports import Fate
from lms.core.db import db


def undo(session: Any, report: Report, *, by: Any, at: datetime) -> None:
    """Take back what a report, held and ended by the caller, says, and decide again for everybody with a trace."""
    withdraw(asked.standing(Stay.report_id == report.id), by=by, at=at)
    lost = asked.counting(report)
    mine = (Stay.report_id == report.id, Stay.fate == Fate.STAY)
    db.session.execute(update(Stay).where(*mine).values(fate=Fate.TAKEN_BACK.value, key=None))
    kept = [
        {"id": number, "fate": Fate.STAY.value, "key": key, "participant_id": lost.pop(key)}
        for number, key in asked.repeated(session)
        if key in lost
    ]
    if kept:
        db.session.execute(update(Stay), kept)
    write_evidence(session, None, by=by, at=at)
    decide(session, asked.people_with_traces(session), at=at)
