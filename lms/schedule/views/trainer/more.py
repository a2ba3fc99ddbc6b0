"""One session more in a class that is running: what it would be, then adding it."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app, request

from lms.core.access import me, requires
from lms.core.clock import local, now
from lms.core.errors import RuleBroken
from lms.core.ids import sealed_id
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.schedule import actions, queries
from lms.schedule.changing import Moved
from lms.schedule.forms import ExtraForm
from lms.schedule.models import Series
from lms.schedule.rules import SeriesState
from lms.schedule.views.trainer.pages import pages
from lms.schedule.views.trainer.series import lead_on

MORE = "schedule/trainer/more.html"


@pages.get("/teach/<series_id>/more")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def more(series: Series) -> Any:
    """An empty sheet: a week after the last session, at the usual time."""
    if series.state != SeriesState.PUBLISHED:
        return back_to("schedule.trainer.series", series_id=series.public_id)
    last = max(item.date_local for item in queries.sessions_of(series))
    day = max(last, local(now()).date()) + timedelta(weeks=1)
    return page(MORE, series=series, form=ExtraForm(data={"day": day, "starts": series.starts_local}), extra=None)


@pages.post("/teach/<series_id>/more")
@requires(Can.RUN_SERIES, queries.series_by_public_id)
def add(series: Series) -> Any:
    """Show what would be added; with the mark of what was shown, add it and lead to who is told."""
    form, at, seen = ExtraForm(request.form), now(), request.form.get("seen")
    values: dict[str, Any] = {"series": series, "form": form, "extra": None}
    if not form.validate():
        return again(MORE, **values)
    try:
        if request.form.get("do") == "add" and seen:
            return lead_on(series, _added(series, form, seen, at))
        return page(MORE, **values | _preview(series, form, at))
    except Moved as rule:
        form.broken(None, rule)
        return again(MORE, **values | _preview(series, form, at))
    except RuleBroken as rule:
        form.broken("day", rule)
        return again(MORE, **values)


def _added(series: Series, form: ExtraForm, seen: str, at: datetime) -> Any:
    number = sealed_id(current_app.config["SECRET_KEY"], f"session {me().id} {form.once.data}")
    return actions.add_session(series, *form.wish(), number=number, seen=seen, by=me(), at=at)


def _preview(series: Series, form: ExtraForm, at: datetime) -> dict[str, Any]:
    return {"extra": queries.extra(series, *form.wish(), at), "told": current_app.extensions["audience"](series.id)}
