"""What people keeps of a person: who they are, how they are reached, what they agreed to, what they may do."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from lms.core.db import db
from lms.core.moving import exchange, give, ids
from lms.people.models import CardAnswer, Consent, Contact, NameWord, Role, RoleProposal
from lms.people.rules import SENSITIVE, Purpose

#: What stays behind a name: nothing that tells who it was. Birth year, province and gender stay, for counting.
NAMELESS = {
    "name": "",
    "name_fold": "",
    "name_sort": "",
    "preferred_name": None,
    "birth_date": None,
    "commune_code": None,
    "mark": "",
    "maybe_duplicate": False,
}
#: What moves when two persons turn out to be one.
TABLES = {table.__tablename__: table for table in (Contact, CardAnswer, Consent, Role, RoleProposal)}
#: What is taken over when it is missing -> what must be the same for it to fit.
FILLED = {
    "birth_year": None,
    "birth_date": "birth_year",
    "province_code": None,
    "commune_code": "province_code",
    "gender": None,
}
#: States of a card, from the one that says least.
CARD_STATES = ("asked", "deferred", "refused", "answered")


def export(person: Any) -> dict[str, Any]:
    """The person with contacts, consents, answers given later and roles; instants in ISO 8601, UTC."""
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
        "cards": [_card(row) for row in _of(CardAnswer, person)],
        "roles": [_role(row) for row in _of(Role, person)],
        "proposals": [_proposal(row) for row in _of(RoleProposal, person)],
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


def _card(row: CardAnswer) -> dict[str, Any]:
    return {"card": row.card, "state": row.state, "answer": row.value, "since": _when(row.at)}


def _proposal(row: RoleProposal) -> dict[str, Any]:
    return {
        "name": row.name,
        "province": row.province_code,
        "state": row.state,
        "since": _when(row.proposed_at),
        "ended": _when(row.decided_at),
    }


def _role(row: Role) -> dict[str, Any]:
    return {
        "name": row.name,
        "province": row.province_code,
        "since": _when(row.granted_at),
        "ended": _when(row.ended_at),
    }


def erase(person: Any) -> None:
    """Name, contacts, date of birth and sensitive answers go; year, province and gender stay, for counting.

    Consents and roles stay: they prove what was allowed and say nothing about who it was. The row is closed
    by `people.actions.close`, which the caller calls last.
    """
    for table in (Contact, NameWord):
        db.session.execute(delete(table).where(table.person_id == person.id))
    db.session.execute(update(CardAnswer).where(CardAnswer.person_id == person.id).values(value=None))
    for column, value in NAMELESS.items():
        setattr(person, column, value)


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give contacts, consents, cards and past roles of `source` to `target`; answers what `move_back` needs.

    Per key: of a contact both have, `target` gets the verified one; of two cards, the one that says more; consents
    go over all, and a withdrawal by either ends those given before it. A role both hold, and one that waits
    for a second person, stays. What `target` has not said (year, date, province, commune, gender) is taken over.
    """
    undo = {
        "moved": {
            "contact": _missing(Contact, _contact_key, source, target),
            "card_answer": _missing(CardAnswer, _card_key, source, target),
            "consent": ids(Consent, source),
            "role": _missing(Role, _role_key, source, target),
            "role_proposal": [row.id for row in _of(RoleProposal, source) if row.state != "waiting"],
        },
        "exchanged": {
            "contact": _better(Contact, _contact_key, _is_verified, source, target),
            "card_answer": _better(CardAnswer, _card_key, _says, source, target),
        },
        "closed": _overruled(source, target),
        "paused": [_when(target.paused_at), target.paused_why],
        "filled": _fill(source, target),
    }
    _pause(undo, source, target)
    _give(undo, target)
    for number, at in undo["closed"]:
        _withdraw(number, datetime.fromisoformat(at))
    undo["pausing"] = [_when(target.paused_at), target.paused_why]
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`. What was filled in stays with `source` too, so only `target` forgets it, unless they changed it."""
    _give(undo, source)
    for number, _at in undo["closed"]:
        _withdraw(number, None)
    for column in undo["filled"]:
        if getattr(target, column) == getattr(source, column):
            setattr(target, column, None)
    if [_when(target.paused_at), target.paused_why] == undo["pausing"]:
        at, target.paused_why = undo["paused"]
        target.paused_at = at and datetime.fromisoformat(at)


def _contact_key(row: Contact) -> Any:
    return row.kind, row.value


def _card_key(row: CardAnswer) -> Any:
    return row.card


def _role_key(row: Role) -> Any:
    return row.id if row.ended_at else (row.name, row.province_code)


def _is_verified(row: Contact) -> bool:
    return row.verified_at is not None


def _says(row: CardAnswer) -> Any:
    """How much a card says. Of a sensitive one the later word counts: a refusal has taken an answer back."""
    if row.card in SENSITIVE:
        return row.state in ("answered", "refused"), row.at
    return CARD_STATES.index(row.state)


def _missing(table: Any, key: Any, source: Any, target: Any) -> list[int]:
    """The rows of `source` whose key `target` has no row of."""
    theirs = {key(row) for row in _of(table, target)}
    return [row.id for row in _of(table, source) if key(row) not in theirs]


def _better(table: Any, key: Any, rank: Any, source: Any, target: Any) -> list[list[int]]:
    """(row of `source`, row of `target`) with one key, where that of `source` ranks higher."""
    theirs = {key(row): row for row in _of(table, target)}
    both = [(row, theirs[key(row)]) for row in _of(table, source) if key(row) in theirs]
    return [[row.id, other.id] for row, other in both if rank(row) > rank(other)]


def _overruled(source: Any, target: Any) -> list[list[Any]]:
    """Consents in force that the other of the two withdrew later: (id, when)."""
    rows = [*_of(Consent, source), *_of(Consent, target)]
    last: dict[str, datetime] = {}
    for row in rows:
        if row.withdrawn_at:
            last[row.purpose] = max(row.withdrawn_at, last.get(row.purpose, row.withdrawn_at))
    open_rows = [row for row in rows if row.withdrawn_at is None and row.purpose in last]
    return [[row.id, last[row.purpose].isoformat()] for row in open_rows if row.given_at <= last[row.purpose]]


def _pause(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Pause `target`, or let them go on, by what is known of both."""
    learning = [row for row in (*_of(Consent, source), *_of(Consent, target)) if row.purpose == Purpose.LEARNING]
    closed = dict(undo["closed"])
    ended = [closed[row.id] for row in learning if row.id in closed]
    agrees = any(row.withdrawn_at is None and row.id not in closed for row in learning)
    if target.paused_why == "withdrawn" and agrees:
        target.paused_at = target.paused_why = None
    elif target.paused_at is None and ended and not agrees:
        target.paused_at, target.paused_why = datetime.fromisoformat(ended[0]), "withdrawn"
    if target.paused_at is None and source.paused_why == "guardian" and "birth_year" in undo["filled"]:
        target.paused_at, target.paused_why = source.paused_at, source.paused_why


def _fill(source: Any, target: Any) -> list[str]:
    """Take over what is missing; a date only into its year, a commune only into its province."""
    filled: list[str] = []
    for column, within in FILLED.items():
        fits = within is None or getattr(source, within) == getattr(target, within)
        if fits and getattr(target, column) is None and getattr(source, column) is not None:
            setattr(target, column, getattr(source, column))
            filled.append(column)
    return filled


def _withdraw(number: int, at: datetime | None) -> None:
    db.session.execute(update(Consent.__table__).where(Consent.id == number).values(withdrawn_at=at))


def _give(undo: dict[str, Any], taker: Any) -> None:
    for name, numbers in undo["moved"].items():
        give(TABLES[name], numbers, taker)
    for name, pairs in undo["exchanged"].items():
        for one, other in pairs:
            exchange(TABLES[name], one, other)


def _of(table: Any, person: Any) -> list[Any]:
    found = select(table).where(table.person_id == person.id).order_by(table.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def _when(moment: Any) -> str | None:
    return moment and moment.isoformat()
