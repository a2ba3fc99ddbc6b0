"""The list of holidays, kept by national coordinators."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, flash, request

from lms.core.access import me, requires
from lms.core.clock import local, now
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.places import queries as places
from lms.schedule import actions
from lms.schedule.forms import HolidayForm

pages = Blueprint("coordinator", __name__)
HOLIDAYS = "schedule/coordinator/holidays.html"


@pages.get("/teach/holidays")
@requires(Can.PLAN_FOR_OTHERS)
def holidays() -> Any:
    """The holidays from two months ago on, and a form for one more; `?on=` fills it with one of them."""
    chosen = _chosen(request.args.get("on", ""))
    fields = ("on", "name_vi", "name_en", "days", "days_before")
    values = {name: getattr(chosen, name) for name in fields} if chosen else {"days": 1, "days_before": 0}
    return page(HOLIDAYS, form=HolidayForm(data=values), rows=_rows(), chosen=chosen)


@pages.post("/teach/holidays")
@requires(Can.PLAN_FOR_OTHERS)
def put() -> Any:
    """Add a holiday, or change the one of that day."""
    form = HolidayForm(request.form)
    if not form.validate():
        return again(HOLIDAYS, form=form, rows=_rows(), chosen=None)
    values = {name: form[name].data for name in ("name_vi", "name_en", "days", "days_before")}
    actions.put_holiday(form.on.data, **values, by=me(), at=now())
    flash(_("The holiday was saved. Classes planned from now on leave it out."))
    return back_to("schedule.coordinator.holidays")


@pages.post("/teach/holidays/<on>/end")
@requires(Can.PLAN_FOR_OTHERS)
def end(on: str) -> Any:
    """Classes are planned on that day again."""
    chosen = _chosen(on)
    if chosen is None or not actions.end_holiday(chosen.on, by=me(), at=now()):
        abort(404)
    flash(_("Classes can be planned on this holiday again."))
    return back_to("schedule.coordinator.holidays")


def _chosen(on: str) -> Any:
    try:
        return places.holiday(date.fromisoformat(on))
    except ValueError:
        return None


def _rows() -> list[Any]:
    return places.holidays(local(now()).date() - timedelta(days=60))
