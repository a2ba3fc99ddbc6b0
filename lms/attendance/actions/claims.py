"""A learner's word and a trainer's answer to it.

An answer is given once: whoever comes second with the same one changes nothing, with another one is told so.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.attendance.actions.deciding import hold
from lms.attendance.actions.marking import mark, unmark
from lms.attendance.actions.matching import link
from lms.attendance.models import Claim, Decision, Participant
from lms.attendance.queries import claims as queries
from lms.attendance.rules import claims as rules
from lms.attendance.rules.claims import ClaimState
from lms.attendance.rules.decision import Mark, State
from lms.attendance.rules.matching import Step
from lms.attendance.rules.reports import State as Known
from lms.audit import actions as audit
from lms.core.db import db, insert_once, lock
from lms.core.ids import public_id
from lms.core.outbox import announce
from lms.core.words import _, language, speak
from lms.people.models import Person
from lms.schedule.models import Session

ANSWERED = "attendance.claim-answered"


def claim(session: Any, person: Any, name: str = "", note: str = "", *, by: Any, at: datetime) -> Claim:
    """*I was there*, with the name shown in the room and a note. Once for each session; said again while nobody has
    answered, it holds as it is said last. Raises a rule of `claims`.
    """
    decision = _decision(session.id, person.id)
    if broken := rules.standing_in_the_way(session, decision and decision.state, at):
        raise broken
    words = rules.said(name, note)
    seen = rules.exactly(words.name, queries.strangers_in(session))
    told = {"note": words.line, "participant_id": seen and seen.id, "state": ClaimState.OPEN.value}
    keys = {"session_id": session.id, "person_id": person.id, "public_id": public_id(), "at": at}
    new = insert_once(Claim, keys | told, "session_id", "person_id")
    row = queries.own(session, person)
    lock(row)
    if row.state in rules.ANSWERED:
        raise rules.ClaimAnswered()
    if new or any(getattr(row, column) != value for column, value in told.items()):
        row.at = row.at if row.state == ClaimState.OPEN else at
        for column, value in told.items():
            setattr(row, column, value)
        _record("claimed", row, by=by, at=at, participant=row.participant_id)
    return row


def withdraw(session: Any, person: Any, *, by: Any, at: datetime) -> bool:
    """Take it back while it waits; answers whether it did. Raises ClaimAnswered."""
    row = queries.own(session, person)
    if row is None:
        return False
    lock(row)
    if row.state in rules.ANSWERED:
        raise rules.ClaimAnswered()
    if row.state == ClaimState.WITHDRAWN:
        return False
    row.state = ClaimState.WITHDRAWN
    _record("claim_withdrawn", row, by=by, at=at)
    return True


def accept(row: Claim, participant: Participant | None = None, words: str = "", *, by: Any, at: datetime) -> bool:
    """Agree; answers whether anything changed.

    With a name from the room: it was theirs, and its times decide, also against an earlier mark that says less.
    Without one: the trainer's mark, present. Raises a rule of `claims`, `matching` or `marking`.
    """
    opened = _opened(row, ClaimState.ACCEPTED)
    if opened is None:
        return False
    session, person = opened
    if participant is None:
        mark(session, person, Mark.PRESENT, _agreed(person), by=by, at=at)
    else:
        _take_name(session, participant, person, by=by, at=at)
    _answer(row, ClaimState.ACCEPTED, words, by=by, at=at)
    return True


def refuse(row: Claim, words: str, *, by: Any, at: datetime) -> bool:
    """Disagree, with a sentence why; answers whether anything changed. Raises a rule of `claims`."""
    if not words:
        raise rules.WordsMissing()
    if _opened(row, ClaimState.REFUSED) is None:
        return False
    _answer(row, ClaimState.REFUSED, words, by=by, at=at)
    return True


def _opened(row: Claim, wanted: ClaimState) -> tuple[Session, Person] | None:
    """(session, person) of a claim that waits for an answer, held; None if it has this one already."""
    session = db.session.get_one(Session, row.session_id)
    hold(session)
    lock(row)
    if not rules.check_open(row.state, wanted):
        return None
    person = db.session.get_one(Person, row.person_id, populate_existing=True)
    if person.erased_at or person.merged_at:
        raise rules.ClaimantGone()
    return session, person


def _take_name(session: Any, participant: Participant, person: Any, *, by: Any, at: datetime) -> None:
    lock(participant)
    mine = participant.person_id == person.id
    if participant.session_id != session.id or not (participant.state == Known.OPEN or mine):
        raise rules.NameTaken()
    link(participant, person, Step.CLAIMED, by=by, at=at)
    decision = _decision(session.id, person.id)
    if decision is not None and decision.marked and decision.state != State.PRESENT:
        unmark(session, person, by=by, at=at)


def _answer(row: Claim, state: ClaimState, words: str, *, by: Any, at: datetime) -> None:
    """Write the answer down; a letter about it follows."""
    row.state, row.answer, row.answered_by_id, row.answered_at = state, words or None, by.id, at
    announce(ANSWERED, row.id, at=at)
    _record(f"claim_{state}", row, by=by, at=at)


def _agreed(person: Any) -> str:
    """The reason beside the mark, which stays as it was written: in the language of who it is about."""
    spoken = language()
    speak(person.language)
    try:
        return _("The learner's word, and the trainer agreed")
    finally:
        speak(spoken)


def _decision(session_id: int, person_id: int) -> Decision | None:
    mine = (Decision.session_id == session_id, Decision.person_id == person_id)
    return db.session.scalar(select(Decision).where(*mine).execution_options(populate_existing=True))


def _record(what: str, row: Claim, *, by: Any, at: datetime, **detail: Any) -> None:
    said = {key: value for key, value in detail.items() if value is not None}
    audit.record(f"attendance.{what}", "session", row.session_id, by=by, at=at, person=row.person_id, **said)
