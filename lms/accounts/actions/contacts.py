"""Changes to the contacts a person signs in with."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from lms.accounts.queries import codes as queries
from lms.accounts.rules import codes as rules
from lms.audit import actions as audit
from lms.core.db import db, lock
from lms.people import actions as people
from lms.people.models import Contact, Person


def add(person: Any, kind: str, value: str, *, by: Any, at: datetime) -> bool:
    """Another contact, not verified; answers False if it is there already. Raises TooManyContacts.

    The same statements whether or not somebody else has it.
    """
    lock(person)
    own = queries.contacts_of(person.id)
    if any((one.kind, one.value) == (kind, value) for one in own):
        return False
    rules.check_room(len(own))
    shared = update(Person).where(Person.id == person.id, queries.is_shared(kind, value, but=person))
    db.session.execute(shared.values(maybe_duplicate=True))
    people.add_contact(person, kind, value, by=by, at=at)
    audit.record("accounts.contact-added", "person", person.id, by=by, at=at, kind=kind)
    return True


def verify(person: Any, kind: str, value: str, *, by: Any, at: datetime) -> bool:
    """The person has shown that this contact is theirs; answers False if that was known."""
    mine = (Contact.person_id == person.id, Contact.kind == kind, Contact.value == value)
    proven = update(Contact).where(*mine, Contact.verified_at.is_(None)).values(verified_at=at)
    if not db.session.execute(proven).rowcount:
        return False
    audit.record("accounts.contact-verified", "person", person.id, by=by, at=at, kind=kind)
    return True


def remove(person: Any, kind: str, value: str, *, by: Any, at: datetime) -> bool:
    """Take a contact away; answers False if it was gone. Raises LastContact."""
    lock(person)
    own = queries.contacts_of(person.id)
    gone = next((one.id for one in own if (one.kind, one.value) == (kind, value)), None)
    if gone is None:
        return False
    if len(own) == 1:
        raise rules.LastContact()
    db.session.execute(delete(Contact).where(Contact.id == gone))
    audit.record("accounts.contact-removed", "person", person.id, by=by, at=at, kind=kind)
    return True
