"""What attendance keeps of a person: traces, decisions, wrong tries at the code."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.attendance.models import Decision, Evidence, WrongCode
from lms.core.db import db
from lms.schedule.models import Session


def export(person: Any) -> dict[str, Any]:
    """Traces, decisions with their reasons, and wrong tries, by class and time."""
    return {
        "traces": [
            {
                "class": topic,
                "kind": row.kind,
                "at": row.at.isoformat(),
                "until": row.until and row.until.isoformat(),
                "value": row.value,
                "reason": row.reason,
            }
            for row, topic in _of(Evidence, person)
        ],
        "decisions": [
            {
                "class": topic,
                "state": row.state,
                "late": row.late,
                "self_reported": row.self_reported,
                "why": row.why,
                "rule": row.rule,
                "at": row.decided_at.isoformat(),
            }
            for row, topic in _of(Decision, person)
        ],
        "wrong_codes": [{"class": topic, "at": row.at.isoformat()} for row, topic in _of(WrongCode, person)],
    }


def erase(person: Any) -> None:
    """Presence stays with the nameless row, so that counts hold; words about the person and wrong tries go."""
    db.session.execute(update(Evidence).where(Evidence.person_id == person.id).values(reason=None))
    db.session.execute(delete(WrongCode).where(WrongCode.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the traces and decisions of `source` to `target`; answers what `move_back` needs.

    Both have a decision, or gave the code, in one session: those of `target` stay, those of `source` stay
    where they are. Wrong tries stay. Marks given as a trainer keep their author.
    """
    decided = select(Decision.session_id).where(Decision.person_id == target.id)
    coded = select(Evidence.session_id).where(Evidence.person_id == target.id, Evidence.kind == "code")
    traces = select(Evidence.id).where(
        Evidence.person_id == source.id, (Evidence.kind != "code") | Evidence.session_id.not_in(coded)
    )
    decisions = select(Decision.id).where(Decision.person_id == source.id, Decision.session_id.not_in(decided))
    undo = {"traces": list(db.session.scalars(traces)), "decisions": list(db.session.scalars(decisions))}
    _give(undo, target)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    _give(undo, source)


def _give(rows: dict[str, Any], taker: Any) -> None:
    for table, numbers in ((Evidence, rows["traces"]), (Decision, rows["decisions"])):
        db.session.execute(
            update(table)
            .where(table.id.in_(numbers))
            .values(person_id=taker.id)
            .execution_options(synchronize_session=False)
        )


def _of(table: Any, person: Any) -> Any:
    """(row, topic of its session) of a person, oldest first."""
    return db.session.execute(
        select(table, Session.topic)
        .join(Session, Session.id == table.session_id)
        .where(table.person_id == person.id)
        .order_by(table.id)
    )
