"""One's classes, and one of them: what may change of the whole series."""

from typing import Any

from flask import current_app, flash, request

from lms.core.access import may, me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.schedule import actions, planner, queries
from lms.schedule.changing import Outcome
from lms.schedule.forms import DetailsForm
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState, live_room, next_session
from lms.schedule.views.trainer.pages import details_form, pages, trainers_of


@pages.get("/teach")
@requires(Can.PLAN_CLASSES)
def mine() -> Any:
    """The series one teaches; for coordinators all of them, page by page."""
    show, at = request.args.get("show"), now()
    everyone, archived = may(Can.PLAN_FOR_OTHERS) and show != "mine", show == "archived"
    if not everyone:
        lines = queries.mine(me(), at, archived=archived)
        return page("schedule/trainer/mine.html", lines=lines, everyone=False, archived=archived)
    lines = queries.everyones(at, archived=archived, after=request.args.get("after"), limit=queries.PAGE + 1)
    more = len(lines) > queries.PAGE
    return page("schedule/trainer/mine.html", lines=lines[: queries.PAGE], everyone=True, archived=archived, more=more)


@pages.get("/teach/<series_id>")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def series(series: Series) -> Any:
    """One series: its sessions, and what may change."""
    sessions = queries.sessions_of(series)
    return page("schedule/trainer/series.html", **_shown(series, sessions, details_form(series, sessions)))


@pages.post("/teach/<series_id>")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def change(series: Series) -> Any:
    """Seats, summary, links at once; what learners are told of is shown first: title, trainers, room, topics."""
    sessions, at = queries.sessions_of(series), now()
    form = details_form(series, sessions, request.form)
    if not form.validate():
        return again("schedule/trainer/series.html", **_shown(series, sessions, form))
    seen, trainers = request.form.get("seen"), trainers_of(form, series.trainers)
    try:
        outcome = queries.preview_series(series, form.wish(trainers), at)
        if outcome.changes and not seen and series.state != SeriesState.DRAFT:
            return page("schedule/trainer/confirm.html", **to_confirm(series, outcome))
        actions.set_details(series, form.details(), stood=form.stood.data, by=me(), at=at)
        who = {"seen": seen, "by": me(), "at": at}
        notice = actions.change_series(series, form.wish(trainers), **who) if outcome.changes else None
    except RuleBroken as rule:
        form.refused(rule)
        return again("schedule/trainer/series.html", **_shown(series, sessions, form))
    flash(_("The class was saved."))
    return lead_on(series, notice)


@pages.post("/teach/<series_id>/put-away")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def put_away(series: Series) -> Any:
    """Archive a class that is over, or take it back."""
    wanted = SeriesState.FINISHED if request.form.get("to") == "finished" else SeriesState.ARCHIVED
    try:
        actions.put_away(series, wanted, by=me(), at=now())
    except RuleBroken as rule:
        sessions = queries.sessions_of(series)
        form = details_form(series, sessions)
        form.broken(None, rule)
        return again("schedule/trainer/series.html", **_shown(series, sessions, form))
    flash(_("The class is archived.") if wanted == SeriesState.ARCHIVED else _("The class is back in the list."))
    return back_to("schedule.trainer.series", series_id=series.public_id)


def lead_on(series: Series, notice: Any) -> Any:
    """After a change: the page that says who is told; without a notice the class."""
    if notice is None:
        return back_to("schedule.trainer.series", series_id=series.public_id)
    return back_to("schedule.trainer.notice", notice_id=notice.public_id)


def to_confirm(series: Series, outcome: Outcome, session: Session | None = None) -> dict[str, Any]:
    """What the page shows before anything happens."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "seen"]
    told = current_app.extensions["audience"](series.id) if series.state == SeriesState.PUBLISHED else None
    return {"series": series, "session": session, "outcome": outcome, "typed": typed, "told": told}


def _shown(series: Series, sessions: list[Session], form: DetailsForm) -> dict[str, Any]:
    room = live_room(series.room_url) if series.room_url else None
    return {
        "series": series,
        "sessions": sessions,
        "form": form,
        "next": next_session(sessions, now()),
        "notices": queries.notices_of(series),
        "warnings": planner.warnings(planner.details_of(series), room),
    }
