"""Roles that a second person decides about: caretakers, and coordinators of the whole country."""

from typing import Any

from flask import Blueprint, flash, request

from lms.admin import actions, queries
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.directory.sentences import ROLES
from lms.people import actions as change
from lms.people import queries as known
from lms.places import queries as places

pages = Blueprint("staff", __name__)

LIST = "admin/staff/roles.html"


@pages.get("/people/roles")
@requires(Can.DECIDE_ROLES)
def roles() -> Any:
    """What waits for a second person, and who may do what."""
    return page(LIST, refused=None, **_shown())


def _shown() -> dict[str, Any]:
    after = request.args.get("after", "")
    number = int(after) if after.isascii() and after.isdecimal() and len(after) < 16 else None
    held, more = known.roles_page(me(), after=number)
    return {
        "waiting": known.waiting(at=request_time()),
        "deciders": queries.deciders(),
        "held": held,
        "more": more,
        "names": ROLES,
        "provinces": {row.code: row for row in places.provinces()},
    }


@pages.post("/people/roles/<proposal_id>/agree")
@requires(Can.DECIDE_ROLES, known.proposal)
def agree(proposal: Any) -> Any:
    """Give the role that somebody else proposed."""
    try:
        done = actions.agree(proposal, by=me(), at=request_time())
    except RuleBroken as broken:
        return again(LIST, refused=str(broken), **_shown())
    flash(_("The role is given. The person signs in again to use it.") if done else _("This was decided already."))
    return back_to("admin.staff.roles")


@pages.post("/people/roles/<proposal_id>/refuse")
@requires(Can.DECIDE_ROLES, known.proposal)
def refuse(proposal: Any) -> Any:
    """Turn a proposal down."""
    try:
        done = change.refuse(proposal, by=me(), at=request_time())
    except RuleBroken as broken:
        return again(LIST, refused=str(broken), **_shown())
    flash(_("The role is not given.") if done else _("This was decided already."))
    return back_to("admin.staff.roles")
