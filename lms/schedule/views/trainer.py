"""The trainer's own classes: plan them, publish them, change one evening."""

from typing import Any

from flask import Blueprint, flash, request
from wtforms import SelectChoice

from lms.core.access import may, me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import span, when
from lms.core.words import _
from lms.schedule import actions, queries
from lms.schedule.forms import BusyForm, CancelForm, DetailsForm, MaterialForm, PlanForm, SessionForm
from lms.schedule.models import Series, Session
from lms.schedule.planner import TrainerBusy
from lms.schedule.rules import FirstDateUnlikely, SeriesState, SessionState

pages = Blueprint("trainer", __name__)


@pages.get("/teach")
@requires(Can.PLAN_CLASSES)
def mine() -> Any:
    """The series one teaches; for coordinators all of them, page by page."""
    everyone = may(Can.PLAN_FOR_OTHERS) and request.args.get("show") != "mine"
    if not everyone:
        return page("schedule/trainer/mine.html", lines=queries.mine(me(), now()), everyone=False)
    lines = queries.everyones(now(), after=request.args.get("after"), limit=queries.PAGE + 1)
    more = len(lines) > queries.PAGE
    return page("schedule/trainer/mine.html", lines=lines[: queries.PAGE], everyone=True, more=more)


@pages.get("/teach/new")
@requires(Can.PLAN_CLASSES)
def new() -> Any:
    """The planner, empty."""
    form = _plan_form(starts="19:30", minutes=90, count=6, seats=500)
    return page("schedule/trainer/new.html", form=form, forecast=None)


@pages.post("/teach/new")
@requires(Can.PLAN_CLASSES)
def create() -> Any:
    """Show the dates (nothing is kept), or keep them as a draft, or publish them."""
    return _plan("schedule/trainer/new.html", None)


@pages.get("/teach/<series_id>/dates")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def dates(series: Series) -> Any:
    """The planner, filled with a draft."""
    if series.state != SeriesState.DRAFT:
        return back_to("schedule.trainer.series", series_id=series.public_id)
    sessions = queries.sessions_of(series)
    form = _plan_form(
        **_details(series, sessions),
        track=series.track_id,
        weekdays=series.weekdays,
        starts=series.starts_local,
        minutes=series.minutes,
        first=series.first_date,
        count=len(sessions),
    )
    return page("schedule/trainer/dates.html", form=form, forecast=None, series=series)


@pages.post("/teach/<series_id>/dates")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def replan(series: Series) -> Any:
    """As `create`, for a draft that is there already."""
    return _plan("schedule/trainer/dates.html", series)


@pages.get("/teach/<series_id>")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def series(series: Series) -> Any:
    """One series: its sessions, and what may change."""
    sessions = queries.sessions_of(series)
    return page("schedule/trainer/series.html", series=series, sessions=sessions, form=_details_form(series, sessions))


@pages.post("/teach/<series_id>")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def change(series: Series) -> Any:
    """New words, seats, room, topics or trainers."""
    sessions = queries.sessions_of(series)
    form, who = _details_form(series, sessions, request.form), {"by": me(), "at": now()}
    try:
        if not form.validate():
            return again("schedule/trainer/series.html", series=series, sessions=sessions, form=form)
        values = {"title": form.title.data, "summary": form.summary.data or "", "seats": form.seats.data}
        actions.update_series(series, **values, room=form.live_room(), **who)
        actions.set_trainers(series, _trainers(form, series.trainers), **who)
        actions.set_topics(series, form.lines(), **who)
    except RuleBroken as rule:
        form.broken("topics", rule)
        return again("schedule/trainer/series.html", series=series, sessions=sessions, form=form)
    flash(_("The class was saved."))
    return back_to("schedule.trainer.series", series_id=series.public_id)


@pages.post("/teach/<series_id>/publish")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def publish(series: Series) -> Any:
    """Open a draft to everybody."""
    busy = BusyForm(request.form)
    try:
        actions.publish(series, even_if_busy=busy.even_if_busy.data, by=me(), at=now())
    except RuleBroken as rule:
        sessions = queries.sessions_of(series)
        form = _details_form(series, sessions)
        form.broken(None, rule)
        shown = {"form": form, "busy": busy if isinstance(rule, TrainerBusy) else None}
        return again("schedule/trainer/series.html", series=series, sessions=sessions, **shown)
    flash(_("The class is published. Learners can enrol now."))
    return back_to("schedule.trainer.series", series_id=series.public_id)


@pages.get("/teach/sessions/<session_id>")
@requires(Can.RUN_SERIES, queries.session_by_public_id)
def session(session: Session) -> Any:
    """One session: topic, time, room, what goes with it, cancel, restore."""
    form = _session_form(session)
    return page("schedule/trainer/session.html", session=session, form=form, cancelling=CancelForm())


@pages.post("/teach/sessions/<session_id>")
@requires(Can.RUN_SERIES, queries.session_by_public_id)
def change_session(session: Session) -> Any:
    """Another topic, time or room of its own; slides, recording and recap, also once it was held."""
    form, who = _session_form(session, request.form), {"by": me(), "at": now()}
    before, valid = session.starts_at, form.validate()
    try:
        if valid and isinstance(form, SessionForm):
            chosen = {"topic": form.topic.data, "day": form.day.data, "starts": form.starts.data}
            actions.update_session(session, **chosen, room=form.live_room(), **who)
    except RuleBroken as rule:
        form.broken("day", rule)
        valid = False
    if not valid:
        return again("schedule/trainer/session.html", session=session, form=form, cancelling=CancelForm())
    actions.put_material(session, **form.material(), **who)
    _tell_saved(session, moved=session.starts_at != before)
    return back_to("schedule.trainer.session", session_id=session.public_id)


