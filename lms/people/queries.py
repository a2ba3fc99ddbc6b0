"""Questions about persons."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, select, tuple_
from sqlalchemy.orm import aliased

from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.text import CONTACT_LENGTH, PHONE_SIGNS, parse_contact
from lms.people.models import Consent, Contact, NameWord, Person, Role, RoleProposal
from lms.people.rules import PROPOSAL_STANDS, Proposal, RoleName, words_of

PAGE = 50
#: Stands behind every other sign.
LAST = "\U0010ffff"
#: Neither erased nor merged into somebody else.
IS_HERE = (Person.erased_at.is_(None), Person.merged_at.is_(None))


class Slice(NamedTuple):
    """One page of persons in class-list order; `after` is the public id to go on from, None at the end."""

    people: list[Person]
    after: str | None


def covers(person: Any, province_code: str | None) -> bool:
    """Whether a coordinator's scope covers a province (None or "" asks for the whole country)."""
    scopes = [role.province_code for role in person.roles_now if role.name == RoleName.COORDINATOR]
    return "" in scopes or bool(province_code) and province_code in scopes


def by_public_id(person_id: str) -> Person | None:
    """The person of an address; None once erased or merged."""
    return db.session.scalar(select(Person).where(Person.public_id == person_id, *IS_HERE))


def by_contact(kind: str, value: str) -> list[Person]:
    """Everybody reached under a normalised contact, oldest first."""
    return list(
        db.session.scalars(
            select(Person)
            .join(Contact, Contact.person_id == Person.id)
            .where(Contact.kind == kind, Contact.value == value, *IS_HERE)
            .order_by(Person.id)
        )
    )


def is_contact_known(contacts: list[tuple[str, str]]) -> bool:
    """Whether anybody is reached under one of these (kind, value) pairs; no value fits two kinds."""
    values = [value for _kind, value in contacts]
    return bool(values) and bool(db.session.scalar(select(exists().where(Contact.value.in_(values)))))


def as_viewer(person: Person) -> Person:
    """The person with `roles_now` filled, for whoever did not come through the gate (jobs, commands, tests)."""
    person.roles_now = list(
        db.session.scalars(select(Role).where(Role.person_id == person.id, Role.ended_at.is_(None)).order_by(Role.id))
    )
    return person


def consents(person: Any) -> list[Consent]:
    """What the person agrees to now, oldest first."""
    return list(
        db.session.scalars(
            select(Consent).where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None)).order_by(Consent.id)
        )
    )


def roles() -> list[tuple[Role, Person]]:
    """Every role in force with its holder, by role and then in class-list order."""
    found = db.session.execute(
        select(Role, Person)
        .join(Person, Person.id == Role.person_id)
        .where(Role.ended_at.is_(None))
        .order_by(Role.name, Role.province_code, Person.name_sort, Person.id)
    )
    return [(role, person) for role, person in found]


class Held(NamedTuple):
    """A role in force, its holder, and the name of whoever gave it (None: the operator)."""

    role: Role
    person: Person
    giver: str | None


def roles_page(viewer: Any, *, after: int | None = None, most: int = PAGE) -> tuple[list[Held], int | None]:
    """A page of the roles in force, by role and then in class-list order, and the id of a role to go on from.

    For those who decide about roles, which is the policy's to say.
    """
    giver = aliased(Person)
    order = (Role.name, Person.name_sort, Role.id)
    found = select(Role, Person, giver.name).join(Person, Person.id == Role.person_id)
    found = found.outerjoin(giver, giver.id == Role.granted_by_id).where(Role.ended_at.is_(None), *IS_HERE)
    last = select(*order).join(Person, Person.id == Role.person_id).where(Role.id == after)
    if after is not None and (key := db.session.execute(last).first()) is not None:
        found = found.where(tuple_(*order) > tuple_(*key))
    rows = [Held(*row) for row in db.session.execute(found.order_by(*order).limit(most + 1))]
    return rows[:most], rows[most - 1].role.id if len(rows) > most else None


class Waiting(NamedTuple):
    """A proposal that waits for a second person, whom it is about, and who made it."""

    proposal: RoleProposal
    person: Person
    proposer: Person


def waiting(*, of: Any = None, at: datetime, most: int = PAGE) -> list[Waiting]:
    """The proposals that can be decided now, oldest first; those about one person with `of`."""
    proposer = aliased(Person)
    found = select(RoleProposal, Person, proposer).join(Person, Person.id == RoleProposal.person_id)
    found = found.join(proposer, proposer.id == RoleProposal.proposed_by_id)
    waits = (RoleProposal.state == Proposal.WAITING, stands(at))
    about = () if of is None else (RoleProposal.person_id == of.id,)
    rows = db.session.execute(found.where(*waits, *about, *IS_HERE).order_by(RoleProposal.id).limit(most))
    return [Waiting(*row) for row in rows]


