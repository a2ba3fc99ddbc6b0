"""What enrolment keeps of a person: their classes, and the version of their calendar address."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.core.db import db
from lms.enrolment.models import CalendarFeed, Enrolment
from lms.schedule.models import Series


def export(person: Any) -> dict[str, Any]:
    """The classes, when they were joined and left, and how."""
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
        ]
    }


def erase(person: Any) -> None:
    """The seats stay, for they are counted and tell no name; the calendar address stops."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the classes of `source` to `target`; answers what `move_back` needs.

    Both are in a class: the row of `target` stays, that of `source` stays where it is. The calendar of
    `source` stays too: its address belongs to an account that nobody uses any more.
    """
    theirs = select(Enrolment.series_id).where(Enrolment.person_id == target.id)
    moving = list(
        db.session.scalars(
            select(Enrolment.id).where(Enrolment.person_id == source.id, Enrolment.series_id.not_in(theirs))
        )
    )
    _give(moving, target)
    return {"enrolments": moving}


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    _give(undo["enrolments"], source)


def _give(numbers: list[int], taker: Any) -> None:
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.id.in_(numbers))
        .values(person_id=taker.id)
        .execution_options(synchronize_session=False)
    )
