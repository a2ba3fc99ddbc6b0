"""A learner's own classes and calendar."""

from typing import Any

from flask import Blueprint, current_app, flash, request

from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.enrolment import actions, feeds, queries
from lms.enrolment.queries import Place
from lms.enrolment.queries.reminders import reminded
from lms.enrolment.sentences import told
from lms.enrolment.views.public import shown
from lms.notifications.doors import can_send
from lms.schedule.forms.fields import number_of
from lms.schedule.views.feed import site

pages = Blueprint("learner", __name__)


def my_place(slug: str) -> Place | None:
    """The class at a slug, as the person at the screen stands to it."""
    return queries.place(me(), slug)


@pages.post("/classes/<slug>/enrol")
@requires(Can.ENROL, my_place)
def enrol(place: Place) -> Any:
    """One tap for a seat, or for a place in the line; a second tap is answered like the first."""
    slug = place.series.slug
    try:
        outcome = actions.enrol(me(), place, way="class-page", by=me(), at=request_time())
    except RuleBroken as rule:
        return again("enrolment/learner/enrol.html", refused=str(rule), **shown(slug))
    flash(told(outcome))
    return back_to("enrolment.public.series", slug=slug)


@pages.post("/classes/<slug>/leave")
@requires(Can.ENROL, my_place)
def leave(place: Place) -> Any:
    """Give the seat up, or the place in the line."""
    left = actions.leave(me(), place.series, by=me(), at=request_time())
    if left or not place.enrolled:
        flash(_("You have left the waiting list.") if place.position else _("You gave your seat up."))
    return back_to("enrolment.public.series", slug=place.series.slug)


@pages.get("/my/classes")
@requires(Can.SEE_OWN_DAY)
def mine() -> Any:
    """The classes one has a seat in, those ahead with their next session; those one waits for; the past."""
    held, lines = queries.series_of(me(), request_time()), queries.lines_of(me(), request_time())
    return page(
        "enrolment/learner/mine.html",
        came=[item for item in held if item.came and item.next],
        ahead=[item for item in held if item.next],
        lines=[(series, place) for series, place, ended in lines if not ended],
        missed=[series for series, _place, ended in lines if ended],
        past=[item for item in held if not item.next],
        reminders=reminded(me(), by_text=can_send("phone")),
    )


@pages.get("/my/calendar")
@requires(Can.SEE_OWN_DAY)
def calendar() -> Any:
    """The ways to have one's classes in one's own calendar."""
    version, invited = queries.feed_of(me())
    mail = can_send("email")
    shown = {"address": address(me(), version), "version": version}
    return page("enrolment/learner/calendar.html", **shown, invited=invited, mail=mail)


@pages.post("/my/calendar/renew")
@requires(Can.SEE_OWN_DAY)
def renew() -> Any:
    """A new address; the old one says so for a month. A second tap is answered like the first."""
    actions.renew_calendar(me(), number_of(request.form.get("version")), by=me(), at=request_time())
    flash(_("Your calendar has a new address. Subscribe again with the links below."))
    return back_to("enrolment.learner.calendar")


@pages.post("/my/calendar/invitations")
@requires(Can.SEE_OWN_DAY)
def invitations() -> Any:
    """Whether each session comes as an invitation by e-mail as well."""
    wanted = request.form.get("wanted") == "yes"
    actions.want_invitations(me(), wanted, by=me(), at=request_time())
    flash(_("Invitations will come by e-mail.") if wanted else _("Invitations are stopped."))
    return back_to("enrolment.learner.calendar")


def address(person: Any, version: int) -> str:
    """The address of a person's own calendar."""
    token = feeds.token_of(current_app.config["SECRET_KEY"], person.public_id, version)
    return f"{site()}/calendar/{token}.ics"
