"""A partner's links: making one that leads to a class, its QR code, and the poster to print."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, request

from lms.core import qr
from lms.core.access import me, requires
from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.ids import sealed_id
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time, when
from lms.core.words import _
from lms.enrolment import poster, referrals
from lms.notifications.render import link as address_of
from lms.partners import actions
from lms.partners import queries as partners
from lms.partners.forms import LinkForm
from lms.partners.queries import Link
from lms.schedule import queries as schedules

pages = Blueprint("partners", __name__)

#: Classes offered, the next first.
MOST = 100
NEW = "enrolment/partners/link.html"


def _sheet(partner: Any, typed: Any = None) -> LinkForm:
    listed = schedules.published(request_time(), limit=MOST)
    classes = [(line.series.slug, f"{line.series.title}, {when(line.next.starts_at)}") for line in listed]
    return LinkForm(typed, classes=classes, province=partner.province_code or "")


@pages.get("/partners/<partner_id>/links/new")
@requires(Can.RUN_PARTNER, partners.by_public_id)
def new_link(partner: Any) -> Any:
    """Where the link will stand, and where it leads."""
    return page(NEW, partner=partner, form=_sheet(partner))


@pages.post("/partners/<partner_id>/links/new")
@requires(Can.RUN_PARTNER, partners.by_public_id)
def add_link(partner: Any) -> Any:
    """Make it."""
    form = _sheet(partner, request.form)
    if not form.validate():
        return again(NEW, partner=partner, form=form)
    number = sealed_id(current_app.config["SECRET_KEY"], f"link {me().id} {form.once.data}")
    try:
        actions.add_link(partner, *form.told, number=number, by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(NEW, partner=partner, form=form)
    flash(_("The link is ready. Print its poster or copy its address."))
    return back_to("partners.coordinator.show", partner_id=partner.public_id)


def _address(found: Link) -> str:
    return address_of("enrolment.referral.follow", code=found.link.code)


@pages.get("/partners/links/<link_id>/qr.svg")
@requires(Can.SEE_PARTNER, partners.link)
def qr_code(found: Link) -> Any:
    """The QR code alone, for one's own layout."""
    return _file(qr.svg(_address(found)), "image/svg+xml", f"cung-hoc-{found.link.code}.svg")


@pages.get("/partners/links/<link_id>/poster.pdf")
@requires(Can.SEE_PARTNER, partners.link)
def print_poster(found: Link) -> Any:
    """A poster on A4."""
    at = request_time()
    series = referrals.class_of(found.link, at)
    words = poster.words_of(series, found.partner.name, _address(found), local(at).date())
    return _file(poster.draw(words), "application/pdf", f"cung-hoc-{found.link.code}.pdf")


def _file(data: bytes, media: str, name: str) -> Response:
    return Response(data, mimetype=media, headers={"Content-Disposition": f'inline; filename="{name}"'})
