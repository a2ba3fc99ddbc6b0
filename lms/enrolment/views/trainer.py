"""Telling a class what is next, and whom no letter reaches."""

from typing import Any

from flask import Blueprint, request

from lms.audit import actions as audit
from lms.core.access import me, requires
from lms.core.db import afterwards, identity
from lms.core.pages import page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.enrolment import queries, reminding
from lms.enrolment.queries import reminders as whom
from lms.notifications.doors import can_send
from lms.notifications.render import link
from lms.schedule import queries as schedules
from lms.schedule.models import Series

pages = Blueprint("trainer", __name__)


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
