"""Planning a series: the form, its dates, a copy for a new term, publishing."""

from typing import Any

from flask import current_app, flash, request

from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.ids import sealed_id
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.schedule import actions, planner, queries
from lms.schedule.forms import BusyForm
from lms.schedule.models import Series
from lms.schedule.planner import TrainerBusy
from lms.schedule.rules import FirstDateUnlikely, SeriesState
from lms.schedule.views.trainer.pages import details_form, pages, plan_form, shown, trainers_of

NEW, DATES = "schedule/trainer/new.html", "schedule/trainer/dates.html"
COPY = "schedule/trainer/copy.html"


@pages.get("/teach/new")
@requires(Can.PLAN_CLASSES)
def new() -> Any:
    """The planner, empty."""
    form = plan_form(starts="19:30", minutes=90, count=6, seats=500)
    return page(NEW, form=form, forecast=None)


@pages.post("/teach/new")
@requires(Can.PLAN_CLASSES)
def create() -> Any:
    """Show the dates (nothing is kept), or keep them as a draft, or publish them."""
    return _plan(NEW, None)


@pages.get("/teach/<series_id>/dates")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def dates(series: Series) -> Any:
    """The planner, filled with a draft."""
    if series.state != SeriesState.DRAFT:
        return back_to("schedule.trainer.series", series_id=series.public_id)
    form = plan_form(**_planned(series), first=series.first_date)
    return page(DATES, form=form, forecast=None, series=series)


@pages.post("/teach/<series_id>/dates")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def replan(series: Series) -> Any:
    """As `create`, for a draft that is there already."""
    return _plan(DATES, series)


@pages.get("/teach/<series_id>/copy")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def copy(series: Series) -> Any:
    """The planner for another term, filled with all of a series but its dates."""
    values = _planned(series) | {"opens": None, "closes": None, "zalo_url": ""}
    return page(COPY, form=plan_form(**values), forecast=None, source=series)


@pages.post("/teach/<series_id>/copy")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def create_copy(series: Series) -> Any:
    """As `create`; nobody is enrolled in the copy."""
    return _plan(COPY, None, source=series)


@pages.post("/teach/<series_id>/publish")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def publish(series: Series) -> Any:
    """Open a draft to everybody."""
    busy = BusyForm(request.form)
    try:
        actions.publish(series, even_if_busy=busy.even_if_busy.data, by=me(), at=now())
    except RuleBroken as rule:
        sessions = queries.sessions_of(series)
        form = details_form(series, sessions)
        form.broken(None, rule)
        also = {"busy": busy if isinstance(rule, TrainerBusy) else None, "clashes": queries.clashes_of(series)}
        return again("schedule/trainer/series.html", series=series, sessions=sessions, form=form, **also)
    flash(_("The class is published. Learners can enrol now."))
    return back_to("schedule.trainer.series", series_id=series.public_id)


def _planned(series: Series) -> dict[str, Any]:
    sessions = queries.sessions_of(series)
    return {
        **shown(series, sessions),
        "track": series.track_id,
        "weekdays": series.weekdays,
        "starts": series.starts_local,
        "minutes": series.minutes,
        "count": len(sessions),
    }


def _plan(template: str, series: Series | None, source: Series | None = None) -> Any:
    """Show what a plan would bring, or write it, by the button that was pressed."""
    form = plan_form(request.form)
    values: dict[str, Any] = {"form": form, "forecast": None, "series": series, "source": source}
    if not form.validate():
        return again(template, **values)
    try:
        outline = form.outline()
        trainers = trainers_of(form, series.trainers if series else [me()])
        values["forecast"] = queries.forecast(outline, trainers, besides=series and series.id)
        values["warnings"] = planner.warnings(outline.details, outline.room)
        if request.form.get("do") not in ("draft", "publish"):
            return page(template, **values)
        series = _write(form, outline, trainers, series, source)
    except RuleBroken as rule:
        form.broken("first" if isinstance(rule, FirstDateUnlikely) else None, rule)
        return again(template, **values)
    flash(_("The class is published. Learners can enrol now.") if series.published_at else _("The draft was saved."))
    return back_to("schedule.trainer.series", series_id=series.public_id)


def _write(form: Any, outline: Any, trainers: list[Any], series: Series | None, source: Series | None) -> Series:
    who = {"by": me(), "at": now()}
    if series is None:
        series = actions.draft(outline, trainers, number=_number(form), copied_from=source, **who)
    else:
        actions.replan(series, outline, trainers, **who)
    if request.form["do"] == "publish":
        actions.publish(series, even_if_busy=form.even_if_busy.data, **who)
    return series


def _number(form: Any) -> str:
    """The public id of what this form makes: the same sheet sent twice is one class; changed meanwhile, another."""
    typed = "\n".join(f"{field.name}={field.data}" for field in form if field.name != "even_if_busy")
    return sealed_id(current_app.config["SECRET_KEY"], f"series {me().id} {typed}")
