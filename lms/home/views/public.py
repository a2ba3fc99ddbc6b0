"""What anyone may read: the start page, help."""

from typing import Any

from flask import Blueprint, redirect, request

from lms.catalogue import queries as catalogue
from lms.core import offline
from lms.core.access import public
from lms.core.pages import page
from lms.core.ready import ready
from lms.core.screens import request_time
from lms.core.specimens import Specimens
from lms.core.words import LANGUAGES
from lms.enrolment import queries as enrolments
from lms.home.rules import own_path
from lms.reach.queries.cube import public_figures
from lms.reach.rules.indicators import shown
from lms.schedule import queries as schedules

pages = Blueprint("public", __name__)

A_YEAR = 365 * 86400


@pages.get("/")
@public
@ready("catalogue", "schedule", "reach")
def start() -> Any:
    """The next free class, and why to come."""
    listed = schedules.published(request_time())
    first = listed[0] if listed else None
    figures = public_figures()
    return page(
        "home/public/start.html",
        next=first,
        platform=schedules.platform_of(first.next) if first else None,
        seats=enrolments.seats_left([first.series.id]).get(first.series.id) if first else None,
        tracks=catalogue.tracks(None),
        attended=shown(figures.attended, team=False),
        completed=shown(figures.completed, team=False),
        target=figures.target,
        dates={line.series.track_id: line.next for line in reversed(listed)},
    )


@pages.get("/help")
@public
def help() -> Any:
    """What to do when something does not work, and whom to ask."""
    return page("home/public/help.html")


@pages.get("/kept")
@public
def kept() -> Any:
    """What this phone keeps and what waits on it: the same page for everybody, for the phone itself fills it."""
    offline.speak_as_asked()
    return page("home/public/kept.html", alone="spoken" in request.args)


@pages.get("/components")
@public
def components() -> Any:
    """Every component in its states, for contributors."""
    return page("home/public/components.html", form=Specimens.refused())


@pages.post("/language")
@public
def language() -> Any:
    """Remember the language that was picked and go back to the page."""
    response = redirect(own_path(request.form.get("to")), 303)
    if request.form.get("language") in LANGUAGES:
        secure = request.is_secure
        response.set_cookie("lang", request.form["language"], max_age=A_YEAR, samesite="Lax", secure=secure, path="/")
    return response
