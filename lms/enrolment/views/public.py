"""The classes, the page of one class, and signing up from it."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, abort, current_app, flash, request, url_for

from lms.accounts import arrivals, joining, welcome
from lms.accounts.forms.account import SignUpForm
from lms.core.access import me, public, sign_path
from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.ready import ready
from lms.core.screens import request_time
from lms.core.screens import weekday as weekday_of
from lms.core.words import _
from lms.enrolment import actions, links, queries
from lms.enrolment.queries import Wanted
from lms.enrolment.rules import Offer
from lms.enrolment.sentences import told
from lms.schedule import queries as schedules
from lms.schedule.daytime import day_words, unusual
from lms.schedule.rules import join_open, next_session
from lms.schedule.views.feed import site

pages = Blueprint("public", __name__)
#: A Monday and the days after it, by ISO number as it stands in an address.
DAYS = {str(number): date(2024, 1, number) for number in range(1, 8)}
SIGN_UP = "enrolment/public/sign_up.html"


@pages.get("/classes")
@public
@ready("schedule", "catalogue", "partners")
def classes() -> Any:
    """The classes that still meet, by their next date; narrowed down by track, weekday, a partner's province."""
    tracks, provinces = schedules.tracks(), queries.partner_provinces()
    track = _chosen("track", {item.slug: item for item in tracks})
    day, place = _chosen("weekday", DAYS), _chosen("place", {item.code: item for item in provinces})
    wanted = Wanted(track and track.id, day and day.isoweekday(), place and place.code)
    after = _read_place(request.args.get("after", ""))
    found = queries.open_classes(request_time(), wanted, after=after, limit=schedules.PAGE + 1)
    lines, more = found[: schedules.PAGE], len(found) > schedules.PAGE
    return page(
        "enrolment/public/classes.html",
        lines=lines,
        tracks=tracks,
        track=track,
        days={number: weekday_of(day) for number, day in DAYS.items()},
        provinces=provinces,
        chosen={"track": track and track.slug, "weekday": day and str(day.isoweekday()), "place": place and place.code},
        next_place=_write_place(lines[-1]) if more else None,
        later=after is not None,
        site=site(),
    )


def _chosen(name: str, known: dict[str, Any]) -> Any:
    """What an address chooses of what there is; None for anything else."""
    return known.get(request.args.get(name, ""))


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
    if me() is not None or values["offer"] not in (Offer.SEAT, Offer.LINE):
        return back_to("enrolment.public.series", slug=slug)
    at = request_time()
    form = SignUpForm(day=local(at).date(), province=request.args.get("province") or arrivals.province(at=at))
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
        outcome = actions.enrol(person, queries.place(None, slug), way="sign-up", by=person, at=at)
        flash(_("Your account is ready."))
        flash(told(outcome))
    except RuleBroken as rule:
        flash(_("Your account is ready, but you have no seat: %(why)s.", why=str(rule)))
    return welcome.lead(person, code, url_for("enrolment.public.series", slug=slug), way="sign-up")


@pages.get("/seats/<offer>")
@public
def came(offer: str) -> Any:
    """The seat that the line brought, and the one button to give it back. Whoever has the letter may."""
    return page("enrolment/public/came.html", **_offered(offer))


@pages.post("/seats/<offer>")
@public
def decline(offer: str) -> Any:
    """Give it back; a second tap is answered like the first."""
    found = _offered(offer)["found"]
    actions.decline(found.waiting, by=found.person, at=request_time())
    return back_to("enrolment.public.came", offer=offer)


def _offered(offer: str) -> dict[str, Any]:
    """The seat behind a signed link with the next session of its class, or 404."""
    waiting_id = links.read_seat(current_app.config["SECRET_KEY"], offer)
    found = waiting_id and queries.seat_that_came(waiting_id)
    if not found or not found.still_there:
        abort(404)
    return {"found": found, "offer": offer, "next": queries.next_session(found.series.id, request_time())}


def shown(slug: str) -> dict[str, Any]:
    """What the page of a class shows, or 404. At most five SELECTs, however many sessions there are."""
    at, place = request_time(), queries.place(me(), slug) or abort(404)
    sessions = queries.sessions_of(place.series.id)
    next = next_session(sessions, at)
    return {
        "place": place,
        "series": place.series,
        "sessions": sessions,
        "next": next,
        "running": next is not None and join_open(next.starts_at, next.ends_at, at),
        "left": place.left,
        "offer": place.offer(at),
        "day_words": next and day_words(local(next.starts_at), local(at)),
        "unusual": unusual(sessions),
        "waiting": queries.line_length(place.series.id) if place.line else 0,
        "site": site(),
        "picture": _picture(place.series.track.code),
    }


def _picture(code: str) -> str:
    """The asset that stands beside a link to a class of this track (`python -m tests.journeys.share` draws them)."""
    name = f"share-{code.lower()}.png"
    return name if name in current_app.extensions["assets_by_name"] else "share.png"


def _sign_in(slug: str) -> str:
    """Where somebody with an account signs in, to come back to the class."""
    return url_for("accounts.public.sign_in", next=sign_path(url_for("enrolment.public.series", slug=slug)))


def _write_place(line: queries.Open) -> str:
    return f"{int(line.next.starts_at.timestamp())}-{line.series.public_id}"


def _read_place(text: str) -> tuple[datetime, str] | None:
    """Where a list goes on, from its address; None for anything we did not write."""
    seconds, _dash, number = text.partition("-")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12 and number.isalnum()):
        return None
    return datetime.fromtimestamp(int(seconds), UTC), number
