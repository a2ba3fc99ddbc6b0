"""Partner organisations, their links, their people."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import When, db
from lms.core.ids import public_id


class Partner(db.Model):
    """One organisation."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    name: Mapped[str] = mapped_column(String(160))
    name_fold: Mapped[str] = mapped_column(String(320), index=True)
    #: `state`, `social`, `platform` or `school`.
    kind: Mapped[str] = mapped_column(String(10))
    #: Where it works; None: the whole country.
    province_code: Mapped[str | None] = mapped_column(ForeignKey("province.code"), index=True)
    website: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[When]
    #: Its links stop bringing people here.
    ended_at: Mapped[When | None]


class PartnerMember(db.Model):
    """Who speaks for a partner; beside the role `partner`."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    since: Mapped[When]


class PartnerLink(db.Model):
    """One address `/r/<code>`."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    #: In the address and on posters: letters and digits that do not look alike.
    code: Mapped[str] = mapped_column(String(12), unique=True)
    #: What the partner calls it: "Tờ rơi chợ phiên Mường Hum".
    label: Mapped[str] = mapped_column(String(120))
    #: `poster`, `livestream`, `school`, `message` or `other`.
    use: Mapped[str] = mapped_column(String(10))
    #: Chosen beforehand at sign-up.
    province_code: Mapped[str | None] = mapped_column(ForeignKey("province.code"))
    #: Address of the class it leads to (`/classes/<slug>`); None: the list of classes.
    class_slug: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[When]
    ended_at: Mapped[When | None]

    partner: Mapped[Partner] = relationship(viewonly=True)


class LinkVisit(db.Model):
    """How often a link was opened on a day: visits, not people."""

    link_id: Mapped[int] = mapped_column(ForeignKey("partner_link.id"), primary_key=True)
    #: Local day, YYYY-MM-DD.
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    visits: Mapped[int] = mapped_column(default=0)
