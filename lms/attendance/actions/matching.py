"""Saying who somebody seen in a session is, and taking it back. Evidence is only added, also to take some back."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select, update

from lms.attendance.actions.deciding import decide
from lms.attendance.models import Alias, Evidence, Participant, Stay
from lms.attendance.queries import classes
from lms.attendance.queries import reports as asked
from lms.attendance.rules import names
from lms.attendance.rules import reports as rules
from lms.attendance.rules.decision import Mark
from lms.attendance.rules.matching import Step
from lms.attendance.rules.reports import Fate, State
from lms.attendance.weighing import hold
from lms.audit import actions as audit
from lms.core.db import db, lock, upsert
from lms.core.ids import public_id
from lms.schedule.models import Session

#: Steps that people take, and by which a name is remembered.
TOLD = (Step.CONFIRMED, Step.CLAIMED)


def link(participant: Participant, person: Any, step: Step, *, by: Any, at: datetime) -> None:
    """This was `person`: their stays become evidence, decided at once. The same again changes nothing.

    `step`: CONFIRMED or CLAIMED, by which the name is remembered for the class, or a step of the ladder.
    Raises NotOfClass.
    """
    session = _held(participant)
    if classes.learner(session, person.public_id) is None:
        raise rules.NotOfClass()
    if participant.state == State.MATCHED and participant.person_id == person.id:
        return
    before = _withdraw(participant, by=by, at=at)
    participant.state, participant.person_id, participant.step = State.MATCHED, person.id, step.value
    participant.by_id, participant.at = by.id if by is not None and step in TOLD else None, at
    if step in TOLD and by is not None:
        _remember(session, participant, by=by, at=at)
    db.session.flush()
    write_evidence(session, [participant.id], by=by, at=at)
    decide(session, sorted({person.id, *before}), at=at)
    _record("linked", session, participant, by=by, at=at, person=person.id, step=step.value)


def unlink(participant: Participant, *, by: Any, at: datetime) -> None:
    """Nobody is meant by this name: what it was evidence for is taken back, and a guest is looked at again."""
    session = _held(participant)
    if participant.state == State.OPEN:
        return
    before = _withdraw(participant, by=by, at=at)
    _forget_alias(session, participant, before)
    _set(participant, State.OPEN, by=by, at=at)
    decide(session, before, at=at)
    _record("unlinked", session, participant, by=by, at=at, people=len(before))


def set_guest(participant: Participant, *, by: Any, at: datetime) -> None:
    """Nobody of this class: not asked about again."""
    session = _held(participant)
    if participant.state == State.GUEST:
        return
    before = _withdraw(participant, by=by, at=at)
    _forget_alias(session, participant, before)
    _set(participant, State.GUEST, by=by, at=at)
    decide(session, before, at=at)
    _record("guest", session, participant, by=by, at=at)


def split(participant: Participant, *, by: Any, at: datetime) -> int:
    """Two people used one name: each of its stays becomes a name of its own, open; answers how many there are now."""
    session = _held(participant)
    mine = select(Stay).where(Stay.participant_id == participant.id, Stay.fate == Fate.STAY)
    stays = list(db.session.scalars(mine.order_by(Stay.joined_at, Stay.id)))
    if len(stays) < 2:
        return len(stays)
    before = _withdraw(participant, by=by, at=at)
    _forget_alias(session, participant, before)
    _set(participant, State.OPEN, by=by, at=at)
    for stay in stays[1:]:
        part = _part(participant, stay)
        _set(part, State.OPEN, by=by, at=at)
        db.session.add(part)
        db.session.flush()
        db.session.execute(update(Stay).where(Stay.id == stay.id).values(participant_id=part.id))
    decide(session, before, at=at)
    _record("split", session, participant, by=by, at=at, count=len(stays))
    return len(stays)


def recognise(session: Any, *, by: Any, at: datetime) -> int:
    """Recognise those about whom nobody said anything, now that others are enrolled or remembered; how many it were."""
    room = classes.classroom(session)
    hold(session)
    untold = select(Participant).where(
        Participant.session_id == session.id, Participant.state == State.OPEN, Participant.by_id.is_(None),
        Participant.name.is_not(None), ~asked.GONE,
    )  # fmt: skip
    found = []
    for row in db.session.scalars(untold.order_by(Participant.id).execution_options(populate_existing=True)):
        match = room.roster.match(rules.Who(row.key, row.name, row.original_name, row.email, row.registrant_id).seen)
        if match.person_id is not None and match.person_id not in room.trainers:
            row.state, row.person_id, row.step, row.at = State.MATCHED, match.person_id, match.step, at
            found.append(row)
    db.session.flush()
    write_evidence(session, [row.id for row in found], by=by, at=at)
    decide(session, sorted({row.person_id for row in found if row.person_id}), at=at)
    if found:
        audit.record("attendance.recognised", "session", session.id, by=by, at=at, people=len(found))
    return len(found)


def write_evidence(session: Any, participant_ids: list[int] | None, *, by: Any, at: datetime) -> set[int]:
    """Evidence for every stay of recognised people that has none yet; answers whom it is about."""
    rows = []
    for stay, person_id, report in asked.unwritten(session, participant_ids):
        window = (report.from_at or session.starts_at, report.until_at or session.ends_at)
        told = rules.evidence_of(stay, paper=report.way == rules.PAPER, window=window)
        by_id = by.id if by is not None else None
        rows.append({**told, "session_id": session.id, "person_id": person_id, "stay_id": stay.id, "by_id": by_id})
    if rows:
        db.session.execute(insert(Evidence), rows)
    return {row["person_id"] for row in rows}


def _held(participant: Participant) -> Session:
    """The session, held; the participant as it is now."""
    session = db.session.get_one(Session, participant.session_id)
    hold(session)
    lock(participant)
    return session


def _part(participant: Participant, stay: Stay) -> Participant:
    """Whose a stay is when it stands alone: known from before, if the report was taken back and came again."""
    key = hashlib.sha256(f"{participant.key} {stay.key}".encode()).hexdigest()
    mine = (Participant.session_id == participant.session_id, Participant.key == key)
    return db.session.scalar(select(Participant).where(*mine)) or Participant(
        session_id=participant.session_id, key=key, name=participant.name, original_name=participant.original_name,
        email=participant.email, registrant_id=participant.registrant_id, public_id=public_id(),
    )  # fmt: skip


def _set(participant: Participant, state: State, *, by: Any, at: datetime) -> None:
    participant.state, participant.person_id, participant.step = state, None, None
    participant.by_id, participant.at = by.id, at


def _withdraw(participant: Participant, *, by: Any, at: datetime) -> list[int]:
    """Take back what stands from their stays; answers whom it was about."""
    return withdraw(asked.standing(Stay.participant_id == participant.id), by=by, at=at)


def withdraw(stands: list[Evidence], *, by: Any, at: datetime) -> list[int]:
    """Take back evidence that stands; answers whom it was about."""
    rows = [
        {
            "session_id": row.session_id, "person_id": row.person_id, "kind": row.kind, "at": row.at,
            "until": row.until, "seconds": row.seconds, "stay_id": row.stay_id, "value": Mark.WITHDRAWN.value,
            "by_id": by.id if by is not None else None,
        }
        for row in stands
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Evidence), rows)
    return sorted({row.person_id for row in stands})


def _remember(session: Any, participant: Participant, *, by: Any, at: datetime) -> None:
    """Next time the name is known, unless it may be anybody's or is somebody else's too."""
    for name in {participant.name, participant.original_name} - {None}:
        key = names.key(name or "")
        taken = select(Alias.person_id).where(Alias.series_id == session.series_id, Alias.key == key)
        other = db.session.scalar(taken)
        if other is not None and other != participant.person_id or _is_shared(participant):
            _drop_alias(session, key)
        elif names.is_personal(name or ""):
            values = {"series_id": session.series_id, "key": key, "person_id": participant.person_id}
            upsert(Alias, {**values, "by_id": by.id, "at": at}, "series_id", "key", update=["person_id"])


def _is_shared(participant: Participant) -> bool:
    """Whether somebody else was seen in the session under the same name."""
    others = exists().where(
        Participant.session_id == participant.session_id, Participant.name == participant.name,
        Participant.id != participant.id, Participant.person_id != participant.person_id,
    )  # fmt: skip
    return bool(db.session.scalar(select(others)))


def _forget_alias(session: Any, participant: Participant, before: list[int]) -> None:
    for name in {participant.name, participant.original_name} - {None}:
        _drop_alias(session, names.key(name or ""), *before)


def _drop_alias(session: Any, key: str, *people: int) -> None:
    gone = delete(Alias).where(Alias.series_id == session.series_id, Alias.key == key)
    db.session.execute(gone.where(Alias.person_id.in_(people)) if people else gone)


def _record(what: str, session: Any, participant: Participant, *, by: Any, at: datetime, **detail: Any) -> None:
    audit.record(f"attendance.{what}", "session", session.id, by=by, at=at, participant=participant.id, **detail)
