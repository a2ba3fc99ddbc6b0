"""Questions about lists and invitations."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select

from lms.core.db import db
from lms.core.text import fold
from lms.invitations.models import Invitation, InvitationList
from lms.invitations.rules.rows import Row
from lms.people.models import Contact, Person
from lms.people.queries import IS_HERE, covers
from lms.people.rules import RoleName
from lms.places.models import Province, ProvinceAlias

PAGE = 50


class Slice(NamedTuple):
    """One page; `after` is the id or line to go on from, None at the end."""

    rows: list[Any]
    after: str | int | None


class Behind(NamedTuple):
    """What a row of a sheet meets: a person who is here already, or an invitation in another list."""

    person_id: int | None
    person: str | None
    invited: bool


NOBODY = Behind(None, None, False)


def by_public_id(list_id: str) -> InvitationList | None:
    """The list of an address."""
    return db.session.scalar(select(InvitationList).where(InvitationList.public_id == list_id))


def lists(viewer: Any, *, after: str | None = None) -> Slice:
    """Lists inside the scope of `viewer`, the latest first."""
    found = select(InvitationList).where(InvitationList.state != "dropped").order_by(InvitationList.id.desc())
    if not covers(viewer, None):
        scopes = [role.province_code for role in viewer.roles_now if role.name == RoleName.COORDINATOR]
        found = found.where(InvitationList.province_code.in_(scopes))
    last = by_public_id(after) if after else None
    if last is not None:
        found = found.where(InvitationList.id < last.id)
    rows = list(db.session.scalars(found.limit(PAGE + 1)))
    return Slice(rows[:PAGE], rows[PAGE - 1].public_id if len(rows) > PAGE else None)


def province_names() -> dict[str, str]:
    """`places.rules.key` of every name a province has or had, and every code -> the code of today."""
    names = {
        name: code for name, code in db.session.execute(select(ProvinceAlias.name_fold, ProvinceAlias.province_code))
    }
    return names | {code: code for code in db.session.scalars(select(Province.code).where(Province.valid_to.is_(None)))}


def counts(listing: InvitationList) -> dict[str, int]:
    """How many rows of a list stand in each state."""
    found = select(Invitation.state, func.count()).where(Invitation.list_id == listing.id).group_by(Invitation.state)
    return {state: number for state, number in db.session.execute(found)}


def rows(listing: InvitationList, state: str = "", *, after: int = 0, most: int = PAGE) -> Slice:
    """Rows of a list in the order of the sheet, from the line after `after`."""
    found = select(Invitation).where(Invitation.list_id == listing.id, Invitation.row > after)
    if state:
        found = found.where(Invitation.state == state)
    read = list(db.session.scalars(found.order_by(Invitation.row).limit(most + 1)))
    return Slice(read[:most], read[most - 1].row if len(read) > most else None)


def invitation(listing: InvitationList, invitation_id: str) -> Invitation | None:
    """One row of a list by its public id."""
    mine = (Invitation.list_id == listing.id, Invitation.public_id == invitation_id)
    return db.session.scalar(select(Invitation).where(*mine))


def unprinted(listing: InvitationList) -> int:
    """How many invitations wait whose code was never on paper."""
    waiting = (Invitation.list_id == listing.id, Invitation.state == "invited", Invitation.printed_at.is_(None))
    return db.session.scalar(select(func.count()).where(*waiting)) or 0


def by_code(kept: str) -> Invitation | None:
    """The invitation under a keyed hash of a code, whatever became of it."""
    return db.session.scalar(select(Invitation).where(Invitation.code == kept))


def behind(read: Sequence[Row], likenesses: Sequence[str], listing: InvitationList | None) -> list[Behind]:
    """What each of these rows meets: somebody with the contact, the name and, where both are known, the birth year.

    Two SELECTs for a batch. Invitations of `listing` itself do not count, and neither does who is out of its scope: a
    list must not tell who has signed up elsewhere. None (the command line) sees everybody.
    """
    here, lists = [*IS_HERE], []
    if listing is not None and listing.province_code:
        here.append(Person.province_code == listing.province_code)
        lists.append(InvitationList.province_code == listing.province_code)
    number = listing.id if listing is not None else 0
    values = {value for row in read for value in (row.phone, row.email) if value}
    known: dict[str, list[Any]] = {}
    reached = select(Contact.value, Person.id, Person.public_id, Person.name_fold, Person.birth_year)
    reached = reached.join(Person, Contact.person_id == Person.id).where(Contact.value.in_(values), *here)
    for found in db.session.execute(reached.order_by(Person.id)) if values else ():
        known.setdefault(found.value, []).append(found)
    others = select(Invitation.likeness).join(InvitationList, InvitationList.id == Invitation.list_id)
    open_ones = (Invitation.likeness.in_(likenesses), Invitation.list_id != number, Invitation.state.in_(OPEN))
    invited = set(db.session.scalars(others.where(*open_ones, *lists)))
    return [_behind(row, known, like in invited) for row, like in zip(read, likenesses, strict=True)]


#: States in which a row stands for an invitation.
OPEN = ("invited", "accepted")


def _behind(row: Row, known: dict[str, list[Any]], invited: bool) -> Behind:
    name = fold(row.name)[:240]
    for value in (row.phone, row.email):
        for person in known.get(value or "", ()):
            same_year = row.birth_year is None or person.birth_year in (None, row.birth_year)
            if person.name_fold == name and same_year:
                return Behind(person.id, person.public_id, invited)
    return NOBODY._replace(invited=invited)


def listing(number: int) -> InvitationList:
    """The list with this key."""
    return db.session.get_one(InvitationList, number)


def owner(listing: InvitationList) -> Person:
    """Who uploaded a list."""
    return db.session.get_one(Person, listing.owner_id)


def refused(listing: InvitationList) -> list[Any]:
    """Every refused row of a list: its cells and why, in the order of the sheet."""
    mine = (Invitation.list_id == listing.id, Invitation.state == "refused")
    return list(db.session.execute(select(Invitation.cells, Invitation.refused).where(*mine).order_by(Invitation.row)))


def accepted_by(invitation: Invitation) -> str | None:
    """The public id of who has accepted an invitation."""
    found = select(Person.public_id).where(Person.id == invitation.person_id)
    return db.session.scalar(found) if invitation.state == "accepted" else None
