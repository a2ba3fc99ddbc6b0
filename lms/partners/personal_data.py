"""What partners keep of a person: which organisation they speak for."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.core.db import db
from lms.partners.models import Partner, PartnerMember


def export(person: Any) -> dict[str, Any]:
    """The organisation, and since when."""
    found = db.session.execute(
        select(Partner.name, PartnerMember.since)
        .join(Partner, Partner.id == PartnerMember.partner_id)
        .where(PartnerMember.person_id == person.id)
    )
    return {"speaks_for": [{"partner": name, "since": since.isoformat()} for name, since in found]}


def erase(person: Any) -> None:
    """A nameless person speaks for nobody."""
    db.session.execute(delete(PartnerMember).where(PartnerMember.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """`target` speaks for the organisation of `source`, unless they speak for one themselves."""
    if _speaks(target) or not _speaks(source):
        return {}
    _give(source, target)
    return {"moved": True}


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    if undo.get("moved") and not _speaks(source):
        _give(target, source)


def _speaks(person: Any) -> bool:
    found = select(PartnerMember.partner_id).where(PartnerMember.person_id == person.id)
    return db.session.scalar(found) is not None


def _give(giver: Any, taker: Any) -> None:
    member = update(PartnerMember.__table__).where(PartnerMember.person_id == giver.id)
    db.session.execute(member.values(person_id=taker.id))
