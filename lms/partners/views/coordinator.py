"""Partners in a coordinator's scope: who they are, who speaks for them, which links they have."""

from typing import Any

from flask import Blueprint, current_app, flash, request

from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.ids import sealed_id
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.notifications.render import link as address_of
from lms.partners import actions, queries, sentences
from lms.partners.forms import FindForm, PartnerForm, provinces
from lms.partners.queries import Link
from lms.people import queries as people

pages = Blueprint("coordinator", __name__)

SHOW, EDIT = "partners/coordinator/show.html", "partners/coordinator/edit.html"
SPEAKERS = "partners/coordinator/speakers.html"
#: People offered for one search.
MOST = 10


@pages.get("/partners")
@requires(Can.MANAGE_PARTNERS)
def partners() -> Any:
    """The partners in scope."""
    form = FindForm(request.args)
    words = form.q.data or "" if form.validate() else ""
    found = queries.partners(me(), words, after=request.args.get("after"))
    names = {"names": dict(provinces()), "kinds": sentences.KINDS}
    return page("partners/coordinator/partners.html", form=form, found=found, **names)


@pages.get("/partners/new")
@requires(Can.MANAGE_PARTNERS)
def new() -> Any:
    """An empty sheet for a partner."""
    return page(EDIT, form=PartnerForm(viewer=me()), partner=None)


@pages.post("/partners/new")
@requires(Can.MANAGE_PARTNERS)
def create() -> Any:
    """Keep a new partner."""
    form = PartnerForm(request.form, viewer=me())
    if not form.validate():
        return again(EDIT, form=form, partner=None)
    number = sealed_id(current_app.config["SECRET_KEY"], f"partner {me().id} {form.once.data}")
    partner = actions.create(*form.told, number=number, by=me(), at=request_time())
    flash(_("The partner is kept. Now make its first link."))
    return back_to(".show", partner_id=partner.public_id)


@pages.get("/partners/<partner_id>")
@requires(Can.RUN_PARTNER, queries.by_public_id)
def show(partner: Any) -> Any:
    """One partner: links with their visits, and who speaks for it."""
    return page(
        SHOW,
        partner=partner,
        links=queries.links(partner),
        members=queries.members(partner),
        names=dict(provinces()),
        kinds=sentences.KINDS,
        uses=sentences.USES,
        address_of=address_of,
    )


def _sheet(partner: Any, typed: Any = None) -> PartnerForm:
    told = {"name": partner.name, "kind": partner.kind, "website": partner.website or ""}
    return PartnerForm(typed, viewer=me(), province=partner.province_code or "", **told)


@pages.get("/partners/<partner_id>/edit")
@requires(Can.RUN_PARTNER, queries.by_public_id)
def edit(partner: Any) -> Any:
    """What is known of the partner, to be changed."""
    return page(EDIT, form=_sheet(partner), partner=partner)


@pages.post("/partners/<partner_id>/edit")
@requires(Can.RUN_PARTNER, queries.by_public_id)
def change(partner: Any) -> Any:
    """Keep what was changed."""
    form = _sheet(partner, request.form)
    if not form.validate():
        return again(EDIT, form=form, partner=partner)
    actions.update(partner, *form.told, by=me(), at=request_time())
    flash(_("The changes are kept."))
    return back_to(".show", partner_id=partner.public_id)


@pages.post("/partners/<partner_id>/end")
@requires(Can.RUN_PARTNER, queries.by_public_id)
def end(partner: Any) -> Any:
    """The partnership is over."""
    actions.end(partner, by=me(), at=request_time())
    flash(_("The partnership has ended. Its links no longer bring people here; its figures stay."))
    return back_to(".show", partner_id=partner.public_id)


@pages.post("/partners/<partner_id>/resume")
@requires(Can.RUN_PARTNER, queries.by_public_id)
def resume(partner: Any) -> Any:
    """It goes on."""
    actions.resume(partner, by=me(), at=request_time())
    flash(_("The partnership goes on, and its links work again."))
    return back_to(".show", partner_id=partner.public_id)


@pages.post("/partners/links/<link_id>/end")
@requires(Can.RUN_PARTNER, queries.link)
def end_link(link: Link) -> Any:
    """One link stops."""
    actions.end_link(link.link, by=me(), at=request_time())
    flash(_("The link has ended. Who opens it is led to the classes."))
    return back_to(".show", partner_id=link.partner.public_id)


def _found(partner: Any) -> dict[str, Any]:
    """The page on which somebody is looked for: at most a few, or nobody before something is typed."""
    form = FindForm(request.args)
    words = (form.q.data or "").strip() if form.validate() else ""
    found = people.search(me(), words, most=MOST).people if words else []
    return {"partner": partner, "form": form, "found": found, "words": words, "names": dict(provinces())}


@pages.get("/partners/<partner_id>/people")
@requires(Can.RUN_PARTNER, queries.by_public_id)
def speakers(partner: Any) -> Any:
    """Look for the person who is to speak for the partner."""
    return page(SPEAKERS, refused=None, **_found(partner))


@pages.post("/partners/<partner_id>/people")
@requires(Can.RUN_PARTNER, queries.by_public_id)
def add_speaker(partner: Any) -> Any:
    """Let somebody in scope speak for the partner."""
    person, number = people.by_public_id(request.form.get("person", "")[:13]), partner.public_id
    if person is None or not people.covers(me(), person.province_code):
        return again(SPEAKERS, refused=_("Choose a person from the list"), **_found(partner))
    try:
        actions.add_member(partner, person, by=me(), at=request_time())
    except RuleBroken as broken:
        return again(SPEAKERS, refused=str(broken), **_found(partner))
    flash(_("The person speaks for the partner now. They sign in again, with a second factor."))
    return back_to(".show", partner_id=number)


@pages.post("/partners/<partner_id>/people/end")
@requires(Can.RUN_PARTNER, queries.by_public_id)
def end_speaker(partner: Any) -> Any:
    """Somebody speaks for the partner no more."""
    person = people.by_public_id(request.form.get("person", "")[:13])
    if person is not None:
        actions.end_member(partner, person, by=me(), at=request_time())
    flash(_("The person no longer speaks for the partner."))
    return back_to(".show", partner_id=partner.public_id)
