"""The page behind the signed link of one session. No sign-in: it opens inside Zalo's browser too."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, request

from lms.attendance import actions
from lms.attendance.queries import tickets
from lms.attendance.rules import going
from lms.attendance.rules.door import RoomFull
from lms.attendance.rules.going import Moment
from lms.core.access import public
from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.pages import again, page
from lms.core.screens import request_time
from lms.core.text import given_name, initials
from lms.core.words import speak
from lms.enrolment import links
from lms.enrolment import queries as enrolments
from lms.people.rules import day_of, under_16
from lms.schedule.daytime import day_words
from lms.schedule.queries import platform_of
from lms.schedule.rules import JOIN_OPENS

pages = Blueprint("public", __name__)
GO = "attendance/public/go.html"


@pages.get("/go/<ticket>")
@public
def go(ticket: str) -> Any:
    """The session, and the button while the door is open. Opened by a link preview, nothing changes."""
    return page(GO, **_shown(ticket, _found(ticket)))


@pages.post("/go/<ticket>/join")
@public
def join(ticket: str) -> Any:
    """The same as the join of somebody signed in: one trace, and the live room."""
    found = _found(ticket)
    try:
        going.check_seat(found.enrolled, found.person.paused_at is not None)
        way = request.form.get("way", "")
        room = actions.join(found.session, found.person, way, by=found.person, at=request_time())
    except RuleBroken as rule:
        return again(GO, rule=rule, full=isinstance(rule, RoomFull), **_shown(ticket, found))
    return redirect(room, 303)


def _found(ticket: str) -> tickets.Ticket:
    """Whom and what a link is for; 404 for one that is wrong, too old, or of somebody who is not here any more."""
    claim = links.read(current_app.config["SECRET_KEY"], ticket)
    found = tickets.ticket(*claim) if claim else None
    if found is None or not going.lives(found.session.ends_at, request_time()):
        abort(404)
    if "lang" not in request.cookies:
        speak(found.person.language)
    return found


def _shown(ticket: str, found: tickets.Ticket) -> dict[str, Any]:
    session, person, at = found.session, found.person, request_time()
    moment = going.moment(session, at)
    child = under_16(day_of(at), person.birth_year, person.birth_date)
    return {
        "ticket": ticket,
        "session": session,
        "name": initials(person.name) if child else person.preferred_name or given_name(person.name),
        "seat": found.enrolled and person.paused_at is None,
        "moment": moment.value,
        "day_words": day_words(local(session.starts_at), local(at)),
        "moved_from": tickets.moved_from(session),
        "next": enrolments.next_session(session.series_id, at) if moment == Moment.CANCELLED else None,
        "platform": platform_of(session),
        "opens": JOIN_OPENS,
    }
