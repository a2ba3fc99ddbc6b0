"""Writing down a report that counts: who was seen, every line of it, and the evidence it gives."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from lms.attendance.actions.deciding import decide
from lms.attendance.actions.matching import write_evidence
from lms.attendance.models import Participant, Report, Stay
from lms.attendance.outlook import Outlook, Party
from lms.attendance.queries import reports as asked
from lms.attendance.rules.reports import Fate, Row, State
from lms.core.db import db
from lms.core.ids import public_id


def take_in(session: Any, report: Report, found: Outlook, *, by: Any, at: datetime) -> None:
    """Write a report down, held by the caller, and decide for everybody it says something about.

    Its window changes how long the class was, so everybody with a trace is decided again.
    """
    ids = _participants(session, found.parties, at=at)
    rows = [_stay(session, report, row, ids) for row in found.rows]
    if rows:
        db.session.execute(insert(Stay), rows)
    write_evidence(session, None, by=by, at=at)
    decide(session, asked.people_with_traces(session), at=at)


def add_to(session: Any, report: Report, found: Outlook, *, by: Any, at: datetime) -> tuple[Participant, bool]:
    """Write the one line of a walk-in down as the next of a report; answers who it is and whether they are new."""
    [row] = found.rows
    key = row.who.key if row.who else ""
    if found.parties:
        ids = _participants(session, found.parties, at=at)
        report.rows += 1
        stay = _stay(session, report, row._replace(line=report.rows), ids)
        db.session.execute(insert(Stay), [stay])
        decide(session, sorted(write_evidence(session, list(ids.values()), by=by, at=at)), at=at)
    mine = select(Participant).where(Participant.session_id == session.id, Participant.key == key)
    return db.session.scalars(mine.execution_options(populate_existing=True)).one(), bool(found.parties)


def _participants(session: Any, parties: list[Party], *, at: datetime) -> dict[str, int]:
    """key → id of everybody, the new ones added, those recognised only now noted as that."""
    new = []
    for party in parties:
        told = {"state": party.state.value, "person_id": party.person_id, "step": party.step}
        if party.known is None:
            who = party.who
            new.append({
                **told, "public_id": public_id(), "session_id": session.id, "key": who.key, "name": who.name,
                "original_name": who.original_name, "email": who.email, "at": at,
                "registrant_id": who.registrant[:64] if who.registrant else None,
            })  # fmt: skip
        elif party.known.state == State.OPEN and party.state == State.MATCHED:
            db.session.execute(update(Participant).where(Participant.id == party.known.id).values(**told, at=at))
    if new:
        db.session.execute(insert(Participant), new)
    return {key: one.id for key, one in asked.known(session).items()}


def _stay(session: Any, report: Report, row: Row, ids: dict[str, int]) -> dict[str, Any]:
    """The row of a line. Whose it was is kept only where it counts, or did before."""
    known = row.who is not None and row.fate in (Fate.STAY, Fate.REPEATED)
    return {
        "report_id": report.id, "session_id": session.id, "line": row.line, "fate": row.fate.value, "key": row.key,
        "participant_id": ids.get(row.who.key) if known and row.who else None,
        "joined_at": row.joined, "left_at": row.left, "seconds": row.seconds,
        "why": {"code": row.why} if row.why else None,
    }  # fmt: skip
