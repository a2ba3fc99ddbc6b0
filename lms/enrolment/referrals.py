"""Where a partner's link leads, and the first touch: which link brought a person here, written once, at sign-up."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from lms.core.db import db, insert_once
from lms.enrolment import queries
from lms.enrolment.models import FirstTouch
from lms.partners import queries as partners
from lms.partners.models import Partner, PartnerLink
from lms.schedule import queries as schedules
from lms.schedule.models import Series
from lms.schedule.rules import SeriesState

_TABLE = FirstTouch.__table__


def keep(person: Any, code: str, touched: datetime, *, by: Any, at: datetime) -> bool:
    """Keep that a new person came by the link with this code, opened at `touched`; False if it is kept already.

    A link that ended meanwhile has brought them all the same.
    """
    found = partners.link_by_code(code)
    values = {"person_id": person.id, "at": touched}
    return found is not None and insert_once(FirstTouch, {**values, "link_id": found.link.id}, "person_id")


def class_of(link: PartnerLink, at: datetime) -> Series | None:
    """The class a link leads to, as long as it meets; that it is full is for its page to say."""
    series = schedules.series_by_slug(link.class_slug) if link.class_slug else None
    if series is None or series.state != SeriesState.PUBLISHED or queries.next_session(series.id, at) is None:
        return None
    return series


def came_by(person: Any) -> list[tuple[str, str, datetime]]:
    """(partner, what the link is called, when it was opened), if any."""
    found = db.session.execute(
        select(Partner.name, PartnerLink.label, FirstTouch.at)
        .join_from(FirstTouch, PartnerLink)
        .join(Partner, Partner.id == PartnerLink.partner_id)
        .where(FirstTouch.person_id == person.id)
    )
    return [(partner, label, at) for partner, label, at in found]


def move(source: Any, target: Any) -> list[dict[str, Any]]:
    """Two persons are one, who came by the link opened first; answers how both stood, for `put_back`."""
    before = [_of(person) for person in (source, target)]
    touches = [touch for touch in before if touch["at"]]
    if not before[0]["at"]:
        return []
    first = min(touches, key=lambda touch: touch["at"])
    put_back([{**before[0], "at": None}, {**first, "person_id": target.id}])
    return before


def put_back(touches: Iterable[dict[str, Any]]) -> None:
    """Each person came by this link, or by none where no instant is given."""
    db.session.flush()
    for touch in touches:
        db.session.execute(delete(_TABLE).where(_TABLE.c.person_id == touch["person_id"]))
        if touch["at"]:
            values = {**touch, "at": datetime.fromisoformat(touch["at"])}
            db.session.execute(insert(_TABLE).values(values))


def _of(person: Any) -> dict[str, Any]:
    """How a person stands, as JSON keeps it; the instant is UTC, so that it sorts as text."""
    columns = (_TABLE.c.link_id, _TABLE.c.at)
    found = db.session.execute(select(*columns).where(_TABLE.c.person_id == person.id)).first()
    link_id, at = found or (None, None)
    return {"person_id": person.id, "link_id": link_id, "at": at and at.isoformat(timespec="microseconds")}
