"""Changes to guardianships. A guardian is no person of the house: `by` is None when one decides."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete

from lms.audit import actions as audit
from lms.core.db import db, insert_once, insert_row, lock
from lms.core.ids import public_id
from lms.core.outbox import announce
from lms.core.words import language, speak
from lms.guardians import queries, rules
from lms.guardians.models import Guardianship, WrongGuardianCode
from lms.guardians.rules import State
from lms.people import actions as people
from lms.people import rules as people_rules
from lms.people.models import Person
from lms.people.rules import Paused, Purpose

#: What a guardian leaves behind once forgotten: the times, which say nothing about who it was.
NOBODY: dict[str, Any] = {"name": "", "relation": None, "phone": None, "code": None}


def _held(child: Any, *, at: datetime) -> Guardianship:
    """The child's guardianship under a lock, made if it is missing; the child is read again as well."""
    values = {"public_id": public_id(), "child_id": child.id, "link_version": 1, "name": "", "asked_at": at}
    insert_once(Guardianship, values, "child_id")
    db.session.refresh(child)
    return lock(queries.of(child))


def note_agreement(child: Person, *, agreed_at: datetime, by: Any, at: datetime) -> None:
    """Keep the child's own agreement: when, and the words they read, in their language."""
    row, spoken = _held(child, at=at), language()
    speak(child.language)
    row.child_wording, row.child_agreed_at = people_rules.wording(Purpose.LEARNING), agreed_at
    speak(spoken)


def renew_link(child: Any, *, by: Any, at: datetime) -> None:
    """A new link for the guardian; the old one stops. Raises AlreadyConsented."""
    row = _held(child, at=at)
    rules.check_renewable(row.consented_at is not None)
    row.link_version += 1


def replace_code(child: Any, *, by: Any, at: datetime) -> None:
    """The guardian's code is lost: a new link, behind which they choose another. What they consented to stands.

    Raises NoGuardian.
    """
    now = queries.standing(child, queries.of(child), at=at)
    rules.check_has_guardian(now.state, now.consented)
    row = _held(child, at=at)
    row.link_version, row.code = row.link_version + 1, None
    audit.record("guardians.link-renewed", "person", child.id, by=by, at=at)


def consent(
    child: Any, *, name: str, relation: str, phone: str | None, code: str, by: Any = None, at: datetime
) -> bool:
    """A guardian's first consent: who they are, their scrambled code, and learning is open to the child.

    Answers False, and changes nothing, if a guardian was quicker.
    """
    row = _held(child, at=at)
    if row.consented_at is not None:
        return False
    row.name, row.relation, row.phone, row.code = people_rules.check_name(name), relation, phone, code
    _agree(child, row, at=at)
    return True


def choose_code(child: Any, code: str, *, by: Any = None, at: datetime) -> bool:
    """A guardian whose code staff have cleared chooses another (scrambled); answers False if there is one."""
    row = _held(child, at=at)
    if row.code is not None:
        return False
    row.code = code
    audit.record("guardians.code-chosen", "person", child.id, by=by, at=at)
    return True


def agree_again(child: Any, *, by: Any = None, at: datetime) -> None:
    """The guardian consents once more, to a child who is paused for want of it."""
    row = _held(child, at=at)
    if child.paused_why == Paused.GUARDIAN:
        _agree(child, row, at=at)


def _agree(child: Any, row: Guardianship, *, at: datetime) -> None:
    row.version, row.wording = people_rules.CONSENT_VERSION, rules.wording()
    row.consented_at, row.withdrawn_at = at, None
    people.give_consent(child, Purpose.LEARNING, way="guardian", wording=row.wording, by=None, at=at)
    people.resume(child, by=None, at=at)
    audit.record("guardians.consented", "person", child.id, by=None, at=at, version=row.version)


def withdraw(child: Any, *, by: Any = None, at: datetime) -> None:
    """The guardian takes every consent back; the child is paused at once. Sign-ins stay, for public lessons.

    Whoever decides alone by now is no concern of theirs.
    """
    row = _held(child, at=at)
    if queries.standing(child, row, at=at).state != State.AGREED:
        return
    row.withdrawn_at = at
    for purpose in Purpose:
        people.withdraw_consent(child, purpose, by=None, at=at)
    people.pause(child, Paused.GUARDIAN, by=None, at=at)
    audit.record("guardians.withdrawn", "person", child.id, by=None, at=at)


def change_phone(child: Any, phone: str | None, *, by: Any = None, at: datetime) -> None:
    """Another phone number of the guardian, or none."""
    _held(child, at=at).phone = phone
    audit.record("guardians.phone-changed", "person", child.id, by=by, at=at)


def ask_deletion(child: Any, *, by: Any = None, at: datetime) -> None:
    """The guardian asks that the child's account be deleted; the room of requests takes it from here."""
    if queries.standing(child, queries.of(child), at=at).state == State.OWN:
        return
    announce("guardians.deletion-asked", child.id, at=at)
    audit.record("guardians.deletion-asked", "person", child.id, by=by, at=at)


def consent_oneself(person: Person, *, by: Any, at: datetime) -> None:
    """Sixteen by now: the own consent takes the place of the guardian's.

    Raises NotYet while a guardian must consent.
    """
    rules.check_grown(people_rules.day_of(at), person.birth_year, person.birth_date)
    if queries.standing(person, _held(person, at=at), at=at).state == State.OWN:
        return
    people.withdraw_consent(person, Purpose.LEARNING, by=by, at=at)
    people.agree_to_learn(person, way="settings", by=by, at=at)


def note_try(guardianship_id: int, *, at: datetime) -> int:
    """A code that is tried, written down as wrong before it is; answers its number."""
    return insert_row(WrongGuardianCode, {"guardianship_id": guardianship_id, "at": at})


def forget_try(number: int, *, at: datetime) -> None:
    """The try with this number was no wrong one."""
    db.session.execute(delete(WrongGuardianCode).where(WrongGuardianCode.id == number))


def forget_old(*, at: datetime) -> None:
    """Remove wrong codes past their time."""
    db.session.execute(delete(WrongGuardianCode).where(WrongGuardianCode.at < at - rules.TRIES_KEPT))


def forget_guardians(day: date, *, at: datetime) -> int:
    """Remove what is kept of the guardians of those who are long grown up; answers of how many."""
    rows = queries.to_forget(day)
    for row in rows:
        _blank(row)
        audit.record("guardians.forgotten", "person", row.child_id, by=None, at=at)
    return len(rows)


def _blank(row: Guardianship) -> None:
    """Nobody can open the page any more, and nothing says whose it was."""
    row.link_version += 1
    for column, value in NOBODY.items():
        setattr(row, column, value)
