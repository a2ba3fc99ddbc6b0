"""A broadcast nobody signs in to: what the platform says, noted with what shows it, apart from people."""

from typing import Any

from flask import abort, flash, request

from lms.attendance import viewing_words
from lms.attendance.actions import viewings as actions
from lms.attendance.forms.viewings import ViewingForm
from lms.attendance.queries import viewings as queries
from lms.attendance.queries.viewings import Broadcast
from lms.attendance.rules import viewings as rules
from lms.attendance.views.trainer.pages import pages
from lms.core.access import me, requires
from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.files.queries import by_public_id
from lms.files.views.owner import bytes_of
from lms.schedule.models import Session
from lms.schedule.queries import platform_of, session_by_public_id

VIEWINGS = "attendance/trainer/viewings.html"
#: Beside which field a rule's sentence stands.
FIELDS = {
    rules.FigureUnlikely: "figure",
    rules.ReadBefore: "day",
    rules.ReadAhead: "day",
    rules.NothingShowsIt: "url",
    rules.NotAPicture: "picture",
}


@pages.get("/sessions/<session_id>/viewings")
@requires(Can.RUN_SESSION, session_by_public_id)
def viewings(session: Session) -> Any:
    """The figures noted, and one more."""
    wall, known = local(request_time()), platform_of(session)
    values = {"platform": known if known in rules.STREAMS else None, "day": wall.date(), "hour": wall.time()}
    return page(VIEWINGS, **_shown(session), form=ViewingForm(data=values))


def _shown(session: Session) -> dict[str, Any]:
    noted = queries.noted(session)
    return {
        "session": session,
        "standing": [one for one in noted if one[0].ended_at is None],
        "ended": [one for one in noted if one[0].ended_at is not None],
        "words": viewing_words,
    }


@pages.post("/sessions/<session_id>/viewings")
@requires(Can.RUN_SESSION, session_by_public_id)
def note_viewing(session: Session) -> Any:
    """One more figure."""
    form = ViewingForm(request.form, files=request.files)
    if not form.validate():
        return again(VIEWINGS, **_shown(session), form=form)
    try:
        actions.note(session, form.read_off(), form.shown(), by=me(), at=request_time())
    except RuleBroken as rule:
        form.broken(FIELDS.get(type(rule)), rule)
        return again(VIEWINGS, **_shown(session), form=form)
    flash(_("The figure was noted. It is counted as nobody's attendance."))
    return back_to(".viewings", session_id=session.public_id)


@pages.post("/sessions/<session_id>/viewings/<viewing_id>/take-back")
@requires(Can.RUN_SESSION, queries.broadcast)
def take_viewing_back(broadcast: Broadcast) -> Any:
    """It was mistyped."""
    actions.take_back(broadcast.viewing, by=me(), at=request_time())
    flash(_("The figure was taken back."))
    return back_to(".viewings", session_id=broadcast.session.public_id)


@pages.get("/sessions/<session_id>/viewings/<viewing_id>/picture")
@requires(Can.RUN_SESSION, queries.broadcast)
def viewing_picture(broadcast: Broadcast) -> Any:
    """What shows the figure, for everybody who runs the session."""
    file = by_public_id(broadcast.viewing.file_id or "")
    return bytes_of(file) if file else abort(404)
