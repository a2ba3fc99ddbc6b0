"""Changes of pairs and merges. Nothing here decides by itself: it finds, and does what a person decided."""

from collections.abc import Collection, Sequence
from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy import select, update

from lms.audit import actions as audit
from lms.core.db import db, insert_once, lock
from lms.core.ids import public_id
from lms.core.outbox import announce
from lms.core.revisions import touch
from lms.duplicates import queries, rules
from lms.duplicates.models import Merge, Pair
from lms.duplicates.rules import SUSPECTED_FROM, PairState, Reason
from lms.people.models import Person
from lms.people.rules import RoleName

#: Somebody is known under another name or contact: its subject is a person.
IDENTIFIED = "people.identified"
Desks = Sequence[tuple[str, ModuleType]]


def look(person_id: int, *, at: datetime) -> int:
    """Compare a person with those who may be the same; answers how many pairs are open now. Safe to do again.

    Some ten statements along indexes, however many people there are. What somebody decided stays decided.
    """
    person = queries.here(person_id)
    if person is None:
        return 0
    waiting = queries.open_pairs(person_id)
    sharing, (named, common) = queries.sharing_contact(person), queries.namesakes(person)
    others = (sharing | named | set(waiting)) - queries.apart_from(person_id)
    known, met = queries.known({person_id, *others}), queries.met(person_id, others)
    pairs = 0
    for other in sorted(others):
        is_common = common and other in named
        reasons = rules.compare(known[person_id], known[other], met=other in met, common=is_common)
        pairs += _note(person_id, other, reasons, waiting.get(other), at)
    db.session.flush()
    _flag([person_id, *others])
    return pairs


def _note(person_id: int, other: int, reasons: dict[Reason, int], pair: Pair | None, at: datetime) -> bool:
    """Keep the pair as it is now; whether it is open."""
    by_hand = pair is not None and Reason.BY_HAND in pair.reasons
    if by_hand:
        reasons = {**reasons, Reason.BY_HAND: 0}
    told = {"score": rules.score(reasons), "reasons": {str(reason): points for reason, points in reasons.items()}}
    suspected = told["score"] >= SUSPECTED_FROM or by_hand
    if pair is not None and not suspected:
        db.session.delete(pair)
    elif pair is not None:
        pair.score, pair.reasons = told["score"], told["reasons"]
    elif suspected:
        suspected = _write(person_id, other, at, **told)
    return suspected


def _write(person_id: int, other: int, at: datetime, **told: Any) -> bool:
    both = {"one_id": min(person_id, other), "other_id": max(person_id, other)}
    values = {**both, **told, "public_id": public_id(), "state": PairState.OPEN, "found_at": at}
    return insert_once(Pair, values, "one_id", "other_id")


def _flag(person_ids: Collection[int]) -> None:
    """Mark the later one of each open pair, whom the figures then name as suspected; unmark the rest."""
    suspected = queries.suspected()
    wrong = Person.id.in_(person_ids) & (Person.maybe_duplicate != suspected)
    changed = update(Person).where(wrong).values(maybe_duplicate=suspected)
    if db.session.execute(changed.execution_options(synchronize_session=False)).rowcount:
        touch("reach")


def put_together(one: Person, other: Person, *, by: Any, at: datetime) -> Pair:
    """A pair that somebody wants to look at; the one that is there already if there is. Raises SamePerson."""
    if one.id == other.id:
        raise rules.SamePerson()
    first, second = sorted((one.id, other.id))
    known, met = queries.known({first, second}), queries.met(first, [second])
    reasons = {**rules.compare(known[first], known[second], met=bool(met)), Reason.BY_HAND: 0}
    if _write(first, second, at, score=rules.score(reasons), reasons={str(name): n for name, n in reasons.items()}):
        _flag([first, second])
    return db.session.scalars(select(Pair).where(Pair.one_id == first, Pair.other_id == second)).one()


