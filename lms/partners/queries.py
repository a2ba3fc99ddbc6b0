"""Questions about partners, their links and who speaks for them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, select, true, tuple_
from sqlalchemy.orm import contains_eager

from lms.core.db import db
from lms.core.text import fold
from lms.partners.models import LinkVisit, Partner, PartnerLink, PartnerMember
from lms.partners.rules import NAME, read_code
from lms.people.models import Person
from lms.people.queries import IS_HERE, covers
from lms.people.rules import RoleName

PAGE = 50
#: Whole weeks that visits are shown for.
WEEKS = 12


class Listed(NamedTuple):
    """A partner and how many of its links work."""

    partner: Partner
    links: int


class Slice(NamedTuple):
    """A page of partners; `after` is the public id to go on from, None at the end."""

    lines: list[Listed]
    after: str | None


class Link(NamedTuple):
    """A link and its partner, whose scope decides; `visits` is how often it was opened."""

    partner: Partner
    link: PartnerLink
    visits: int = 0

    @property
    def partner_id(self) -> int:
        """Of its partner."""
        return self.partner.id

    @property
    def province_code(self) -> str | None:
        """Of its partner, not the one chosen beforehand for those who come."""
        return self.partner.province_code

    @property
    def works(self) -> bool:
        """Whether it still brings people here."""
        return self.link.ended_at is None and self.partner.ended_at is None


def _seen_by(viewer: Any) -> Any:
    """The condition on `Partner` that cuts a list to a coordinator's scope."""
    if covers(viewer, None):
        return true()
    scopes = [role.province_code for role in viewer.roles_now if role.name == RoleName.COORDINATOR]
    return Partner.province_code.in_(scopes)


def partners(viewer: Any, words: str = "", *, after: str | None = None, most: int = PAGE) -> Slice:
    """The partners a coordinator may see with these words in their name, those that ended last."""
    order = (Partner.ended_at.is_not(None), Partner.name_fold, Partner.id)
    working = and_(PartnerLink.partner_id == Partner.id, PartnerLink.ended_at.is_(None))
    links = select(func.count()).select_from(PartnerLink).where(working).correlate(Partner).scalar_subquery()
    found = select(Partner, links).where(_seen_by(viewer))
    for word in fold(words[:NAME]).split():
        found = found.where(Partner.name_fold.contains(word, autoescape=True))
    last = select(*order).where(Partner.public_id == after)
    if after and (key := db.session.execute(last).first()) is not None:
        found = found.where(tuple_(*order) > tuple_(*key))
    rows = [Listed(*row) for row in db.session.execute(found.order_by(*order).limit(most + 1))]
    return Slice(rows[:most], rows[most - 1].partner.public_id if len(rows) > most else None)


def by_public_id(partner_id: str) -> Partner | None:
    """The partner of an address."""
    return db.session.scalar(select(Partner).where(Partner.public_id == partner_id))


def links(partner: Partner) -> list[Link]:
    """Every link of a partner with its visits, those that work first, then the latest."""
    visits = (
        select(func.coalesce(func.sum(LinkVisit.visits), 0))
        .where(LinkVisit.link_id == PartnerLink.id)
        .correlate(PartnerLink)
        .scalar_subquery()
    )
    found = (
        select(PartnerLink, visits)
        .where(PartnerLink.partner_id == partner.id)
        .order_by(PartnerLink.ended_at.is_not(None), PartnerLink.id.desc())
    )
    return [Link(partner, link, int(count)) for link, count in db.session.execute(found)]


def _link(which: Any) -> Link | None:
    found = db.session.scalar(
        select(PartnerLink)
        .join(Partner, Partner.id == PartnerLink.partner_id)
        .where(which)
        .options(contains_eager(PartnerLink.partner))
    )
    return found and Link(found.partner, found)


def link(link_id: str) -> Link | None:
    """The link of a page's address."""
    return _link(PartnerLink.public_id == link_id)


def link_by_code(typed: str) -> Link | None:
    """The link at `/r/<code>`, in small letters or capitals; also one that ended."""
    code = read_code(typed)
    return _link(PartnerLink.code == code) if code else None


def members(partner: Partner) -> list[tuple[Person, datetime]]:
    """Who speaks for a partner and since when, in class-list order."""
    found = db.session.execute(
        select(Person, PartnerMember.since)
        .join(PartnerMember, PartnerMember.person_id == Person.id)
        .where(PartnerMember.partner_id == partner.id, *IS_HERE)
        .order_by(Person.name_sort, Person.id)
    )
    return [(person, since) for person, since in found]


def partner_of(person: Any) -> Partner | None:
    """The organisation a person speaks for."""
    return db.session.scalar(
        select(Partner)
        .join(PartnerMember, PartnerMember.partner_id == Partner.id)
        .where(PartnerMember.person_id == person.id)
    )


def speaks_for(person: Any, partner_id: int) -> bool:
    """Whether a person is one of a partner's (by key). The role is asked for elsewhere."""
    member = (PartnerMember.person_id == person.id, PartnerMember.partner_id == partner_id)
    return bool(db.session.scalar(select(exists().where(*member))))


def visits_by_week(partner: Partner, today: date) -> list[tuple[date, int]]:
    """(Monday, how often its links were opened) of the last weeks, this one too, the latest first."""
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    days = db.session.execute(
        select(LinkVisit.day, func.sum(LinkVisit.visits))
        .join(PartnerLink, PartnerLink.id == LinkVisit.link_id)
        .where(PartnerLink.partner_id == partner.id, LinkVisit.day >= first.isoformat())
        .group_by(LinkVisit.day)
    )
    return _weeks([(date.fromisoformat(day), int(visits)) for day, visits in days], first)


def _weeks(days: Sequence[tuple[date, int]], first: date) -> list[tuple[date, int]]:
    weeks = [0] * WEEKS
    for day, visits in days:
        number = (day - first).days // 7
        if 0 <= number < WEEKS:
            weeks[number] += visits
    return [(first + timedelta(weeks=number), weeks[number]) for number in reversed(range(WEEKS))]
