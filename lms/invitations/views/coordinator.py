"""Lists of a coordinator: upload, columns, dry run, confirm, codes on paper, withdraw."""

from typing import Any

from flask import Blueprint, current_app, flash, make_response, request

from lms.audit import actions as record
from lms.core import jobs, qr
from lms.core.access import me, requires
from lms.core.db import afterwards, identity
from lms.core.errors import RuleBroken
from lms.core.ids import sealed_id
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _, language
from lms.invitations import queries
from lms.invitations.actions import lists as actions
from lms.invitations.forms import ColumnsForm, UploadForm
from lms.invitations.reasons import reason
from lms.invitations.rules import codes as code_rules
from lms.invitations.rules import lists as rules
from lms.invitations.rules.lists import State
from lms.notifications.render import link
from lms.people.queries import covers
from lms.places import queries as places

pages = Blueprint("coordinator", __name__)

NEW = "invitations/coordinator/new.html"
COLUMNS = "invitations/coordinator/columns.html"
STATES = ("new", "matched", "refused", "invited", "accepted", "withdrawn")


def _names() -> dict[str, str]:
    return {row.code: row.name_en if language() == "en" else row.name_vi for row in places.provinces()}


def _choices() -> list[tuple[str, str]]:
    everywhere = [("", _("Whole country"))] if covers(me(), None) else []
    return everywhere + [(code, name) for code, name in _names().items() if covers(me(), code)]


@pages.get("/people/lists")
@requires(Can.INVITE_PEOPLE)
def lists() -> Any:
    """Every list in scope, the latest first."""
    found = queries.lists(me(), after=request.args.get("after"))
    return page("invitations/coordinator/lists.html", found=found, names=_names(), State=State)


@pages.get("/people/lists/new")
@requires(Can.INVITE_PEOPLE)
def new() -> Any:
    """Choose a file."""
    return page(NEW, form=UploadForm(provinces=_choices()))


