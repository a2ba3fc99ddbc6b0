"""The classes, the page of one class, and signing up from it."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, flash, request, url_for

from lms.accounts import joining, welcome
from lms.accounts.forms.account import SignUpForm
from lms.core.access import me, public, sign_path
from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.ready import ready
from lms.core.screens import request_time
from lms.core.words import _
from lms.enrolment import actions, queries, rules
from lms.enrolment.queries import Place
from lms.schedule import queries as schedules
from lms.schedule.views.feed import site

pages = Blueprint("public", __name__)
SIGN_UP = "enrolment/public/sign_up.html"


@pages.get("/classes")
@public
@ready("schedule", "catalogue")
def classes() -> Any:
    """The classes that still meet, by their next date; `?track=` narrows them down."""
    tracks = schedules.tracks()
    track = next((item for item in tracks if item.slug == request.args.get("track")), None)
    after = _read_place(request.args.get("after", ""))
    found = schedules.published(request_time(), track=track and track.slug, after=after, limit=schedules.PAGE + 1)
    lines, more = found[: schedules.PAGE], len(found) > schedules.PAGE
    return page(
        "enrolment/public/classes.html",
        lines=lines,
        left=queries.seats_left([line.series.id for line in lines]),
        tracks=tracks,
        track=track,
        next_place=_write_place(lines[-1]) if more else None,
        later=after is not None,
    )


@pages.get("/classes/<slug>")
@public
@ready("schedule", "catalogue")
def series(slug: str) -> Any:
    """One class: what, who, when, seats, and the one button."""
    return page("enrolment/public/series.html", **shown(slug))


@pages.get("/classes/<slug>/sign-up")
@public
def sign_up(slug: str) -> Any:
    """Create an account and take a seat in one step."""
    values = shown(slug)
    if me() is not None or not values["open"]:
        return back_to("enrolment.public.series", slug=slug)
    form = SignUpForm(day=local(request_time()).date(), province=request.args.get("province"))
    return page(SIGN_UP, form=form, sign_in=_sign_in(slug), **values)


@pages.post("/classes/<slug>/sign-up")
@public
def register(slug: str) -> Any:
    """The account and the seat, in one transaction. If the class filled meanwhile, the account is kept."""
    at = request_time()
    values, form = shown(slug), SignUpForm(request.form, day=local(at).date())
    if not form.validate():
        return again(SIGN_UP, form=form, sign_in=_sign_in(slug), **values)
    try:
        person, code = joining.join(form, network=request.remote_addr or "", at=at)
    except RuleBroken as rule:
        form.broken(None, rule)
        return again(SIGN_UP, form=form, sign_in=_sign_in(slug), **values)
    try:
        actions.enrol(person, queries.place(None, slug), way="sign-up", by=person, at=at)
        flash(_("Your account is ready and your seat is kept."))
    except RuleBroken as rule:
        flash(_("Your account is ready, but you have no seat: %(why)s.", why=str(rule)))
    return welcome.lead(person, code, url_for("enrolment.public.series", slug=slug), way="sign-up")


def shown(slug: str) -> dict[str, Any]:
    """What the page of a class shows, or 404. At most four SELECTs, however many sessions there are."""
    at, place = request_time(), queries.place(me(), slug) or abort(404)
    sessions = queries.sessions_of(place.series.id)
    return {
        "place": place,
        "series": place.series,
        "sessions": sessions,
        "next": next((item for item in sessions if item.state == "scheduled" and item.ends_at > at), None),
        "left": rules.seats_left(place.series.seats, place.taken or 0),
        "open": _is_open(place, at),
        "site": site(),
    }


def _sign_in(slug: str) -> str:
    """Where somebody with an account signs in, to come back to the class."""
    return url_for("accounts.public.sign_in", next=sign_path(url_for("enrolment.public.series", slug=slug)))


def _is_open(place: Place, at: datetime) -> bool:
    free = rules.seats_left(place.series.seats, place.taken or 0) > 0
    return free and rules.may_enrol(place.series.state, place.last_ends_at, at)


def _write_place(line: schedules.Listed) -> str:
    return f"{int(line.next.starts_at.timestamp())}-{line.series.public_id}"


def _read_place(text: str) -> tuple[datetime, str] | None:
    """Where a list goes on, from its address; None for anything we did not write."""
    seconds, _dash, number = text.partition("-")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12 and number.isalnum()):
        return None
    return datetime.fromtimestamp(int(seconds), UTC), number
