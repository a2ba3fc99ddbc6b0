"""Loading the register of places, and what a caretaker changes in it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, inspect, select, update

from lms.core.db import db, insert_once, lock, upsert
from lms.core.revisions import Revision, put, revision, touch
from lms.places import register
from lms.places.models import Commune, Holiday, Province, ProvinceAlias

LOADED = "places.loaded"


def load(*, at: datetime) -> bool:
    """Bring the tables in line with `content/places`; answers whether there was anything to do.

    Run at every start: unchanged files cost one SELECT. Units and names that left the files stay, and a
    holiday that a caretaker has changed stays as it is. `at` is not stored: validity comes from the law.
    """
    digest = register.digest()
    if revision(LOADED) == f"{LOADED}={digest}":
        return False
    insert_once(Revision, {"name": LOADED, "value": ""}, "name")
    if lock(db.session.get_one(Revision, LOADED)).value == digest:
        return False  # another process was first
    _bring_in_line(Province, register.provinces())
    _bring_in_line(ProvinceAlias, register.aliases())
    _bring_in_line(Commune, register.communes())
    settled = set(db.session.scalars(select(Holiday.on).where(Holiday.confirmed)))
    _bring_in_line(Holiday, [row for row in register.holidays() if row["on"] not in settled])
    put(LOADED, digest)
    touch("places")
    return True


def _bring_in_line(model: Any, rows: register.Rows) -> None:
    """Insert the rows whose key is new and update the others, in two statements."""
    (key,) = inspect(model).primary_key
    known = set(db.session.scalars(select(key)))
    new = [row for row in rows if row[key.name] not in known]
    old = [row for row in rows if row[key.name] in known]
    if new:
        db.session.execute(insert(model), new)
    if old:
        db.session.execute(update(model), old)


def set_holiday(
    on: date, *, name_vi: str, name_en: str, days: int, days_before: int = 0, by: Any, at: datetime
) -> None:
    """A caretaker adds, changes or confirms a holiday; loading leaves it alone from then on."""
    values = {"name_vi": name_vi, "name_en": name_en, "days": days, "days_before": days_before, "confirmed": True}
    upsert(Holiday, {"on": on, **values}, "on", update=list(values))
    touch("places")


def end_holiday(on: date, *, by: Any, at: datetime) -> bool:
    """No day is off for it any more; answers whether there is such a holiday. The row stays: loading leaves it."""
    ended = update(Holiday).where(Holiday.on == on).values(days=0, days_before=0, confirmed=True)
    touch("places")
    return bool(db.session.execute(ended).rowcount)
