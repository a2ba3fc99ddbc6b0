"""The address on a poster, under a livestream, in a message: `/r/<code>`."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for

from lms.accounts import arrivals
from lms.core.access import me, public
from lms.core.db import afterwards
from lms.core.pages import page
from lms.core.screens import request_time
from lms.enrolment import referrals
from lms.partners import actions as partners
from lms.partners import queries as links
from lms.partners.queries import Link
from lms.partners.rules import is_visit

pages = Blueprint("referral", __name__)

LOST = "enrolment/public/referral.html"


@pages.get("/r/<code>")
@public
def follow(code: str) -> Any:
    """On to the class, or to the classes; the first link that a browser came by is remembered, and visits counted."""
    found = links.link_by_code(code)
    if found is None:
        return page(LOST, ended=False), 404
    if not found.works:
        return page(LOST, ended=True), 410
    _count(found)
    answer = redirect(_leads_to(found), 302)
    answer.headers["Cache-Control"] = "no-store"
    return _remember(answer, found)


def _leads_to(found: Link) -> str:
    series, province = referrals.class_of(found.link, request_time()), found.link.province_code
    if series is not None:
        return url_for("enrolment.public.series", slug=series.slug, province=province)
    return url_for("enrolment.public.classes", province=province)


def _count(found: Link) -> None:
    """A visit of somebody who is not of the staff, as far as can be told."""
    agent, purpose = request.headers.get("User-Agent", ""), request.headers.get("Sec-Purpose", "")
    staff = me() is not None and me().roles_now
    if request.method == "GET" and not staff and is_visit(agent, purpose or request.headers.get("Purpose", "")):
        afterwards(partners.count_visit, found.link.id, needed=False, at=request_time())


def _remember(answer: Response, found: Link) -> Response:
    """Whoever is signed in has come already."""
    if me() is not None:
        return answer
    return arrivals.keep(answer, found.link.code, found.link.province_code or "", at=request_time())
