"""Changing sessions: what was typed, what would come of it, and who was told."""

from datetime import datetime
from typing import Any

from flask import current_app, flash, request, url_for
from wtforms import SelectChoice

from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.schedule import actions, planner, queries, telling
from lms.schedule.changing import Moved, NothingChanges, Wish
from lms.schedule.forms import CancelForm, ChangeForm, MaterialForm, RestoreForm
from lms.schedule.models import Notice, Session
from lms.schedule.planner import ChangedMeanwhile
from lms.schedule.views.trainer.pages import pages
from lms.schedule.views.trainer.series import lead_on, to_confirm

SESSION, CONFIRM = "schedule/trainer/session.html", "schedule/trainer/confirm.html"


@pages.get("/teach/sessions/<session_id>")
@requires(Can.RUN_SERIES, queries.session_by_public_id)
def session(session: Session) -> Any:
    """One session: its time, topic and room, what goes with it, cancel, restore."""
    return page(SESSION, **_shown(session))


@pages.post("/teach/sessions/<session_id>")
@requires(Can.RUN_SERIES, queries.session_by_public_id)
def change_session(session: Session) -> Any:
    """Another time, topic or room, of this session and as many as were chosen."""
    return _decide(session, ChangeForm(request.form), "form", "day")


@pages.post("/teach/sessions/<session_id>/cancel")
@requires(Can.RUN_SERIES, queries.session_by_public_id)
def cancel(session: Session) -> Any:
    """They do not take place."""
    return _decide(session, CancelForm(request.form, prefix="c-"), "cancelling", "reason")


@pages.post("/teach/sessions/<session_id>/restore")
@requires(Can.RUN_SERIES, queries.session_by_public_id)
def restore(session: Session) -> Any:
    """They do after all."""
    return _decide(session, RestoreForm(request.form, prefix="r-"), "restoring", "which")


@pages.post("/teach/sessions/<session_id>/material")
@requires(Can.RUN_SERIES, queries.session_by_public_id)
def material(session: Session) -> Any:
    """Module, slides, recording and recap; also once it was held, and nobody is told."""
    form = _material_form(session, request.form)
    if not form.validate():
        return again(SESSION, **_shown(session) | {"material": form})
    try:
        actions.put_material(session, form.material(), stood=form.stood.data, by=me(), at=now())
    except ChangedMeanwhile as rule:
        form.broken(None, rule)
        form.stood.data = rule.values["stood"]
        return again(SESSION, **_shown(session) | {"material": form})
    flash(_("The session was saved."))
    return back_to("schedule.trainer.session", session_id=session.public_id)


@pages.get("/teach/notices/<notice_id>")
@requires(Can.RUN_SERIES, queries.notice_by_public_id)
def notice(notice: Notice) -> Any:
    """What a change was, who is told by letter, and the text for everybody else."""
    series = notice.series
    sessions = [item for item in queries.sessions_of(series) if item.id in notice.sessions]
    tale = telling.tell(notice, series, sessions, now())
    told = current_app.extensions["audience"](series.id)
    return page("schedule/trainer/notice.html", notice=notice, tale=tale, told=told, telling=telling, text=_text(tale))


def _text(tale: telling.Tale) -> str:
    """The text for the group, with the address of the one session it is about, or of the class."""
    if not tale:
        return ""
    one = tale.told[0].session if len(tale.told) == 1 else None
    if one is None:
        link = url_for("enrolment.public.series", slug=tale.series.slug, _external=True)
    else:
        link = url_for("home.learner.session", session_id=one.public_id, _external=True)
    return telling.group_text(tale, link)


def _decide(session: Session, form: Any, name: str, field: str) -> Any:
    """Show what a wish would bring; with the mark of what was shown, do it and lead to who is told."""
    at, seen = now(), request.form.get("seen")
    valid = form.validate()
    try:
        if valid and seen:
            return _confirmed(session, form.wish(session), seen, at)
        if valid:
            return page(CONFIRM, **_outcome(session, form.wish(session), at))
    except RuleBroken as rule:
        form.broken(field, rule)
    return again(SESSION, **_shown(session) | {name: form})


def _confirmed(session: Session, wish: Wish, seen: str, at: datetime) -> Any:
    """Done, and on to who is told. A second tap finds it done; if the timetable moved meanwhile, it is shown again."""
    try:
        return lead_on(session.series, actions.change(session, wish, seen=seen, by=me(), at=at))
    except NothingChanges:
        return lead_on(session.series, None)
    except Moved as rule:
        return again(CONFIRM, broken=str(rule), **_outcome(session, wish, at))


def _outcome(session: Session, wish: Wish, at: datetime) -> dict[str, Any]:
    outcome = queries.preview(session, wish, at)
    if not outcome.changes:
        raise NothingChanges()
    return to_confirm(session.series, outcome, session)


def _shown(session: Session) -> dict[str, Any]:
    values = {"topic": session.topic, "day": session.date_local, "starts": session.starts_local}
    return {
        "session": session,
        "form": ChangeForm(data=values | {"room": session.room_url}),
        "cancelling": CancelForm(prefix="c-"),
        "restoring": RestoreForm(prefix="r-"),
        "material": _material_form(session),
    }


def _material_form(session: Session, formdata: Any = None) -> MaterialForm:
    values = {"slides": session.slides_url, "recording": session.recording_url, "recap": session.recap}
    stood = planner.marks_of(planner.material_of(session))
    form = MaterialForm(formdata, data=values | {"module": session.module_id or 0, "stood": stood})
    modules = queries.modules_of(session.series.track_id)
    form.module.choices = [SelectChoice(0, _("No module")), *(SelectChoice(number, title) for number, title in modules)]
    return form
