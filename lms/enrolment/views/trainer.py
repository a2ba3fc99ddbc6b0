"""Telling a class what is next, and whom no letter reaches; who waits for a seat in it."""

from typing import Any

from flask import Blueprint, flash, request

from lms.audit import actions as audit
from lms.core.access import me, requires
from lms.core.db import afterwards, identity
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _, _n
from lms.enrolment import actions, queries, reminding
from lms.enrolment.forms import SeatsForm
from lms.enrolment.queries import reminders as whom
from lms.notifications.doors import can_send
from lms.notifications.render import link
from lms.schedule import queries as schedules
from lms.schedule.models import Series

pages = Blueprint("trainer", __name__)

LINE = "enrolment/trainer/line.html"


@pages.get("/teach/<series_id>/tell")
@requires(Can.RUN_SERIES, schedules.series_by_public_id)
def tell(series: Series) -> Any:
    """Ready texts for the group, and the people whom letters do not reach: their contacts are masked."""
    at, most = request_time(), queries.PAGE
    session = queries.next_session(series.id, at)
    after = request.args.get("after")
    people = whom.unreached(series.id, by_text=can_send("phone"), after=after, most=most + 1)
    if people:
        afterwards(audit.record_reading, "enrolment.unreached-read", "series", series.id, identity(me()), at=at)
    return page(
        "enrolment/trainer/tell.html",
        series=series,
        session=session,
        texts=reminding.group_texts(session, link("home.learner.session", session_id=session.public_id), at)
        if session
        else [],
        notices=schedules.notices_of(series),
        people=people[:most],
        next=people[most - 1].public_id if len(people) > most else None,
        after=after,
    )


@pages.get("/teach/<series_id>/line")
@requires(Can.RUN_SERIES, schedules.series_by_public_id)
def line(series: Series) -> Any:
    """Who waits for a seat, in order, and how many seats there are."""
    return page(LINE, form=SeatsForm(data={"seats": series.seats}), **_line(series))


@pages.post("/teach/<series_id>/line")
@requires(Can.RUN_SERIES, schedules.series_by_public_id)
def change_seats(series: Series) -> Any:
    """More seats go to those who wait at once; fewer only keep newcomers out."""
    form = SeatsForm(request.form)
    if not form.validate():
        return again(LINE, form=form, **_line(series))
    given = actions.set_seats(series, form.seats.data, by=me(), at=request_time())
    flash(
        _n("%(num)s person on the list has a seat now.", "%(num)s people on the list have a seat now.", given)
        if given
        else _("The number of seats was saved.")
    )
    return back_to("enrolment.trainer.line", series_id=series.public_id)


def _line(series: Series) -> dict[str, Any]:
    at, place = request_time(), request.args.get("after", "")
    after = int(place) if place.isascii() and place.isdigit() and len(place) < 16 else 0
    waiting = queries.line(series.id, after=after, limit=queries.PAGE + 1)
    return {
        "series": series,
        "waiting": waiting[: queries.PAGE],
        "begin": queries.line_before(series.id, after),
        "more": len(waiting) > queries.PAGE,
        "length": queries.line_length(series.id),
        "taken": queries.taken(series.id),
        "standing": queries.standing(series.id, at),
    }
