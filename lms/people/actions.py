"""Changes to persons, their contacts, roles and consents."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, text, update

from lms.audit import actions as audit
from lms.core.db import db, insert_once, insert_once_id
from lms.core.ids import public_id
from lms.core.outbox import announce
from lms.core.text import fold, sort_key
from lms.people import queries, rules
from lms.people.models import Consent, Contact, NameWord, Person, Role, RoleProposal
from lms.people.rules import Gender, Paused, Proposal, Purpose, RoleName
from lms.places.models import Commune, Province


class Twice(Exception):
    """The person with this public id is there already: the same form came a second time."""


def create(
    name: str,
    *,
    birth_year: int | None = None,
    birth_date: date | None = None,
    province_code: str | None = None,
    contacts: Iterable[tuple[str, str]] = (),
    language: str = "vi",
    demo: bool = False,
    number: str | None = None,
    by: Any,
    at: datetime,
) -> Person:
    """A new person. `contacts`: (kind, value) pairs as `core.text.parse_contact` gives them.

    Whoever shares a contact with somebody is marked as a possible duplicate. `number`: a public id known before.
    Raises Twice if it is taken, what `rules.check_name` and `rules.check_birth` raise, and UnknownProvince.
    """
    rules.check_birth(rules.day_of(at), birth_year, birth_date)
    _check_province(province_code)
    contacts = list(contacts)
    told = {
        "public_id": number or public_id(),
        "mark": _new_mark(),
        "birth_year": birth_date.year if birth_date else birth_year,
        "birth_date": birth_date,
        "maybe_duplicate": queries.is_contact_known(contacts),
    }
    shown = {"province_code": province_code, "language": language, "demo": demo, "created_at": at, **_named(name)}
    person = _insert(told | shown)
    for kind, value in contacts:
        add_contact(person, kind, value, by=by, at=at)
    if not contacts:
        announce("people.identified", person.id, at=at)
    if by is not None:
        audit.record("people.created", "person", person.id, by=by, at=at)
    return person


def _insert(values: dict[str, Any]) -> Person:
    made = insert_once_id(Person, values, "public_id")
    if made is None:
        raise Twice()
    person = db.session.get_one(Person, made)
    _make_findable(person)
    return person


def _new_mark() -> str:
    """With a digit in it: a mark beside a name must not be read as a part of the name."""
    mark = ""
    while mark.isalpha() or not mark:
        mark = "".join(secrets.choice(rules.MARK_SIGNS) for _sign in range(rules.MARK_LENGTH))
    return mark


def _named(name: str) -> dict[str, str]:
    """The name with the keys to search and to sort by; the only place that makes them."""
    name = rules.check_name(name)
    return {"name": name, "name_fold": fold(name)[:240], "name_sort": sort_key(name)[:500]}


def _make_findable(person: Person) -> None:
    if words := [{"word": word, "person_id": person.id} for word in rules.words_of(person.name)]:
        db.session.execute(insert(NameWord.__table__), words)


def _check_province(code: str | None) -> None:
    if code and db.session.get(Province, code) is None:
        raise rules.UnknownProvince()


def rename(person: Person, name: str, *, by: Any, at: datetime) -> None:
    """Change the name and its keys. Raises what `rules.check_name` raises."""
    for column, value in _named(name).items():
        setattr(person, column, value)
    db.session.execute(delete(NameWord).where(NameWord.person_id == person.id))
    _make_findable(person)
    announce("people.identified", person.id, at=at)
    audit.record("people.renamed", "person", person.id, by=by, at=at)


def move_to(person: Person, province_code: str | None, *, by: Any, at: datetime) -> None:
    """The person lives in another province now, in no commune we know. Raises UnknownProvince."""
    _check_province(province_code)
    if (province_code or None) != person.province_code:
        person.commune_code = None
    person.province_code = province_code or None
    announce("people.described", person.id, at=at)
    audit.record("people.moved", "person", person.id, by=by, at=at, province=person.province_code)


def live_in(person: Person, commune_code: str | None, *, by: Any, at: datetime) -> None:
    """The commune of the person's province they live in; None forgets it. Raises UnknownCommune."""
    commune = db.session.get(Commune, commune_code) if commune_code else None
    if commune_code and (commune is None or commune.province_code != person.province_code):
        raise rules.UnknownCommune()
    person.commune_code = commune_code or None
    announce("people.described", person.id, at=at)


