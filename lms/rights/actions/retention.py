"""What goes by itself when its time is up, and what others asked for: a small step at a time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from lms.audit.models import Entry
from lms.core.clock import ZONE, local
from lms.core.db import db
from lms.core.revisions import Revision, put
from lms.guardians import queries as guardians
from lms.notifications.actions import post
from lms.people.models import Person
from lms.rights import queries, rules
from lms.rights.actions import requests
from lms.rights.models import DataRequest
from lms.rights.rules import Kind, Way

#: Rows deleted in one step, and how far the look at everybody has come.
MOST, COME = 1000, "rights.quiet"


def note_withdrawal(person_id: int, *, at: datetime) -> DataRequest | None:
    """Somebody took a consent back on their page: it is done already, and stands in the register."""
    person = db.session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        return None
    request = requests.note(person, Kind.WITHDRAW, Way.PAGE, by=person, at=at)
    requests.finish(request, by=person, at=at)
    return request


def ask_for_child(person_id: int, *, at: datetime) -> DataRequest | None:
    """A guardian wants the account of their child gone."""
    child = db.session.get(Person, person_id)
    if child is None or child.erased_at is not None:
        return None
    return requests.ask_to_be_erased(child, Way.GUARDIAN, by=None, at=at)


def step(*, at: datetime) -> dict[str, int]:
    """One small step of everything; answers how many were warned, are to be erased, were forgotten."""
    come = int(db.session.scalar(select(Revision.value).where(Revision.name == COME)) or 0)
    warned = _warn(come, at=at)
    due, come = queries.quiet(come, _months_before(at, rules.INACTIVE_MONTHS))
    enough = at - timedelta(days=rules.WARNED_DAYS)
    gone = [one.person for one in due if (one.warned_at <= enough if one.warned_at else one.person.email is None)]
    put(COME, str(come))
    gone += guardians.unconfirmed(at, most=MOST)
    return {"warned": warned, "erasing": _erase_each(gone, at=at), "forgotten": _forget(at=at)}


def _warn(come: int, *, at: datetime) -> int:
    """Write to those who will be erased in a month, if they can be reached."""
    soon = _months_before(at, rules.INACTIVE_MONTHS) + timedelta(days=rules.WARNED_DAYS)
    quiet, _end = queries.quiet(come, soon)
    day = local(at + timedelta(days=rules.WARNED_DAYS)).date()
    return sum(
        post(queries.WARNING, to=one.person, key=f"rights.quiet:{one.person.id}:{local(at):%Y-%m-%d}", at=at, day=day)
        for one in quiet
        if one.warned_at is None and one.person.email is not None
    )


def _erase_each(people: Iterable[Any], *, at: datetime) -> int:
    found = [person for person in people if queries.open_one(person, Kind.DELETE) is None]
    for person in found:
        requests.ask_to_be_erased(person, Way.RETENTION, by=None, at=at)
    return len(found)


def _forget(*, at: datetime) -> int:
    """Entries of the record, and requests that ended, past their time."""
    old = select(DataRequest.id).where(DataRequest.ended_at < _months_before(at, rules.REQUEST_MONTHS)).limit(MOST)
    requests_gone = db.session.execute(delete(DataRequest).where(DataRequest.id.in_(old))).rowcount
    past = select(Entry.id).where(Entry.at < _months_before(at, rules.AUDIT_MONTHS)).order_by(Entry.at).limit(MOST)
    return requests_gone + db.session.execute(delete(Entry).where(Entry.id.in_(past))).rowcount


def _months_before(at: datetime, months: int) -> datetime:
    """The same hour so many months earlier."""
    now = local(at)
    return datetime.combine(rules.months_before(now.date(), months), now.time(), ZONE)
