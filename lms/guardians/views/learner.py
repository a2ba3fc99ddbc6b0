"""The young person's side: ask a guardian, see how things stand, decide at 16."""

from typing import Any

from flask import Blueprint, Response, flash, request

from lms.core.access import me, requires, signed_path
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.qr import svg
from lms.core.screens import request_time
from lms.core.words import _
from lms.guardians import actions, gate, queries, rules
from lms.guardians.forms import OwnConsentForm
from lms.people.rules import day_of

pages = Blueprint("learner", __name__)

ASK = "guardians/learner/ask.html"


def shown() -> dict[str, Any]:
    """How things stand, the link, and whether the person may decide alone."""
    person, at = me(), request_time()
    now = queries.standing(person, queries.of(person), at=at)
    return {
        "standing": now,
        "state": now.state.value,
        "grown": rules.may_consent(day_of(at), person.birth_year, person.birth_date),
        "address": rules.link_is_for_child(now.state, now.consented, now.has_code)
        and gate.address_of(person, now.version),
        "erased_on": person.paused_at and rules.erased_on(person.paused_at),
        "onwards": signed_path(request.args.get("next")),
    }


@pages.get("/my-guardian")
@requires(Can.USE_OWN_ACCOUNT)
def ask() -> Any:
    """The link for the guardian, how things stand, and what is open meanwhile."""
    return page(ASK, form=OwnConsentForm(), **shown())


@pages.get("/my-guardian/link.svg")
@requires(Can.USE_OWN_ACCOUNT)
def qr() -> Response:
    """The QR code of the guardian's page, as long as the child may see its link."""
    address = shown()["address"]
    response = Response(svg(address) if address else b"", 200 if address else 404, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@pages.post("/my-guardian")
@requires(Can.USE_OWN_ACCOUNT)
def renew() -> Any:
    """Another link, as long as no guardian has consented; the old one stops."""
    try:
        actions.renew_link(me(), by=me(), at=request_time())
    except RuleBroken as broken:
        flash(str(broken))
    else:
        flash(_("The old link has stopped. Send the new one."))
    return back_to("guardians.learner.ask")


@pages.post("/my-guardian/own-consent")
@requires(Can.USE_OWN_ACCOUNT)
def own_consent() -> Any:
    """Sixteen by now: the own consent in place of the guardian's."""
    form = OwnConsentForm(request.form)
    if not form.validate():
        return again(ASK, form=form, **shown())
    try:
        actions.consent_oneself(me(), by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(ASK, form=form, **shown())
    flash(_("Thank you. From now on you decide yourself."))
    return back_to("guardians.learner.ask")
