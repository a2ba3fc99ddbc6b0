"""Staff who help somebody to sign in may renew a guardian's link, when the code is lost."""

from typing import Any

from flask import Blueprint, flash

from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.guardians import actions, gate, queries, rules
from lms.people.models import Person
from lms.people.queries import by_public_id

pages = Blueprint("staff", __name__)

LINK = "guardians/staff/link.html"


def _shown(person: Person) -> dict[str, Any]:
    now = queries.standing(person, queries.of(person), at=request_time())
    return {
        "person": person,
        "standing": now,
        "state": now.state.value,
        "needed": rules.has_guardian(now.state, now.consented),
        "address": gate.address_of(person, now.version),
    }


@pages.get("/people/<person_id>/guardian-link")
@requires(Can.HELP_SIGN_IN, by_public_id)
def link(person: Person) -> Any:
    """The guardian's link, to hand over."""
    return page(LINK, **_shown(person))


@pages.post("/people/<person_id>/guardian-link")
@requires(Can.HELP_SIGN_IN, by_public_id)
def renew(person: Person) -> Any:
    """Another link, behind which the guardian chooses a new code."""
    try:
        actions.replace_code(person, by=me(), at=request_time())
    except RuleBroken as broken:
        return again(LINK, refused=str(broken), **_shown(person))
    flash(_("The old link and the old code have stopped. Hand the new link to the guardian."))
    return back_to("guardians.staff.link", person_id=person.public_id)
