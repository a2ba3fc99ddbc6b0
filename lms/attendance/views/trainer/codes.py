"""The code on the wall, and how many have given it."""

import hashlib
from typing import Any

from flask import Response, flash, make_response, request, url_for

from lms.attendance import actions, queries
from lms.attendance.forms import WallForm
from lms.attendance.rules import check_in as rules
from lms.attendance.rules import digits
from lms.attendance.views.trainer.pages import pages
from lms.core import qr
from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _, language
from lms.live import queries as live
from lms.schedule.models import Session
from lms.schedule.queries import session_by_public_id
from lms.schedule.rules import JOIN_OPENS

CODE = "attendance/trainer/code.html"


@pages.get("/sessions/<session_id>/code")
@requires(Can.RUN_SESSION, session_by_public_id)
def code(session: Session) -> Any:
    """The wall: digits to be read from a shared screen, and what the trainer may do with them."""
    shown = _wall(session)
    current = shown["board"].code
    form = WallForm(data={"every": str(current.every or "") if current else ""})
    return page(CODE, form=form, **shown)


@pages.post("/sessions/<session_id>/code")
@requires(Can.RUN_SESSION, session_by_public_id)
def new_code(session: Session) -> Any:
    """Show digits, or other ones, in the chosen rhythm."""
    form = WallForm(request.form)
    try:
        actions.new_code(session, digits.read_rhythm(form.every.data or ""), by=me(), at=now())
    except RuleBroken as rule:
        form.broken("every" if isinstance(rule, digits.UnknownRhythm) else None, rule)
        return again(CODE, form=form, **_wall(session))
    return _back(session)


@pages.post("/sessions/<session_id>/code/stop")
@requires(Can.RUN_SESSION, session_by_public_id)
def stop_code(session: Session) -> Any:
    """Take the digits down."""
    actions.stop_code(session, by=me(), at=now())
    flash(_("The code is taken down. Digits typed just now are still taken."))
    return _back(session)


@pages.get("/sessions/<session_id>/code/board")
@requires(Can.RUN_SESSION, session_by_public_id)
def board(session: Session) -> Response:
    """What moves on the wall, asked for every few seconds; 304, and nothing drawn, while it is the same."""
    shown = _wall(session)
    seen = (shown["wall"], shown["board"][1:], shown["phase"], session.topic, language())
    tag = hashlib.sha256(repr(seen).encode()).hexdigest()[:20]
    known = request.if_none_match.contains(tag)
    response = make_response("" if known else page("attendance/trainer/_code_board.html", **shown))
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(tag)
    return response.make_conditional(request)


@pages.get("/sessions/<session_id>/counts")
@requires(Can.RUN_SESSION, session_by_public_id)
def counts(session: Session) -> Response:
    """The figures of the desk as a fragment; 304 while nothing has changed."""
    figures = {"counts": queries.counts(session), "inside": live.inside(session)}
    response = make_response(page("attendance/trainer/counts.html", session=session, **figures))
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def _back(session: Session) -> Response:
    there = "home.trainer.desk" if request.form.get("back") == "desk" else "attendance.trainer.code"
    return back_to(there, session_id=session.public_id)


def _wall(session: Session) -> dict[str, Any]:
    """What is on the wall now.

    The QR code carries the digits and changes with them: whoever sees the screen (in a hall, or beside a laptop) has
    them anyway, and scanning is then one tap more, without typing. A phone that shows the class itself cannot scan
    its own screen, so the digits are always there, and large. Opening the address writes nothing.
    """
    at, found = request_time(), queries.board(session)
    phase = rules.phase(session.starts_at, session.ends_at, at)
    wall = digits.wall(found.code, at) if found.code and phase != rules.Phase.OVER else None
    there = {"session_id": session.public_id, "code": wall.digits} if wall else None
    return {
        "session": session,
        "board": found,
        "wall": wall,
        "phase": phase.value,
        "opens_at": session.starts_at - JOIN_OPENS,
        "closes_at": session.ends_at + rules.CHECK_IN_CLOSES,
        "qr": qr.source(url_for("attendance.learner.check_in", _external=True, **there)) if there else None,
    }