def set_gender(person: Person, gender: Gender | None, *, by: Any, at: datetime) -> None:
    """What the person says their gender is; None forgets it."""
    person.gender = gender
    announce("people.described", person.id, at=at)


def speak_to(person: Person, language: str, *, by: Any, at: datetime) -> None:
    """The language of pages and letters from now on; anything unknown means Vietnamese."""
    person.language = language if language in ("vi", "en") else "vi"
    announce("people.spoke", person.id, at=at)


def add_contact(person: Person, kind: str, value: str, *, by: Any, at: datetime) -> None:
    """Another way to reach the person, not yet verified. A second time changes nothing."""
    values = {"person_id": person.id, "kind": kind, "value": value, "added_at": at}
    if insert_once(Contact, values, "person_id", "kind", "value"):
        announce("people.identified", person.id, at=at)


def disable(person: Person, *, by: Any, at: datetime) -> None:
    """The person can no longer sign in; what they did stays."""
    person.disabled_at = person.disabled_at or at
    audit.record("people.disabled", "person", person.id, by=by, at=at)


def enable(person: Person, *, by: Any, at: datetime) -> None:
    """The person may sign in again."""
    person.disabled_at = None
    audit.record("people.enabled", "person", person.id, by=by, at=at)


def pause(person: Person, why: Paused, *, by: Any, at: datetime) -> None:
    """Only public lessons are open to the person from now on; the last reason counts. A second time changes nothing."""
    if person.paused_why == why:
        return
    person.paused_at, person.paused_why = person.paused_at or at, why
    announce("people.paused", person.id, at=at)
    audit.record("people.paused", "person", person.id, by=by, at=at, why=why)


def resume(person: Person, *, by: Any, at: datetime) -> None:
    """Everything a learner may do is open again. The caller has seen to the consent."""
    if person.paused_at is None:
        return
    person.paused_at = person.paused_why = None
    audit.record("people.resumed", "person", person.id, by=by, at=at)


