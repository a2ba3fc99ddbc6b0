"""Changes to partners, their links and who speaks for them."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from lms.accounts.actions import sign_ins as accounts
from lms.audit import actions as audit
from lms.core.clock import local
from lms.core.db import add_to_each, db, insert_once, insert_once_id
from lms.core.text import fold
from lms.partners import queries, rules
from lms.partners.models import LinkVisit, Partner, PartnerLink, PartnerMember
from lms.partners.rules import Kind, Use
from lms.people import actions as people
from lms.people.rules import RoleName, UnknownProvince
from lms.places import queries as places


def _told(name: str, kind: Kind, province_code: str | None, website: str | None) -> dict[str, Any]:
    """A partner's columns. Raises WebsiteUnclear, UnknownProvince."""
    return {
        "name": name,
        "name_fold": fold(name)[:320],
        "kind": kind,
        "province_code": _province(province_code),
        "website": rules.read_website(website or ""),
    }


def _province(code: str | None) -> str | None:
    if code and places.province(code) is None:
        raise UnknownProvince()
    return code or None


def create(
    name: str, kind: Kind, province_code: str | None, website: str | None, *, number: str, by: Any, at: datetime
) -> Partner:
    """A new partner; `number` is its public id: the same sheet sent twice is one. Raises as `update`."""
    values = {"public_id": number, "created_at": at, **_told(name, kind, province_code, website)}
    made = insert_once_id(Partner, values, "public_id")
    if made is not None:
        audit.record("partners.created", "partner", made, by=by, at=at, province=province_code or "")
    return queries.by_public_id(number)


def update(
    partner: Partner, name: str, kind: Kind, province_code: str | None, website: str | None, *, by: Any, at: datetime
) -> None:
    """What is known of a partner changes. Raises WebsiteUnclear, UnknownProvince."""
    for column, value in _told(name, kind, province_code, website).items():
        setattr(partner, column, value)
    audit.record("partners.updated", "partner", partner.id, by=by, at=at, province=province_code or "")


def end(partner: Partner, *, by: Any, at: datetime) -> None:
    """Its links stop bringing people here; whom they brought stay counted. A second time changes nothing."""
    if partner.ended_at is None:
        partner.ended_at = at
        audit.record("partners.ended", "partner", partner.id, by=by, at=at)


def resume(partner: Partner, *, by: Any, at: datetime) -> None:
    """Its links work again, but for those ended one by one."""
    if partner.ended_at is not None:
        partner.ended_at = None
        audit.record("partners.resumed", "partner", partner.id, by=by, at=at)


def add_link(
    partner: Partner,
    label: str,
    use: Use,
    province_code: str | None,
    class_slug: str | None,
    *,
    number: str,
    by: Any,
    at: datetime,
) -> PartnerLink:
    """A new address `/r/<code>` with a code of its own; `number` as for `create`.

    Raises PartnerEnded, UnknownProvince.
    """
    rules.check_open(partner.ended_at)
    values = {"public_id": number, "partner_id": partner.id, "label": label, "use": use, "created_at": at}
    values |= {"province_code": _province(province_code), "class_slug": class_slug or None}
    found = queries.link(number)
    while found is None:
        if made := insert_once_id(PartnerLink, {**values, "code": _new_code()}):
            audit.record("partners.link-added", "link", made, by=by, at=at, partner=partner.id)
        found = queries.link(number)
    return found.link


def _new_code() -> str:
    return "".join(secrets.choice(rules.CODE_SIGNS) for _sign in range(rules.CODE_LENGTH))


def end_link(link: PartnerLink, *, by: Any, at: datetime) -> None:
    """The address leads to a page that says so. A second time changes nothing."""
    if link.ended_at is None:
        link.ended_at = at
        audit.record("partners.link-ended", "link", link.id, by=by, at=at, partner=link.partner_id)


def add_member(partner: Partner, person: Any, *, by: Any, at: datetime) -> bool:
    """The person speaks for the partner and signs in again, with a second factor; False if they do already.

    Raises PartnerEnded, NotYourself, SpeaksForAnother.
    """
    rules.check_open(partner.ended_at)
    rules.check_other(person.id, by.id)
    values = {"person_id": person.id, "partner_id": partner.id, "since": at}
    new = insert_once(PartnerMember, values, "person_id")
    if not new and not queries.speaks_for(person, partner.id):
        raise rules.SpeaksForAnother()
    if people.grant(person, RoleName.PARTNER, by=by, at=at):
        accounts.end_all(person, by=by, at=at)
    if new:
        audit.record("partners.member-added", "person", person.id, by=by, at=at, partner=partner.id)
    return new


def end_member(partner: Partner, person: Any, *, by: Any, at: datetime) -> bool:
    """The person speaks for the partner no more; answers whether they did."""
    member = (PartnerMember.person_id == person.id, PartnerMember.partner_id == partner.id)
    if not db.session.execute(delete(PartnerMember).where(*member)).rowcount:
        return False
    audit.record("partners.member-ended", "person", person.id, by=by, at=at, partner=partner.id)
    if people.end_role(person, RoleName.PARTNER, by=by, at=at):
        accounts.end_all(person, by=by, at=at)
    return True


def count_visit(link_id: int, *, at: datetime) -> None:
    """A link was opened once more on the local day of `at`."""
    add_to_each(LinkVisit, [{"link_id": link_id, "day": local(at).date().isoformat(), "visits": 1}], "visits")
