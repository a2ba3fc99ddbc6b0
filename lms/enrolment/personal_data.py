"""What enrolment keeps of a person: their classes, and which invitations they were sent."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.core.clock import now
from lms.core.db import db
from lms.core.moving import exchange, give, give_keyed
from lms.enrolment import lines, referrals
from lms.enrolment.models import Enrolment, RemindersOff, SentInvitation
from lms.enrolment.queries.reminders import reminded
from lms.enrolment.rules import EnrolmentState
from lms.enrolment.seating import add_taken, hold
from lms.schedule.actions import calendars_changed
from lms.schedule.models import Series


def export(person: Any) -> dict[str, Any]:
    """The classes, when they were joined and left, and how; by which partner's link the person first came."""
    found = db.session.execute(
        select(Series.title, Enrolment)
        .join(Series, Series.id == Enrolment.series_id)
        .where(Enrolment.person_id == person.id)
        .order_by(Enrolment.enrolled_at, Enrolment.id)
    )
    return {
        "classes": [
            {
                "class": title,
                "state": row.state,
                "joined": row.enrolled_at.isoformat(),
                "left": row.withdrawn_at and row.withdrawn_at.isoformat(),
                "way": row.way,
            }
            for title, row in found
        ],
        "waiting": lines.told(person),
        "came_by": [
            {"partner": partner, "link": label, "opened": opened.isoformat()}
            for partner, label, opened in referrals.came_by(person)
        ],
        "reminders": reminded(person, by_text=False).on,
    }


def erase(person: Any) -> None:
    """The seats and the link that brought them stay, for they are counted and tell no name. Nobody waits on."""
    lines.step_out(person, now())
    for kept in (SentInvitation, RemindersOff):
        db.session.execute(delete(kept).where(kept.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the classes of `source` to `target`; answers what `move_back` needs.

    Both were in a class: `target` gets the better row of the two (a seat before none, then who came first), and
    of two seats that of `source` is freed. Of two links by which they came, the one opened first counts. The
    calendar of `source` stays where it is, and says for a month that its address was replaced.
    """
    _hold({row.series_id for row in _rows(source)})
    theirs = {row.series_id: row for row in _rows(target)}
    undo: dict[str, Any] = {"enrolments": [], "exchanged": [], "freed": []}
    for row in _rows(source):
        other = theirs.get(row.series_id)
        if other is None:
            undo["enrolments"].append(row.id)
            continue
        stays = row
        if _rank(row) < _rank(other):
            undo["exchanged"].append([row.id, other.id])
            stays = other
        if row.state == other.state == EnrolmentState.ENROLLED:
            undo["freed"].append([stays.id, row.series_id])
    at = now()
    for row_id, series_id in undo["freed"]:
        _set_state(row_id, EnrolmentState.WITHDRAWN, at)
        add_taken(series_id, -1)
    _give(undo, target)
    undo["lines"] = lines.move(source, target, at)
    undo["came_by"] = referrals.move(source, target)
    undo["invited"] = _invited_alone(source, target)
    give_keyed(SentInvitation, "session_id", undo["invited"], source, target)
    undo["reminders_off"] = _is_off(source) and not _is_off(target) and _give_off(source, target)
    calendars_changed([source.id, target.id], at=at)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`. A seat that was freed is taken again, even in a class that is full by now."""
    _hold({series_id for _row, series_id in undo["freed"]})
    _give(undo, source)
    referrals.put_back(undo.get("came_by", ()))
    for row_id, series_id in undo["freed"]:
        _set_state(row_id, EnrolmentState.ENROLLED, None)
        add_taken(series_id, 1)
    lines.put_back(undo.get("lines", {}), source)
    give_keyed(SentInvitation, "session_id", undo.get("invited", ()), target, source)
    if undo.get("reminders_off"):
        _give_off(target, source)
    calendars_changed([source.id, target.id], at=now())


def _is_off(person: Any) -> bool:
    return not reminded(person, by_text=False).on


def _give_off(giver: Any, taker: Any) -> bool:
    """Whoever wanted no reminders wants none as the other either."""
    row = update(RemindersOff.__table__).where(RemindersOff.person_id == giver.id)
    return bool(db.session.execute(row.values(person_id=taker.id)).rowcount)


def _invited_alone(source: Any, target: Any) -> list[int]:
    """Sessions to which `source` was invited and `target` was not: each address keeps one count of its messages."""
    theirs = select(SentInvitation.session_id).where(SentInvitation.person_id == target.id)
    mine = (SentInvitation.person_id == source.id, SentInvitation.session_id.not_in(theirs))
    return list(db.session.scalars(select(SentInvitation.session_id).where(*mine)))


def _rows(person: Any) -> list[Any]:
    columns = (Enrolment.id, Enrolment.series_id, Enrolment.state, Enrolment.enrolled_at)
    return list(db.session.execute(select(*columns).where(Enrolment.person_id == person.id).order_by(Enrolment.id)))


def _rank(row: Any) -> Any:
    return row.state != EnrolmentState.ENROLLED, row.enrolled_at


def _set_state(row_id: int, state: str, withdrawn_at: Any) -> None:
    row = update(Enrolment.__table__).where(Enrolment.id == row_id)
    db.session.execute(row.values(state=state, withdrawn_at=withdrawn_at))


def _hold(series_ids: set[int]) -> None:
    """Lock the counts of these classes before what stands in their lists is read, as whoever changes seats does."""
    for series_id in sorted(series_ids):
        hold(series_id)


def _give(undo: dict[str, Any], taker: Any) -> None:
    give(Enrolment, undo["enrolments"], taker)
    for one, other in undo["exchanged"]:
        exchange(Enrolment, one, other)
