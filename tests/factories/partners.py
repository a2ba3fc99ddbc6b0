"""Partners and their links for tests."""

from datetime import UTC, datetime
from itertools import count

from lms.core.db import db, mode
from lms.core.text import fold
from lms.enrolment.models import FirstTouch
from lms.partners.models import LinkVisit, Partner, PartnerLink, PartnerMember
from lms.people import actions, queries
from lms.people.rules import RoleName

BEGAN = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
_codes = count(1)


def _keep(row):
    with mode("write"):
        db.session.add(row)
        db.session.commit()
    return row


def partner(name="Tỉnh Đoàn Lai Châu", province_code="12", **values):
    """An organisation of Lai Châu."""
    told = {"name": name, "name_fold": fold(name), "kind": "social", "province_code": province_code}
    return _keep(Partner(**{**told, "created_at": BEGAN, **values}))


def link(of, code=None, **values):
    """A link of a partner, to all classes unless `class_slug` says otherwise."""
    told = {"code": code or f"c{next(_codes):05d}", "label": "Tờ rơi chợ phiên", "use": "poster", "created_at": BEGAN}
    return _keep(PartnerLink(partner_id=of.id, **{**told, **values}))


def visits(of, day, number):
    """A link was opened so often on a day (ISO)."""
    return _keep(LinkVisit(link_id=of.id, day=day, visits=number))


def speaker(of, person, at=BEGAN):
    """The person speaks for the partner and has the role."""
    with mode("write"):
        db.session.add(PartnerMember(person_id=person.id, partner_id=of.id, since=at))
        actions.grant(person, RoleName.PARTNER, by=None, at=at)
        db.session.commit()
    return queries.as_viewer(person)


def touch(of, person, at=BEGAN):
    """The person first came by this link."""
    return _keep(FirstTouch(person_id=person.id, link_id=of.id, at=at))
