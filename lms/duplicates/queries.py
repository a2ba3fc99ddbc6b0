"""Questions about pairs, merges, and how alike two persons are."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select, tuple_, union
from sqlalchemy.orm import aliased, contains_eager

from lms.accounts.models import Credential, SignIn
from lms.attendance.models import Decision
from lms.core.db import db
from lms.duplicates.models import Merge, Pair
from lms.duplicates.rules import COMMON_FROM, Known, PairState, Use
from lms.enrolment.models import Enrolment
from lms.files.models import File
from lms.people.models import Contact, Person, Role, RoleProposal
from lms.people.queries import IS_HERE, seen_by
from lms.quizzes.models import Attempt

PAGE = 50
#: Others looked at for one person in one block: a school's phone, a very common name.
BLOCK = 50
#: States of a decision that say that somebody was there in person.
THERE = ("present", "partial")


class Slice(NamedTuple):
    """One page; `after` is the public id to go on from, None at the end."""

    rows: list[Any]
    after: str | None


class Side(NamedTuple):
    """One of two persons as the page compares them."""

    person: Person
    contacts: list[Contact]
    classes: int
    evenings: int
    attempts: int
    files: int
    #: A password or a passkey opens it; None of both.
    has_password: bool
    use: Use


def _open_to(viewer: Any, first: Any, second: Any) -> Any:
    """Both persons are here and within the scope of the viewer."""
    return and_(*(exists().where(Person.id == number, seen_by(viewer)) for number in (first, second)))


def pairs(viewer: Any, state: str, *, after: str | None = None, most: int = PAGE) -> Slice:
    """Pairs in a state, the most alike first, with both persons. Two SELECTs."""
    one, other = aliased(Person), aliased(Person)
    found = (
        select(Pair)
        .join(one, Pair.one.of_type(one))
        .join(other, Pair.other.of_type(other))
        .options(contains_eager(Pair.one.of_type(one)), contains_eager(Pair.other.of_type(other)))
        .where(Pair.state == state, _open_to(viewer, Pair.one_id, Pair.other_id))
        .order_by(Pair.score.desc(), Pair.id.desc())
        .limit(most + 1)
    )
    if after:
        last = aliased(Pair)
        mark = select(last.score, last.id).where(last.public_id == after)
        found = found.where(tuple_(Pair.score, Pair.id) < mark.scalar_subquery())
    rows = list(db.session.scalars(found))
    return Slice(rows[:most], rows[most - 1].public_id if len(rows) > most else None)


def pair(pair_id: str) -> Pair | None:
    """The pair of an address, with both persons; None once one was erased."""
    return _with_both(Pair, pair_id)


def merge(merge_id: str) -> Merge | None:
    """The merge of an address, with both persons; None once one was erased."""
    return _with_both(Merge, merge_id)


def _with_both(table: Any, number: str) -> Any:
    one, other = aliased(Person), aliased(Person)
    return db.session.scalar(
        select(table)
        .join(one, table.one.of_type(one))
        .join(other, table.other.of_type(other))
        .options(contains_eager(table.one.of_type(one)), contains_eager(table.other.of_type(other)))
        .where(table.public_id == number, one.erased_at.is_(None), other.erased_at.is_(None))
    )


def merges(viewer: Any, *, after: str | None = None, most: int = PAGE) -> Slice:
    """Merges, the newest first, with both persons, cut to the scope by who stayed and who went."""
    one, other = aliased(Person), aliased(Person)
    inside = _lives_within(viewer)
    found = (
        select(Merge)
        .join(one, Merge.one.of_type(one))
        .join(other, Merge.other.of_type(other))
        .options(contains_eager(Merge.one.of_type(one)), contains_eager(Merge.other.of_type(other)))
        .where(one.erased_at.is_(None), other.erased_at.is_(None))
        .order_by(Merge.id.desc())
        .limit(most + 1)
    )
    if inside is not None:
        found = found.where(one.province_code.in_(inside), other.province_code.in_(inside))
    if after:
        last = aliased(Merge)
        found = found.where(Merge.id < select(last.id).where(last.public_id == after).scalar_subquery())
    rows = list(db.session.scalars(found))
    return Slice(rows[:most], rows[most - 1].public_id if len(rows) > most else None)


def _lives_within(viewer: Any) -> list[str] | None:
    """The provinces a viewer is limited to; None for the whole country."""
    names = {role.name: role.province_code for role in viewer.roles_now}
    scopes = [role.province_code for role in viewer.roles_now if role.name == "coordinator"]
    return None if "caretaker" in names or "" in scopes else scopes


def standing_merge(source: Any, target: Any) -> Merge | None:
    """The merge of these two, in either direction, that was not undone."""
    ways = [(source.id, target.id), (target.id, source.id)]
    return db.session.scalar(
        select(Merge).where(tuple_(Merge.source_id, Merge.target_id).in_(ways), Merge.undone_at.is_(None))
    )


def is_newest(row: Merge) -> bool:
    """Whether nobody was merged into the same person later, and stands merged."""
    later = exists().where(Merge.target_id == row.target_id, Merge.undone_at.is_(None), Merge.id > row.id)
    return not db.session.scalar(select(later))


def has_role(*people: Any) -> bool:
    """Whether any of these has a role, or one that waits for a second person."""
    numbers = [person.id for person in people]
    held = exists().where(Role.person_id.in_(numbers), Role.ended_at.is_(None))
    waits = exists().where(RoleProposal.person_id.in_(numbers), RoleProposal.state == "waiting")
    return bool(db.session.scalar(select(or_(held, waits))))


def sides(one: Person, other: Person) -> list[Side]:
    """What the page shows of two persons, who came first first: two SELECTs."""
    contacts: dict[int, list[Contact]] = {one.id: [], other.id: []}
    for row in db.session.scalars(select(Contact).where(Contact.person_id.in_(contacts)).order_by(Contact.id)):
        contacts[row.person_id].append(row)
    columns = (
        _count(Enrolment, Enrolment.state == "enrolled"),
        _count(Decision, Decision.state.in_(("present", "watched_later"))),
        _count(Attempt),
        select(func.count()).where(File.owner_id == Person.id).scalar_subquery(),
        exists().where(Credential.person_id == Person.id),
        exists().where(Role.person_id == Person.id, Role.ended_at.is_(None)),
        select(func.max(SignIn.seen_at)).where(SignIn.person_id == Person.id).scalar_subquery(),
    )
    rows = {row[0]: row[1:] for row in db.session.execute(select(Person.id, *columns).where(Person.id.in_(contacts)))}
    found = []
    for person in (one, other):
        *counts, password, role, seen_at = rows[person.id]
        found.append(Side(person, contacts[person.id], *counts, password, Use(role, seen_at, sum(counts))))
    return found


def _count(table: Any, *conditions: Any) -> Any:
    return select(func.count()).where(table.person_id == Person.id, *conditions).scalar_subquery()


def here(person_id: int, *, hold: bool = False) -> Person | None:
    """A person who is neither merged nor erased; `hold`: until the transaction ends."""
    found = select(Person).where(Person.id == person_id, *IS_HERE)
    return db.session.scalar(found.with_for_update() if hold else found)


def known(person_ids: Collection[int]) -> dict[int, Known]:
    """What is compared of these persons; two SELECTs."""
    contacts: dict[tuple[int, str], set[str]] = {}
    held = select(Contact.person_id, Contact.kind, Contact.value).where(Contact.person_id.in_(person_ids))
    for number, kind, value in db.session.execute(held):
        contacts.setdefault((number, kind), set()).add(value)
    names = ("name", "name_fold", "birth_year", "birth_date", "province_code", "commune_code", "gender")
    columns = (getattr(Person, name) for name in names)
    return {
        number: Known(
            *told,
            frozenset(contacts.get((number, "phone"), ())),
            frozenset(contacts.get((number, "email"), ())),
        )
        for number, *told in db.session.execute(select(Person.id, *columns).where(Person.id.in_(person_ids)))
    }


def sharing_contact(person: Person) -> set[int]:
    """Others reached under a contact of the person, along the index."""
    mine = select(Contact.value).where(Contact.person_id == person.id)
    found = (
        select(Contact.person_id)
        .join(Person, Person.id == Contact.person_id)
        .where(Contact.value.in_(mine), Contact.person_id != person.id, *IS_HERE)
    )
    return set(db.session.scalars(found.limit(BLOCK)))


def namesakes(person: Person) -> tuple[set[int], bool]:
    """Others of the same folded name and birth year, nearest first, and whether many have it. Along the index."""
    same = (Person.name_fold == person.name_fold, Person.birth_year == person.birth_year, Person.id != person.id)
    if not person.name_fold or person.birth_year is None:
        return set(), False
    near = (Person.birth_date == person.birth_date, Person.province_code == person.province_code)
    found = select(Person.id).where(*same, *IS_HERE)
    order = [func.coalesce(condition, False).desc() for condition in near]
    numbers = list(db.session.scalars(found.order_by(*order, Person.id).limit(BLOCK)))
    return set(numbers), len(numbers) >= COMMON_FROM


def met(person_id: int, others: Collection[int]) -> set[int]:
    """Those of the others who were in one session with the person at the same time."""
    mine, theirs = aliased(Decision), aliased(Decision)
    found = (
        select(theirs.person_id)
        .join(mine, mine.session_id == theirs.session_id)
        .where(mine.person_id == person_id, mine.state.in_(THERE))
        .where(theirs.person_id.in_(others), theirs.state.in_(THERE))
    )
    return set(db.session.scalars(found.distinct())) if others else set()


def open_pairs(person_id: int) -> dict[int, Pair]:
    """The other person's id -> the pair that nobody has decided."""
    rows = db.session.scalars(select(Pair).where(_of(Pair, [person_id]), Pair.state == PairState.OPEN))
    return {row.other_id if row.one_id == person_id else row.one_id: row for row in rows}


