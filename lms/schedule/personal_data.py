"""What the timetable keeps of a person: which series they teach, and their own calendar."""

from typing import Any

from sqlalchemy import delete, select

from lms.core.db import db
from lms.core.moving import give_keyed
from lms.schedule.models import CalendarFeed, Series, SeriesTrainer


def export(person: Any) -> dict[str, Any]:
    """The series one teaches or taught."""
    found = select(Series).join(SeriesTrainer, SeriesTrainer.series_id == Series.id)
    rows = db.session.scalars(found.where(SeriesTrainer.person_id == person.id).order_by(Series.id))
    return {"taught": [{"class": row.title, "first_date": row.first_date.isoformat()} for row in rows]}


def erase(person: Any) -> None:
    """Who taught a class stays as a nameless row: the class was held, and is counted. The calendar address stops."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the series of `source` to `target`; answers what `move_back` needs.

    Both teach a series: the row of `target` stays, that of `source` stays where it is.
    """
    theirs = select(SeriesTrainer.series_id).where(SeriesTrainer.person_id == target.id)
    mine = (SeriesTrainer.person_id == source.id, SeriesTrainer.series_id.not_in(theirs))
    undo = {"taught": list(db.session.scalars(select(SeriesTrainer.series_id).where(*mine)))}
    give_keyed(SeriesTrainer, "series_id", undo["taught"], source, target)
    return undo


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    give_keyed(SeriesTrainer, "series_id", undo["taught"], target, source)
