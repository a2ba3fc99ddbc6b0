"""Helping somebody back in who lost their password."""

from typing import Any

from flask import Blueprint, request

from lms.accounts import recovery
from lms.accounts.queries import codes as queries
from lms.accounts.rules import codes as rules
from lms.core.access import me, requires
from lms.core.ids import public_id
from lms.core.pages import page
from lms.core.permissions import Can
from lms.core.screens import request_time

pages = Blueprint("staff", __name__)


def learner(person_id: str) -> Any:
    """Somebody to whom the person at the screen may hand a code: never staff, never oneself."""
    return queries.to_be_helped(person_id, by=me())


@pages.get("/people/<person_id>/code")
@requires(Can.HELP_SIGN_IN, learner)
def code(person: Any) -> Any:
    """What handing out a code does, and the button."""
    return page("accounts/staff/code.html", person=person, once=public_id())


@pages.post("/people/<person_id>/code")
@requires(Can.HELP_SIGN_IN, learner)
def hand_out(person: Any) -> Any:
    """Make a code and show it this once. The same page sent twice shows the same code."""
    once = request.form.get("once") or public_id()
    made = recovery.hand_out(person, once[:40], by=me(), at=request_time())
    return page("accounts/staff/hand_out.html", person=person, code=rules.grouped(made))