def part(pair: Pair, *, by: Any, at: datetime) -> None:
    """They are two different people: the pair never comes back by itself. A second time changes nothing."""
    lock(pair)
    if pair.state != PairState.OPEN:
        return
    pair.state, pair.decided_by_id, pair.decided_at = PairState.APART, by.id, at
    db.session.flush()
    _flag([pair.one_id, pair.other_id])
    audit.record("duplicates.parted", "pair", pair.id, by=by, at=at, one=pair.one_id, other=pair.other_id)


def merge(source: Person, target: Person, desks: Desks, *, by: Any, at: datetime) -> Merge:
    """`source` is `target`: everything moves, room by room from the ground up, and can be moved back.

    `desks`: (room, its `personal_data`). A second time answers the merge that stands. Raises SamePerson,
    GoneMeanwhile, CaretakerMerges, RolesStay.
    """
    _hold(source, target)
    done = queries.standing_merge(source, target)
    if done is not None:
        return done
    rules.check_may_merge(
        same=source.id == target.id,
        both_here=all(person.merged_at is None and person.erased_at is None for person in (source, target)),
        source_has_role=queries.has_role(source),
        target_has_role=queries.has_role(target),
        caretaker=_is_caretaker(by),
    )
    undo = {}
    for room, desk in desks:
        undo[room] = desk.move(source, target)
        _forget()
    row = Merge(source_id=source.id, target_id=target.id, undo=undo, by_id=by.id, at=at)
    source.merged_at = at
    db.session.add(row)
    _settle(row, PairState.OPEN, PairState.MERGED, by, at)
    audit.record("duplicates.merged", "person", target.id, by=by, at=at, source=source.id, merge=row.id)
    return row


def undo(row: Merge, desks: Desks, *, by: Any, at: datetime) -> None:
    """They were two after all: what moved goes back, what came since stays. A second time changes nothing.

    Raises WentOn, LaterMergeFirst, CaretakerMerges.
    """
    source, target = row.one, row.other
    _hold(source, target)
    if lock(row).undone_at is not None:
        return
    rules.check_may_undo(
        target_here=target.merged_at is None and target.erased_at is None and source.erased_at is None,
        is_newest=queries.is_newest(row),
        has_role=queries.has_role(source, target),
        caretaker=_is_caretaker(by),
    )
    for room, desk in desks:
        if room in row.undo:
            desk.move_back(row.undo[room], source, target)
            _forget()
    source.merged_at, row.undone_by_id, row.undone_at = None, by.id, at
    _settle(row, PairState.MERGED, PairState.OPEN, by, at)
    audit.record("duplicates.undone", "person", target.id, by=by, at=at, source=source.id, merge=row.id)


def _hold(*people: Person) -> None:
    """Nobody else changes these persons, or gives them rows, until the transaction ends."""
    for person in sorted(people, key=lambda person: person.id):
        lock(person)


def _forget() -> None:
    """Desks move rows past the session."""
    db.session.flush()
    db.session.expire_all()


def _settle(row: Merge, before: PairState, after: PairState, by: Any, at: datetime) -> None:
    """Bring pairs, flags and the search for more up to what the merge, or its undoing, has made true."""
    first, second = sorted((row.source_id, row.target_id))
    decided = (by.id, at) if after == PairState.MERGED else (None, None)
    pair = db.session.scalar(select(Pair).where(Pair.one_id == first, Pair.other_id == second))
    if pair is not None and pair.state in (before, PairState.APART):
        pair.state, (pair.decided_by_id, pair.decided_at) = after, decided
    db.session.flush()
    touched = {first, second, *queries.open_pairs(first), *queries.open_pairs(second)}
    _flag(touched)
    for number in (row.source_id, row.target_id):
        announce(IDENTIFIED, number, at=at)


def _is_caretaker(person: Any) -> bool:
    return any(role.name == RoleName.CARETAKER for role in person.roles_now)
