"""The trainer's desk: before, during and after a class."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, request, url_for

from lms.attendance import queries as attendance
from lms.attendance import recap_letters, viewing_words
from lms.attendance.actions import recaps
from lms.attendance.rules.digits import wall
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.enrolment import reminders
from lms.home import queries, rules, steps
from lms.home.forms import RecapForm
from lms.home.rules import Stage
from lms.live import queries as live
from lms.live.rules.report import DUE
from lms.live.rules.states import MeetingState, Round
from lms.notifications.doors import can_send
from lms.schedule import actions as schedule
from lms.schedule import queries as schedules
from lms.schedule.models import Session
from lms.schedule.planner import ChangedMeanwhile

pages = Blueprint("trainer", __name__)

DESK = "home/trainer/desk.html"


@pages.get("/sessions/<session_id>/desk")
@requires(Can.RUN_SESSION, schedules.session_by_public_id)
def desk(session: Session) -> Any:
    """Ten minutes of a volunteer's time, in three tabs."""
    at, wanted = request_time(), request.args.get("stage", "")
    stage = Stage(wanted) if wanted in set(Stage) else rules.stage(session, at)
    shown = {Stage.BEFORE: _before, Stage.DURING: _during, Stage.AFTER: _after}[stage]
    return page(DESK, **shown(session, at))


def _before(session: Session, _at: datetime) -> dict[str, Any]:
    ready, room = queries.before(session, by_text=can_send("phone")), schedules.room_of(session)
    letters = [reminders.due_at(kind, session.starts_at) for kind in reminders.Kind]
    return {
        "session": session,
        "stage": Stage.BEFORE.value,
        "steps": steps.before(session, ready, room, schedules.platform_of(session), letters),
        "meeting": ready.meeting_id if ready.meeting == MeetingState.MADE else None,
        "room": room,
    }


def _during(session: Session, at: datetime) -> dict[str, Any]:
    code, meeting = queries.wall(session)
    return {
        "session": session,
        "stage": Stage.DURING.value,
        "meeting": meeting,
        "room": schedules.room_of(session),
        "code": wall(code, at) if code else None,
        "counts": attendance.counts(session),
        "inside": live.inside(session, meeting) if meeting else None,
    }


def _after(session: Session, at: datetime, form: RecapForm | None = None) -> dict[str, Any]:
    left, tally = queries.after(session), attendance.tally(session)
    due = left.report_due or session.ends_at + DUE[Round.FIRST]
    link = url_for("home.learner.session", session_id=session.public_id, _external=True)
    return {
        "session": session,
        "stage": Stage.AFTER.value,
        "left": left,
        "steps": steps.after(session, left, tally.unclear, due, at),
        "tally": tally,
        "form": form or RecapForm.of(session),
        "text": recap_letters.group_text(session, left.following, link),
        "viewing_words": viewing_words,
    }


@pages.post("/sessions/<session_id>/recap")
@requires(Can.RUN_SESSION, schedules.session_by_public_id)
def recap(session: Session) -> Any:
    """One line for those who were there, and for those who were not; by letter, if the trainer says so."""
    form, at = RecapForm(request.form), request_time()
    if not form.validate():
        return again(DESK, **_after(session, at, form))
    try:
        schedule.put_material(session, form.material(session), stood=form.stood.data, by=me(), at=at)
        told = form.tell.data and recaps.tell(session, by=me(), at=at)
    except RuleBroken as rule:
        form.broken(None, rule)
        if isinstance(rule, ChangedMeanwhile):
            form.stood.data = rule.values["stood"]
        return again(DESK, **_after(session, at, form))
    flash(_("Saved. The letters to the class are being written.") if told else _("The session was saved."))
    return back_to(".desk", session_id=session.public_id, stage=Stage.AFTER, _anchor="recap")