@pages.post("/teach/sessions/<session_id>/cancel")
@requires(Can.RUN_SERIES, queries.session_by_public_id)
def cancel(session: Session) -> Any:
    """This evening does not take place."""
    form = CancelForm(request.form)
    try:
        valid = form.validate()
        if valid:
            actions.cancel(session, form.reason.data, by=me(), at=now())
    except RuleBroken as rule:
        form.broken("reason", rule)
        valid = False
    if not valid:
        shown = _session_form(session)
        return again("schedule/trainer/session.html", session=session, form=shown, cancelling=form)
    flash(_("The session was cancelled. Calendars show it as cancelled."))
    return back_to("schedule.trainer.series", series_id=session.series.public_id)


@pages.post("/teach/sessions/<session_id>/restore")
@requires(Can.RUN_SERIES, queries.session_by_public_id)
def restore(session: Session) -> Any:
    """It does after all."""
    actions.restore(session, by=me(), at=now())
    flash(_("The session takes place again."))
    return back_to("schedule.trainer.series", series_id=session.series.public_id)


def _session_form(session: Session, formdata: Any = None) -> MaterialForm:
    """What may still change: of a held session only what goes with it."""
    values = {"slides": session.slides_url, "recording": session.recording_url, "recap": session.recap}
    if session.state == SessionState.HELD:
        return MaterialForm(formdata, data=values)
    values |= {"topic": session.topic, "day": session.date_local, "starts": session.starts_local}
    return SessionForm(formdata, data=values | {"room": session.room_url})


def _tell_saved(session: Session, *, moved: bool) -> None:
    """Say what became of the change, and who else has a class at the new time."""
    if not moved:
        flash(_("The session was saved."))
        return
    flash(
        _(
            "The session is now on %(when)s. Calendars follow by themselves; tell the class too.",
            when=when(session.starts_at),
        )
    )
    for other in queries.clashes_with(session):
        flash(_("At the same time: %(title)s, %(span)s", title=other.series.title, span=span(other)))


def _plan(template: str, series: Series | None) -> Any:
    """Show what a plan would bring, or write it, by the button that was pressed."""
    form, who = _plan_form(request.form), {"by": me(), "at": now()}
    shown: dict[str, Any] = {"form": form, "forecast": None, "series": series}
    if not form.validate():
        return again(template, **shown)
    try:
        outline, trainers = form.outline(), _trainers(form, series.trainers if series else [me()])
        besides = series.id if series else None
        shown["forecast"] = queries.forecast(outline, trainers, besides=besides)
        if request.form.get("do") not in ("draft", "publish"):
            return page(template, **shown)
        if series is None:
            series = actions.draft(outline, trainers, **who)
        else:
            actions.replan(series, outline, trainers, **who)
        if request.form["do"] == "publish":
            actions.publish(series, even_if_busy=form.even_if_busy.data, **who)
    except RuleBroken as rule:
        form.broken("first" if isinstance(rule, FirstDateUnlikely) else None, rule)
        return again(template, **shown)
    flash(_("The class is published. Learners can enrol now.") if series.published_at else _("The draft was saved."))
    return back_to("schedule.trainer.series", series_id=series.public_id)


def _plan_form(formdata: Any = None, **values: Any) -> PlanForm:
    form = PlanForm(formdata, data=values)
    form.track.choices = [SelectChoice(track.id, track.title_vi) for track in queries.tracks()]
    _offer_trainers(form)
    return form


def _details(series: Series, sessions: list[Session]) -> dict[str, Any]:
    people = [person.public_id for person in series.trainers] + ["", ""]
    return {
        "title": series.title,
        "summary": series.summary,
        "seats": series.seats,
        "room": series.room_url or "",
        "topics": "\n".join(session.topic for session in sessions),
        "first_trainer": people[0],
        "second_trainer": people[1],
    }


def _details_form(series: Series, sessions: list[Session], formdata: Any = None) -> DetailsForm:
    form = DetailsForm(formdata, data=_details(series, sessions))
    _offer_trainers(form)
    return form


def _offer_trainers(form: Any) -> None:
    """Everybody may name a second trainer; only who plans for others chooses the first."""
    choices = [SelectChoice(person.public_id, person.name) for person in queries.trainers()]
    form.second_trainer.choices = [SelectChoice("", _("Nobody")), *choices]
    form.first_trainer.choices = [SelectChoice("", _("Choose from the list")), *choices]
    if not may(Can.PLAN_FOR_OTHERS):
        del form.first_trainer


def _trainers(form: Any, before: list[Any]) -> list[Any]:
    """The trainers chosen, in order; without a choice the first one stays as `before`."""
    known = {person.public_id: person for person in queries.trainers()}
    first = known.get(form.first_trainer.data) if "first_trainer" in form else before[0]
    second = known.get(form.second_trainer.data)
    return [person for person in dict.fromkeys((first, second)) if person is not None]
