"""The code on the wall, and how many have given it."""

from typing import Any

from flask import Response, make_response, request, url_for

from lms.attendance import actions, queries
from lms.attendance.views.trainer.pages import pages
from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.pages import back_to, page
from lms.core.permissions import Can
from lms.core.qr import svg
from lms.schedule.models import Session
from lms.schedule.queries import session_by_public_id


@pages.get("/sessions/<session_id>/code")
@requires(Can.RUN_SESSION, session_by_public_id)
def code(session: Session) -> Any:
    """The digits for the shared screen, and a QR code for those who sit beside each other."""
    return page(
        "attendance/trainer/code.html",
        session=session,
        code=queries.code_shown(session),
        counts=queries.counts(session),
    )


@pages.post("/sessions/<session_id>/code")
@requires(Can.RUN_SESSION, session_by_public_id)
def new_code(session: Session) -> Any:
    """Show digits, or other ones."""
    actions.new_code(session, by=me(), at=now())
    back = request.form.get("back")
    return back_to("home.trainer.desk" if back == "desk" else "attendance.trainer.code", session_id=session.public_id)


@pages.get("/sessions/<session_id>/code.svg")
@requires(Can.RUN_SESSION, session_by_public_id)
def qr(session: Session) -> Response:
    """The QR code of the check-in page."""
    there = url_for("attendance.learner.check_in", session_id=session.public_id, _external=True)
    response = Response(svg(there), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@pages.get("/sessions/<session_id>/counts")
@requires(Can.RUN_SESSION, session_by_public_id)
def counts(session: Session) -> Response:
    """The figures of the desk as a fragment; 304 while nothing has changed."""
    figures = queries.counts(session)
    response = make_response(page("attendance/trainer/counts.html", session=session, counts=figures))
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)