def apart_from(person_id: int) -> set[int]:
    """Who was judged to be somebody else, of this person or of whoever turned out to be them, and who they are now."""
    mine = _all_of([person_id])
    rows = db.session.execute(select(Pair.one_id, Pair.other_id).where(_of(Pair, mine), Pair.state == PairState.APART))
    found = {number for row in rows for number in row} - set(mine)
    while found:
        into = set(db.session.scalars(_into(found))) - found
        if not into:
            break
        found |= into
    return found


def _all_of(numbers: Sequence[int]) -> list[int]:
    """These persons and everybody who was merged into them."""
    found, new = set(numbers), set(numbers)
    while new:
        merged = select(Merge.source_id).where(Merge.target_id.in_(new), Merge.undone_at.is_(None))
        new = set(db.session.scalars(merged)) - found
        found |= new
    return sorted(found)


def _into(numbers: Iterable[int]) -> Any:
    return select(Merge.target_id).where(Merge.source_id.in_(list(numbers)), Merge.undone_at.is_(None))


def _of(table: Any, numbers: Sequence[int]) -> Any:
    ids = select(table.id).where(table.one_id.in_(numbers))
    others = select(table.id).where(table.other_id.in_(numbers))
    return table.id.in_(union(ids, others))


def suspected() -> Any:
    """The condition on `Person`: the later one of an undecided pair whose two persons are here."""
    one = aliased(Person)
    return exists().where(
        Pair.other_id == Person.id,
        Pair.state == PairState.OPEN,
        Person.merged_at.is_(None),
        one.id == Pair.one_id,
        one.merged_at.is_(None),
        one.erased_at.is_(None),
    )


def moved(row: Merge) -> dict[str, int]:
    """How many classes, evenings, attempts, letters and files went over, as the merge itself remembers."""
    kept = row.undo.get
    return {
        "classes": len(kept("enrolment", {}).get("enrolments", ())),
        "evenings": len(kept("attendance", {}).get("decisions", ())),
        "attempts": len(kept("quizzes", {}).get("attempts", ())),
        "contacts": len(kept("people", {}).get("moved", {}).get("contact", ())),
        "files": len(kept("files", {}).get("files", ())),
    }