def give_consent(
    person: Person, purpose: Purpose, *, way: str, wording: str | None = None, by: Any, at: datetime
) -> None:
    """Note that the person agreed, in the words shown in the language being spoken. Once per version.

    `wording`: SHA-256 of another sentence, when it was a guardian's that was shown.
    """
    standing = (Consent.person_id == person.id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
    if db.session.scalar(select(Consent.id).where(*standing, Consent.version == rules.CONSENT_VERSION).limit(1)):
        return
    db.session.add(
        Consent(
            person_id=person.id,
            purpose=purpose,
            version=rules.CONSENT_VERSION,
            wording=wording or rules.wording(purpose),
            way=way,
            given_at=at,
        )
    )
    announce("people.consented", person.id, at=at)


def agree_to_learn(person: Person, *, way: str, by: Any, at: datetime) -> None:
    """The person's own agreement to learning: the consent itself, and nothing is closed to them any more.

    Under 16 it is no consent yet: they are paused until a guardian consents, and `people.child` tells the room
    above to keep the agreement.
    """
    if rules.under_16(rules.day_of(at), person.birth_year, person.birth_date):
        pause(person, Paused.GUARDIAN, by=by, at=at)
        announce("people.child", person.id, at=at)
    else:
        give_consent(person, Purpose.LEARNING, way=way, by=by, at=at)
        resume(person, by=by, at=at)


def stop_learning(person: Person, *, by: Any, at: datetime) -> None:
    """The person no longer agrees: the consent to learning ends, and only public lessons stay open to them."""
    withdraw_consent(person, Purpose.LEARNING, by=by, at=at)
    pause(person, Paused.WITHDRAWN, by=by, at=at)


def withdraw_consent(person: Person, purpose: Purpose, *, by: Any, at: datetime) -> bool:
    """Take back a consent; answers whether there was one."""
    standing = (Consent.person_id == person.id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
    ended = db.session.execute(update(Consent).where(*standing).values(withdrawn_at=at)).rowcount
    if ended:
        announce("people.withdrawn", person.id, at=at)
        audit.record("people.consent-withdrawn", "person", person.id, by=by, at=at, purpose=purpose)
    return bool(ended)


def grant(person: Person, name: RoleName, province_code: str = "", *, by: Any, at: datetime) -> bool:
    """Give a role; answers False if the person has it already. Raises ScopeNotForRole, UnknownProvince.

    Staff stay signed in for a shorter time: the caller ends the person's sign-ins as well.
    """
    rules.check_scope(name, province_code)
    _check_province(province_code)
    role = {"person_id": person.id, "name": name, "province_code": province_code}
    given = {"granted_by_id": by and by.id, "granted_at": at}
    new = insert_once(Role, {**role, **given}, *role, where=text("ended_at IS NULL"))
    if new:
        audit.record("people.granted", "person", person.id, by=by, at=at, role=name, province=province_code)
    return new


def propose(person: Person, name: RoleName, province_code: str = "", *, by: Any, at: datetime) -> bool:
    """Ask for a role that a second person must agree to; False if held or asked for already. Raises as `grant`."""
    rules.check_scope(name, province_code)
    _check_province(province_code)
    if queries.holds(person, name, province_code):
        return False
    role = {"person_id": person.id, "name": name, "province_code": province_code}
    old = update(RoleProposal).filter_by(**role, state=Proposal.WAITING).where(~queries.stands(at))
    db.session.execute(old.values(state=Proposal.EXPIRED))
    asked = {"public_id": public_id(), "proposed_by_id": by.id, "proposed_at": at, "state": Proposal.WAITING}
    new = insert_once(RoleProposal, {**role, **asked}, *role, where=text("state = 'waiting'"))
    if new:
        audit.record("people.role-proposed", "person", person.id, by=by, at=at, role=name, province=province_code)
    return new


def agree(proposal: RoleProposal, *, by: Any, at: datetime) -> bool:
    """Give the role; False if it is decided already. Raises as `rules.check_second`, `check_stands`. See `grant`."""
    if not _decide(proposal, Proposal.AGREED, by=by, at=at):
        return False
    person = db.session.get_one(Person, proposal.person_id)
    grant(person, RoleName(proposal.name), proposal.province_code, by=by, at=at)
    return True


def refuse(proposal: RoleProposal, *, by: Any, at: datetime) -> bool:
    """Turn a proposal down; False if it is decided already. Raises as `agree`."""
    return _decide(proposal, Proposal.REFUSED, by=by, at=at)


def _decide(proposal: RoleProposal, state: Proposal, *, by: Any, at: datetime) -> bool:
    rules.check_second(by.id, proposal.proposed_by_id, proposal.person_id)
    rules.check_stands(proposal.proposed_at, at)
    waits = (RoleProposal.id == proposal.id, RoleProposal.state == Proposal.WAITING)
    values = {"state": state, "decided_by_id": by.id, "decided_at": at}
    done = bool(db.session.execute(update(RoleProposal).where(*waits).values(values)).rowcount)
    if done:
        role = {"role": proposal.name, "province": proposal.province_code, "proposer": proposal.proposed_by_id}
        audit.record(f"people.role-{state}", "person", proposal.person_id, by=by, at=at, **role)
    return done


def end_role(person: Person, name: RoleName, province_code: str = "", *, by: Any, at: datetime) -> bool:
    """Take a role back; answers whether there was one. The caller ends the person's sign-ins as well."""
    current = (Role.person_id == person.id, Role.name == name, Role.province_code == province_code)
    ended = db.session.execute(update(Role).where(*current, Role.ended_at.is_(None)).values(ended_at=at)).rowcount
    if ended:
        audit.record("people.role-ended", "person", person.id, by=by, at=at, role=name, province=province_code)
    return bool(ended)


def close(person: Person, *, by: Any, at: datetime) -> None:
    """The person has been erased: the last step, after every room's `personal_data.erase`. Roles and consents end."""
    person.erased_at = at
    for table, end in ((Role, "ended_at"), (Consent, "withdrawn_at")):
        standing = (table.person_id == person.id, getattr(table, end).is_(None))
        db.session.execute(update(table).where(*standing).values({end: at}))
    audit.record("people.erased", "person", person.id, by=by, at=at)
