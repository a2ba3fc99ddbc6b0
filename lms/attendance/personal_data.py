"""What attendance keeps of a person: traces, decisions, wrong tries at the code."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.attendance import actions, sentences
from lms.attendance.models import Decision, Evidence, WrongCode
from lms.core.clock import now
from lms.core.db import db
from lms.core.moving import exchange, give
from lms.schedule.models import Session

#: States of a decision, from the one that says least for a person.
STATES = ("open", "absent", "excused", "partial", "watched_later", "present")


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
                "why": sentences.why(row),
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

    Both have a decision in one session: `target` gets the better of the two, so that nobody loses an evening.
    Both gave the code: the trace of `source` stays where it is. So do wrong tries. Marks given as a trainer keep
    their author.
    """
    coded = select(Evidence.session_id).where(Evidence.person_id == target.id, Evidence.kind == "code")
    mine = (Evidence.person_id == source.id, (Evidence.kind != "code") | Evidence.session_id.not_in(coded))
    theirs = {row.session_id: row for row in _decisions(target)}
    undo: dict[str, Any] = {
        "traces": list(db.session.scalars(select(Evidence.id).where(*mine))),
        "decisions": [],
        "exchanged": [],
        "decided": [],
    }
    for row in _decisions(source):
        other = theirs.get(row.session_id)
        if other is None:
            undo["decisions"].append(row.id)
        elif _standing(row) > _standing(other):
            undo["exchanged"].append([row.id, other.id])
        if other is None or undo["exchanged"][-1:] == [[row.id, other.id]]:
            undo["decided"].append([row.id, row.decided_at.isoformat()])
    _give(undo, target)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`. Where something was decided since, it is decided again for both, each from their own traces."""
    _give(undo, source)
    for row_id, decided_at in undo["decided"]:
        row = db.session.get(Decision, row_id, populate_existing=True)
        if row is not None and row.decided_at.isoformat() != decided_at:
            actions.decide(db.session.get_one(Session, row.session_id), [source.id, target.id], at=now())


def _standing(row: Any) -> Any:
    """How much a decision says for whoever it is about; of equals, what was proven, then what was marked."""
    return STATES.index(row.state), not row.self_reported, row.marked


def _decisions(person: Any) -> list[Any]:
    names = ("id", "session_id", "state", "self_reported", "marked", "decided_at")
    columns = (getattr(Decision, name) for name in names)
    return list(db.session.execute(select(*columns).where(Decision.person_id == person.id).order_by(Decision.id)))


def _give(undo: dict[str, Any], taker: Any) -> None:
    give(Evidence, undo["traces"], taker)
    give(Decision, undo["decisions"], taker)
    for one, other in undo["exchanged"]:
        exchange(Decision, one, other)


def _of(table: Any, person: Any) -> Any:
    """(row, topic of its session) of a person, oldest first."""
    return db.session.execute(
        select(table, Session.topic)
        .join(Session, Session.id == table.session_id)
        .where(table.person_id == person.id)
        .order_by(table.id)
    )
