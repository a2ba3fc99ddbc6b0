"""People a partner brought, as numbers: whose first touch was one of its links, and how far they came.

Read from the ledger, not the cube, for the cube does not know how anybody came.
"""

from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import String, cast, func, literal, select, union_all

from lms.core.db import db
from lms.enrolment.models import FirstTouch
from lms.partners.models import PartnerLink
from lms.reach.models import Milestone
from lms.reach.rules.cells import Cell, for_strangers
from lms.reach.rules.indicators import ENROLLED, Indicator

#: The rungs, in order.
RUNGS = (Indicator.REGISTERED, ENROLLED, Indicator.ATTENDED, Indicator.COMPLETED)


class Brought(NamedTuple):
    """What a partner may see. Every number is of people, each counted once; small ones are hidden."""

    #: rung → people.
    rungs: dict[str, Cell]
    #: province code ("" unknown) → rung → people, and the first day of a month → rung → people.
    provinces: dict[str, dict[str, Cell]]
    months: dict[str, dict[str, Cell]]
    #: Key of a link → people registered through it.
    links: dict[int, Cell]


def brought(partner: Any) -> Brought:
    """The people of a partner, in one SELECT."""
    people, provinces, months, links = Counter(), {}, {}, Counter()
    for rung, link_id, province, month, count in db.session.execute(_counted(partner.id)):
        people[rung] += count
        provinces.setdefault(rung, Counter())[province] += count
        months.setdefault(rung, Counter())[month] += count
        if rung == Indicator.REGISTERED:
            links[link_id] += count
    return Brought(
        {rung: for_strangers({"": people[rung]})[""] for rung in RUNGS},
        _table(provinces),
        dict(sorted(_table(months).items(), reverse=True)),
        for_strangers(links),
    )


def _table(rungs: dict[str, Counter]) -> dict[str, dict[str, Cell]]:
    """Turned round: row → rung → people, each rung's column hidden as a table of its own."""
    columns = {rung: for_strangers(rungs.get(rung, {})) for rung in RUNGS}
    rows = sorted({row for column in columns.values() for row in column})
    return {row: {rung: columns[rung].get(row, Cell(0)) for rung in RUNGS} for row in rows}


def _counted(partner_id: int) -> Any:
    """SELECT of (rung, link, province, month, people)."""
    came = (
        select(FirstTouch.person_id, FirstTouch.link_id)
        .join(PartnerLink, PartnerLink.id == FirstTouch.link_id)
        .where(PartnerLink.partner_id == partner_id)
        .subquery()
    )
    what = (came.c.link_id, Milestone.province_code, Milestone.day, Milestone.person_id)
    standing = Milestone.withdrawn_at.is_(None)
    rungs = (
        select(Milestone.indicator.label("rung"), *what, literal(1).label("turn"))
        .join(came, came.c.person_id == Milestone.person_id)
        .where(Milestone.scope == "programme", Milestone.indicator.in_(list(Indicator)), standing)
    )
    first = func.row_number().over(partition_by=Milestone.person_id, order_by=(Milestone.day, Milestone.id))
    seats = (
        select(literal(ENROLLED).label("rung"), *what, first.label("turn"))
        .join(came, came.c.person_id == Milestone.person_id)
        .where(Milestone.indicator == Indicator.REGISTERED, Milestone.scope.like("series:%"), standing)
    )
    each = union_all(rungs, seats).subquery()
    month = func.substr(cast(each.c.day, String), 1, 7)
    keys = (each.c.rung, each.c.link_id, each.c.province_code, month)
    return select(*keys, func.count()).where(each.c.turn == 1).group_by(*keys)
