"""What a learner does on the evening: go in, and give the code."""

from typing import Any

from flask import Blueprint, flash, redirect, request

from lms.attendance import actions
from lms.attendance.forms import CodeForm
from lms.attendance.queries import has_checked_in
from lms.attendance.rules.door import RoomFull
from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.schedule.models import Session
from lms.schedule.queries import session_by_public_id

pages = Blueprint("learner", __name__)

CHECK_IN = "attendance/learner/check_in.html"


@pages.post("/sessions/<session_id>/join")
@requires(Can.JOIN, session_by_public_id)
def join(session: Session) -> Any:
    """The one answer that names the live room; anything that stands in the way is said on a page."""
    try:
        room = actions.join(session, me(), request.form.get("way", ""), by=me(), at=now())
    except RuleBroken as rule:
        return again("attendance/learner/join.html", session=session, rule=rule, full=isinstance(rule, RoomFull))
    return redirect(room, 303)


@pages.route("/sessions/<session_id>/check-in", methods=["GET", "POST"])
@requires(Can.CHECK_IN, session_by_public_id)
def check_in(session: Session) -> Any:
    """The code of the evening; the address behind the QR code."""
    form = CodeForm(request.form)
    if request.method == "GET":
        return page(CHECK_IN, session=session, form=form, here=has_checked_in(session, me()))
    if not form.validate():
        return again(CHECK_IN, session=session, form=form)
    try:
        actions.check_in(session, me(), form.code.data, by=me(), at=now())
    except RuleBroken as rule:
        form.broken("code", rule)
        return again(CHECK_IN, session=session, form=form)
    flash(_("You are checked in."))
    return back_to("home.learner.session", session_id=session.public_id)