def proposal(proposal_id: str) -> RoleProposal | None:
    """The proposal of an address; None once the person is gone, or who made it is no caretaker any more."""
    found = select(RoleProposal).join(Person, Person.id == RoleProposal.person_id)
    return db.session.scalar(found.where(RoleProposal.public_id == proposal_id, *IS_HERE, stood_for()))


def stands(at: datetime) -> ColumnElement[bool]:
    """The condition on `RoleProposal` that it is not too old, and that who made it could make it now."""
    return and_(RoleProposal.proposed_at >= at - PROPOSAL_STANDS, stood_for())


def stood_for() -> ColumnElement[bool]:
    """The condition on `RoleProposal` that who made it is a caretaker still."""
    by = aliased(Person)
    held = exists().where(Role.person_id == by.id, Role.name == RoleName.CARETAKER, Role.ended_at.is_(None))
    here = (by.disabled_at.is_(None), by.erased_at.is_(None), by.merged_at.is_(None))
    return exists().where(by.id == RoleProposal.proposed_by_id, *here, held)


def holds(person: Any, name: RoleName, province_code: str) -> bool:
    """Whether a person has this role now, with exactly this scope."""
    same = (Role.person_id == person.id, Role.name == name, Role.province_code == province_code)
    return bool(db.session.scalar(select(exists().where(*same, Role.ended_at.is_(None)))))


def seen_by(viewer: Any) -> Any:
    """The condition on `Person` that cuts a list to what `viewer` may see: scope is where people live now."""
    names = {role.name for role in viewer.roles_now}
    if RoleName.CARETAKER in names or covers(viewer, None):
        return and_(*IS_HERE)
    scopes = [role.province_code for role in viewer.roles_now if role.name == RoleName.COORDINATOR]
    return and_(*IS_HERE, Person.province_code.in_(scopes))


def search(
    viewer: Any, words: str = "", *, role: str = "", province: str = "", after: str | None = None, most: int = PAGE
) -> Slice:
    """People `viewer` may see with a word in the name that begins like each of `words`, or a contact like them.

    Tones, case and đ do not matter; one letter alone is a whole word, as in "Giàng A Páo". `role`: they have it now.
    `after`: a public id, the last of the page before; of somebody out of scope, like one that nobody has.
    """
    found = select(Person).where(*_found(viewer, words, role, province))
    last = after and db.session.scalar(select(Person).where(Person.public_id == after, seen_by(viewer)))
    if last:
        found = found.where(tuple_(Person.name_sort, Person.id) > tuple_(last.name_sort, last.id))
    people = list(db.session.scalars(found.order_by(Person.name_sort, Person.id).limit(most + 1)))
    return Slice(people[:most], people[most - 1].public_id if len(people) > most else None)


def count(viewer: Any, words: str = "", *, role: str = "", province: str = "") -> int:
    """How many people `search` finds."""
    found = select(func.count()).select_from(Person).where(*_found(viewer, words, role, province))
    return db.session.scalar(found) or 0


def _found(viewer: Any, words: str, role: str, province: str) -> list[ColumnElement[bool]]:
    found = [seen_by(viewer), *_like(words)]
    if role:
        found.append(Person.id.in_(select(Role.person_id).where(Role.name == role, Role.ended_at.is_(None))))
    if province:
        found.append(Person.province_code == province)
    return found


def _like(words: str) -> list[ColumnElement[bool]]:
    """The conditions on `Person` for what somebody typed: a contact or the beginning of one, else words of a name."""
    words = words[:CONTACT_LENGTH].replace("\0", "").strip()
    if not words:
        return []
    if _is_contact(words):
        return [Person.id.in_(_reached_under(words))]
    named = [select(NameWord.person_id).where(_begins(NameWord.word, word)) for word in words_of(words)]
    return [Person.id.in_(like) for like in named] or [false()]


def _begins(column: Any, text: str) -> ColumnElement[bool]:
    """As a range, which an index finds. A single letter begins so many words that it has to be one itself."""
    return column == text if len(text) == 1 else and_(column >= text, column < text + LAST)


def _is_contact(words: str) -> bool:
    """Digits without letters, or one word with a sign that names do not have."""
    if any(sign.isalpha() for sign in words):
        return len(words.split()) == 1 and any(sign.isdecimal() or sign in "@._" for sign in words)
    return any(sign.isdecimal() for sign in words)


def _reached_under(words: str) -> Select[tuple[int]]:
    """Persons with exactly this contact, or with one that begins like it."""
    try:
        kind, value = parse_contact(words)
    except RuleBroken:
        return select(Contact.person_id).where(_begins(Contact.value, _beginning(words)))
    return select(Contact.person_id).where(Contact.kind == kind, Contact.value == value)


def _beginning(words: str) -> str:
    """ "0912 34", "+84 91234" and "91234" begin like "+8491234…"; an address as it stands, in small letters."""
    digits = PHONE_SIGNS.sub("", words).removeprefix("+")
    return "+84" + digits.removeprefix("84").removeprefix("0") if digits.isdecimal() else words.casefold()
