"""What people keeps of a person: who they are, how they are reached, what they agreed to, what they may do."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.core.db import db
from lms.people.models import Consent, Contact, NameWord, Role

#: What stays behind a name: nothing that tells who it was. Birth year, province and gender stay, for counting.
NAMELESS = {
    "name": "",
    "name_fold": "",
    "name_sort": "",
    "preferred_name": None,
    "birth_date": None,
    "commune_code": None,
}
#: What moves when two persons turn out to be one.
TABLES = {"contacts": Contact, "consents": Consent, "roles": Role}


def export(person: Any) -> dict[str, Any]:
    """The person with contacts, consents and roles; instants in ISO 8601, UTC."""
    return {
        "name": person.name,
        "preferred_name": person.preferred_name,
        "birth_year": person.birth_year,
        "birth_date": person.birth_date and person.birth_date.isoformat(),
        "province": person.province_code,
        "commune": person.commune_code,
        "gender": person.gender,
        "language": person.language,
        "mark": person.mark,
        "since": person.created_at.isoformat(),
        "contacts": [_contact(row) for row in _of(Contact, person)],
        "consents": [_consent(row) for row in _of(Consent, person)],
        "roles": [_role(row) for row in _of(Role, person)],
    }


def _contact(row: Contact) -> dict[str, Any]:
    return {"kind": row.kind, "value": row.value, "since": _when(row.added_at), "verified": _when(row.verified_at)}


def _consent(row: Consent) -> dict[str, Any]:
    return {
        "purpose": row.purpose,
        "version": row.version,
        "way": row.way,
        "given": _when(row.given_at),
        "withdrawn": _when(row.withdrawn_at),
    }


def _role(row: Role) -> dict[str, Any]:
    return {
        "name": row.name,
        "province": row.province_code,
        "since": _when(row.granted_at),
        "ended": _when(row.ended_at),
    }


def erase(person: Any) -> None:
    """Name, contacts and date of birth go; year, province and gender stay with the nameless row, for counting.

    Consents and roles stay: they prove what was allowed and say nothing about who it was. The row is closed
    by `people.actions.close`, which the caller calls last.
    """
    for table in (Contact, NameWord):
        db.session.execute(delete(table).where(table.person_id == person.id))
    for column, value in NAMELESS.items():
        setattr(person, column, value)


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give contacts, consents and roles of `source` to `target`; answers what `move_back` needs.

    A contact both have, and a role both hold now, stay where they are; so do consents to what `target` has
    agreed to. What `target` has not said of themselves (year, date, province, commune, gender) is taken over.
    """
    same_contact = [(row.kind, row.value) for row in _of(Contact, target)]
    same_role = [(row.name, row.province_code) for row in _of(Role, target) if row.ended_at is None]
    same_consent = [row.purpose for row in _of(Consent, target) if row.withdrawn_at is None]
    undo: dict[str, Any] = {
        "contacts": [row.id for row in _of(Contact, source) if (row.kind, row.value) not in same_contact],
        "consents": [row.id for row in _of(Consent, source) if row.purpose not in same_consent],
        "roles": [row.id for row in _of(Role, source) if (row.name, row.province_code) not in same_role],
        "filled": _fill(source, target),
    }
    _give(undo, target)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`. What was filled in stays with `source` too, so only `target` forgets it."""
    _give(undo, source)
    for column in undo["filled"]:
        setattr(target, column, None)


def _fill(source: Any, target: Any) -> list[str]:
    columns = ("birth_year", "birth_date", "province_code", "commune_code", "gender")
    filled = [column for column in columns if getattr(target, column) is None and getattr(source, column) is not None]
    for column in filled:
        setattr(target, column, getattr(source, column))
    return filled


def _give(undo: dict[str, Any], taker: Any) -> None:
    for name, table in TABLES.items():
        db.session.execute(
            update(table)
            .where(table.id.in_(undo[name]))
            .values(person_id=taker.id)
            .execution_options(synchronize_session=False)
        )


def _of(table: Any, person: Any) -> list[Any]:
    return list(db.session.scalars(select(table).where(table.person_id == person.id).order_by(table.id)))


def _when(moment: Any) -> str | None:
    return moment and moment.isoformat()
