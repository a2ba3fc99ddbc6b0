"""Switching the reminders off and on: by the link in a letter without sign-in, or among one's own classes."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, request

from lms.core.access import me, public, requires
from lms.core.pages import back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _, speak
from lms.enrolment import links
from lms.enrolment.actions.reminders import set_reminders
from lms.enrolment.queries.reminders import reminded
from lms.people.queries import by_public_id

pages = Blueprint("reminders", __name__)


@pages.get("/reminders/<choice>")
@public
def choose(choice: str) -> Any:
    """How it stands, and one button for the other way. Shows nothing about the person."""
    return _shown(choice, _person(choice))


@pages.post("/reminders/<choice>")
@public
def put(choice: str) -> Any:
    """Switch them. A mail program that does it by itself (RFC 8058, section 3.1) is answered without a redirect."""
    person = _person(choice)
    set_reminders(person, request.form.get("reminders") == "on", by=person, at=request_time())
    if "List-Unsubscribe" in request.form:
        return _shown(choice, person)
    return back_to("enrolment.reminders.choose", choice=choice)


@pages.post("/my/reminders")
@requires(Can.SEE_OWN_DAY)
def put_own() -> Any:
    """The same for whoever is signed in."""
    on = request.form.get("reminders") == "on"
    set_reminders(me(), on, by=me(), at=request_time())
    flash(_("You will be reminded before each class.") if on else _("You get no more reminders."))
    return back_to("enrolment.learner.mine")


def _person(choice: str) -> Any:
    person_id = links.read_stop(current_app.config["SECRET_KEY"], choice)
    person = by_public_id(person_id) if person_id else None
    if person is None:
        abort(404)
    if "lang" not in request.cookies:
        speak(person.language)
    return person


def _shown(choice: str, person: Any) -> Any:
    return page("enrolment/reminders/choose.html", choice=choice, on=reminded(person, by_text=False).on)
