"""What attendance keeps of a person: traces, decisions, names in reports, claims, tries at the code."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.attendance import actions, sentences
from lms.attendance.models import (
    Alias,
    Claim,
    Decision,
    EarlyCode,
    Evidence,
    Participant,
    RecountChange,
    Stay,
    WrongCode,
)
from lms.core.clock import now
from lms.core.db import db
from lms.core.ids import public_id
from lms.core.moving import exchange, give, ids
from lms.schedule.models import Series, Session

#: Of these a person has one in each session (and recount): what both have stays with `source` in a merge.
ONE_EACH = (
    ("early_codes", EarlyCode, (EarlyCode.session_id,)),
    ("claims", Claim, (Claim.session_id,)),
    ("recounts", RecountChange, (RecountChange.recount_id, RecountChange.session_id)),
)
#: States of a decision, from the one that says least for a person.
STATES = ("open", "absent", "excused", "partial", "watched_later", "present")


def export(person: Any) -> dict[str, Any]:
    """Traces, decisions with their reasons, names in reports, claims and tries at the code, by class and time."""
    return {
        "traces": [
            {
                "class": topic,
                "kind": row.kind,
                "at": row.at.isoformat(),
                "until": row.until and row.until.isoformat(),
                "seconds": row.seconds,
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
        **_said(person),
        "early_codes": [{"class": topic, "at": row.at.isoformat()} for row, topic in _of(EarlyCode, person)],
        "wrong_codes": [{"class": topic, "at": row.at.isoformat()} for row, topic in _of(WrongCode, person)],
    }


def _said(person: Any) -> dict[str, Any]:
    """Names in reports, names a trainer knows the person by, and their own word."""
    return {
        "seen_as": [
            {"class": topic, "name": row.name, "original_name": row.original_name, "at": row.at.isoformat()}
            for row, topic in _of(Participant, person)
        ],
        "known_as": [{"class": title, "name": key} for key, title in _aliases(person)],
        "claims": [
            {
                "class": topic,
                "note": row.note,
                "state": row.state,
                "answer": row.answer,
                "at": row.at.isoformat(),
            }
            for row, topic in _of(Claim, person)
        ],
    }


def erase(person: Any) -> None:
    """Presence stays with the nameless row, so that counts hold; names, words and tries at the code go.

    A line of a report stays known by its fingerprint, so that the same file brings the name back to nobody.
    """
    db.session.execute(update(Evidence).where(Evidence.person_id == person.id).values(reason=None))
    db.session.execute(update(Claim).where(Claim.person_id == person.id).values(note="", answer=None))
    for row in db.session.scalars(select(Participant).where(Participant.person_id == person.id)):
        row.key = f"erased {public_id()}"
        row.name = row.original_name = row.email = row.registrant_id = None
    for table in (Alias, EarlyCode, WrongCode):
        db.session.execute(delete(table).where(table.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the traces and decisions of `source` to `target`; answers what `move_back` needs.

    Both have a decision in one session: `target` gets the better of the two, so that nobody loses an evening.
    Both gave the code, or made a claim: that of `source` stays where it is. So do wrong tries. Marks given as a
    trainer keep their author.
    """
    coded = select(Evidence.session_id).where(Evidence.person_id == target.id, Evidence.kind == "code")
    mine = (Evidence.person_id == source.id, (Evidence.kind != "code") | Evidence.session_id.not_in(coded))
    theirs = {row.session_id: row for row in _decisions(target)}
    undo: dict[str, Any] = {
        "traces": list(db.session.scalars(select(Evidence.id).where(*mine))),
        "decisions": [],
        "exchanged": [],
        "decided": [],
        "seen_as": ids(Participant, source),
        "known_as": ids(Alias, source),
        **{name: _only(model, keys, source, target) for name, model, keys in ONE_EACH},
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
    _give(undo | _still_theirs(undo, target), source)
    for row_id, decided_at in undo["decided"]:
        row = db.session.get(Decision, row_id, populate_existing=True)
        if row is not None and row.decided_at.isoformat() != decided_at:
            actions.decide(db.session.get_one(Session, row.session_id), [source.id, target.id], at=now())


def _still_theirs(undo: dict[str, Any], target: Any) -> dict[str, Any]:
    """The names that are `target`'s still, and the traces without those of names a trainer took away since."""
    seen, known = (
        list(db.session.scalars(select(model.id).where(model.id.in_(undo[name]), model.person_id == target.id)))
        for model, name in ((Participant, "seen_as"), (Alias, "known_as"))
    )
    stays = select(Stay.id).where(Stay.participant_id.in_(set(undo["seen_as"]) - set(seen)))
    away = set(db.session.scalars(select(Evidence.id).where(Evidence.stay_id.in_(stays))))
    return {"seen_as": seen, "known_as": known, "traces": [row_id for row_id in undo["traces"] if row_id not in away]}


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
    give(Participant, undo["seen_as"], taker)
    give(Alias, undo["known_as"], taker)
    for name, model, _keys in ONE_EACH:
        give(model, undo[name], taker)
    for one, other in undo["exchanged"]:
        exchange(Decision, one, other)


def _only(model: Any, keys: tuple[Any, ...], source: Any, target: Any) -> list[int]:
    """The ids of the rows of `source` for which `target` has none with the same keys."""
    theirs = {tuple(row) for row in db.session.execute(select(*keys).where(model.person_id == target.id))}
    mine = db.session.execute(select(model.id, *keys).where(model.person_id == source.id).order_by(model.id))
    return [row[0] for row in mine if tuple(row[1:]) not in theirs]


def _aliases(person: Any) -> Any:
    """(name, title of the class) under which a person is known."""
    found = select(Alias.key, Series.title).join(Series, Series.id == Alias.series_id)
    return db.session.execute(found.where(Alias.person_id == person.id).order_by(Alias.id))


def _of(table: Any, person: Any) -> Any:
    """(row, topic of its session) of a person, oldest first."""
    return db.session.execute(
        select(table, Session.topic)
        .join(Session, Session.id == table.session_id)
        .where(table.person_id == person.id)
        .order_by(table.id)
    )