@pages.post("/people/lists/new")
@requires(Can.INVITE_PEOPLE)
def upload() -> Any:
    """Keep the file, if it is within the limits; the worker reads it."""
    form = UploadForm(request.form, files=request.files, provinces=_choices())
    if not form.validate():
        return again(NEW, form=form)
    sheet, number = form.sheet.data, sealed_id(current_app.config["SECRET_KEY"], f"{me().id} {form.once.data}")
    told = (form.title.data, form.province.data, sheet.filename, sheet.stream.read())
    try:
        listing = actions.upload(*told, number=number, by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken("sheet", broken)
        return again(NEW, form=form)
    return back_to(".show", list_id=listing.public_id)


@pages.get("/people/lists/<list_id>")
@requires(Can.SEE_LIST, queries.by_public_id)
def show(listing: Any) -> Any:
    """How the list stands, with its rows; reading them is recorded."""
    if listing.state == State.UPLOADED and listing.found:
        return page(COLUMNS, form=_columns(listing), listing=listing)
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    after = request.args.get("after", "")
    found = queries.rows(listing, state, after=int(after) if after.isdecimal() and len(after) < 9 else 0)
    if found.rows:
        at = request_time()
        afterwards(record.record_reading, "invitations.list-read", "list", identity(listing), identity(me()), at=at)
    return page("invitations/coordinator/show.html", found=found, state=state, **_shown(listing))


def _shown(listing: Any) -> dict[str, Any]:
    return {
        "listing": listing,
        "job": jobs.by_public_id(listing.job_id or ""),
        "JobState": jobs.JobState,
        "State": State,
        "counts": queries.counts(listing),
        "unprinted": queries.unprinted(listing),
        "names": _names(),
        "reason": reason,
        "at_once": code_rules.PRINTED_AT_ONCE,
        "mine": listing.owner_id == me().id,
        "working": rules.is_working(listing.state, bool(listing.found)),
    }


@pages.get("/people/lists/<list_id>/progress")
@requires(Can.SEE_LIST, queries.by_public_id)
def progress(listing: Any) -> Any:
    """The bar alone, for a page that stays open; the whole page anew once the worker is done."""
    answer = make_response(page("invitations/coordinator/_progress.html", **_shown(listing)))
    if not rules.is_working(listing.state, bool(listing.found)):
        answer.headers["HX-Refresh"] = "true"
    return answer


def _columns(listing: Any, typed: Any = None) -> ColumnsForm:
    found = listing.found
    return ColumnsForm(typed, headings=found["headings"], shown=found["shown"], columns=listing.columns)


@pages.get("/people/lists/<list_id>/columns")
@requires(Can.SEE_LIST, queries.by_public_id)
def columns(listing: Any) -> Any:
    """Choose the columns again."""
    if listing.state not in (State.UPLOADED, State.CHECKED) or not listing.found:
        return back_to(".show", list_id=listing.public_id)
    return page(COLUMNS, form=_columns(listing), listing=listing)


@pages.post("/people/lists/<list_id>/columns")
@requires(Can.SEE_LIST, queries.by_public_id)
def check(listing: Any) -> Any:
    """Look at every row with these columns."""
    if not listing.found.get("shown"):
        return back_to(".show", list_id=listing.public_id)
    form = _columns(listing, request.form)
    if not form.validate():
        return again(COLUMNS, form=form, listing=listing)
    try:
        actions.check(listing, form.columns(), by=me(), at=request_time())
    except rules.NotNow as broken:
        flash(str(broken))
    except RuleBroken as broken:
        form.broken("name", broken)
        return again(COLUMNS, form=form, listing=listing)
    return back_to(".show", list_id=listing.public_id)


def _do(listing: Any, act: Any, said: str) -> Any:
    """Do something to a list, say so, and go back to its page."""
    try:
        act(listing, by=me(), at=request_time())
        flash(said)
    except RuleBroken as broken:
        flash(str(broken))
    return back_to(".show", list_id=listing.public_id)


@pages.post("/people/lists/<list_id>/confirm")
@requires(Can.SEE_LIST, queries.by_public_id)
def confirm(listing: Any) -> Any:
    """Invite everybody who is new."""
    return _do(listing, actions.confirm, _("The invitations are being written."))


@pages.post("/people/lists/<list_id>/drop")
@requires(Can.SEE_LIST, queries.by_public_id)
def drop(listing: Any) -> Any:
    """Throw the list away before anybody was invited."""
    answer = _do(listing, actions.drop, _("The list and its file are deleted. Nobody was invited."))
    return back_to(".lists") if listing.state == State.DROPPED else answer


@pages.post("/people/lists/<list_id>/withdraw")
@requires(Can.SEE_LIST, queries.by_public_id)
def withdraw(listing: Any) -> Any:
    """End every invitation that waits still."""
    return _do(listing, actions.withdraw_all, _("The invitations are withdrawn. Their codes open nothing any more."))


@pages.post("/people/lists/<list_id>/withdraw-one")
@requires(Can.SEE_LIST, queries.by_public_id)
def withdraw_one(listing: Any) -> Any:
    """End one invitation."""
    found = queries.invitation(listing, request.form.get("invitation", "")[:13])
    if found is not None and actions.withdraw(found, by=me(), at=request_time()):
        flash(_("The invitation is withdrawn. Its code opens nothing any more."))
    return back_to(".show", list_id=listing.public_id, state="invited")


@pages.post("/people/lists/<list_id>/print")
@requires(Can.SEE_LIST, queries.by_public_id)
def print_next(listing: Any) -> Any:
    """Note the next codes as printed and show them."""
    first = actions.print_next(listing, by=me(), at=request_time())
    return back_to(".codes", list_id=listing.public_id, after=(first - 1) if first else None)


@pages.get("/people/lists/<list_id>/codes")
@requires(Can.SEE_LIST, queries.by_public_id)
def codes(listing: Any) -> Any:
    """A sheet of paper with the codes of those invited, to be cut apart. That they were read is recorded."""
    key, after = current_app.config["SECRET_KEY"], request.args.get("after", "")
    after = int(after) if after.isdecimal() and len(after) < 9 else 0
    found = queries.rows(listing, "invited", after=after, most=code_rules.PRINTED_AT_ONCE)
    slips = [(row, code := code_rules.claim_code(key, row.public_id), _picture(code)) for row in found.rows]
    at = request_time()
    afterwards(record.record_reading, "invitations.codes-read", "list", identity(listing), identity(me()), at=at)
    address = link("invitations.public.claim").partition("://")[2]
    return page("invitations/coordinator/codes.html", listing=listing, slips=slips, found=found, address=address)


def _picture(code: str) -> str:
    return qr.svg(link("invitations.public.claim", code=code)).decode()
