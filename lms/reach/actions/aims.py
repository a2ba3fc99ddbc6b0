"""Setting targets."""

from datetime import datetime
from typing import Any

from lms.audit import actions as audit
from lms.core.db import upsert
from lms.core.revisions import touch
from lms.reach.models import Target
from lms.reach.rules.targets import check_people, spread

#: Totals from here on are shared out in whole thousands.
ROUND_FROM = 1_000_000


def set_target(indicator: str, year: int, province_code: str, people: int, *, by: Any, at: datetime) -> None:
    """How many people `indicator` is to reach in `year` (0: the programme), in a province or ("") the country.

    Raises TargetUnlikely.
    """
    check_people(people)
    _put(indicator, year, province_code, people, by, at)
    detail = {"indicator": indicator, "year": year, "province": province_code, "people": people}
    audit.record("reach.target-set", "target", None, by=by, at=at, **detail)
    touch("reach")


def allocate(indicator: str, year: int, total: int, shares: dict[str, int], *, by: Any, at: datetime) -> None:
    """Set the national target and share it out over the provinces by population. Raises TargetUnlikely."""
    parts = spread(total, shares, unit=1000 if total >= ROUND_FROM else 1)
    for province_code, people in {"": total, **parts}.items():
        _put(indicator, year, province_code, people, by, at)
    detail = {"indicator": indicator, "year": year, "people": total}
    audit.record("reach.targets-allocated", "target", None, by=by, at=at, **detail)
    touch("reach")


def _put(indicator: str, year: int, province_code: str, people: int, by: Any, at: datetime) -> None:
    values = {
        "indicator": indicator,
        "year": year,
        "province_code": province_code,
        "people": people,
        "set_by_id": by and by.id,
        "set_at": at,
    }
    upsert(Target, values, "indicator", "year", "province_code", update=["people", "set_by_id", "set_at"])
