"""The live room of a class: by the programme's Zoom account or by a pasted link, and how that stands."""

from typing import Any

from flask import Blueprint, current_app, flash

from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.enrolment.queries import next_session, taken
from lms.live import queries, sentences, zoom
from lms.live.actions import rooms
from lms.schedule.models import Series
from lms.schedule.queries import series_by_public_id

pages = Blueprint("trainer", __name__)


@pages.get("/teach/<series_id>/room")
@requires(Can.RUN_SERIES, series_by_public_id)
def room(series: Series) -> Any:
    """How learners get in, and how that stands."""
    return page("live/trainer/room.html", **_shown(series))


@pages.post("/teach/<series_id>/room/zoom")
@requires(Can.RUN_SERIES, series_by_public_id)
def use_zoom(series: Series) -> Any:
    """Hold the class by the programme's account; also: try again."""
    try:
        rooms.use_zoom(series, connected=zoom.settings(current_app.config) is not None, by=me(), at=now())
    except RuleBroken as rule:
        return again("live/trainer/room.html", rule=rule, **_shown(series))
    flash(_("The room is being prepared. It takes a few minutes."))
    return back_to("live.trainer.room", series_id=series.public_id)


@pages.post("/teach/<series_id>/room/link")
@requires(Can.RUN_SERIES, series_by_public_id)
def use_link(series: Series) -> Any:
    """Hold the class in the pasted room."""
    rooms.use_link(series, by=me(), at=now())
    flash(_("Learners now get in by the pasted link."))
    return back_to("live.trainer.room", series_id=series.public_id)


def _shown(series: Series) -> dict[str, Any]:
    at = now()
    meeting, host = queries.meeting_of(series)
    coming = next_session(series.id, at)
    return {
        "series": series,
        "meeting": meeting,
        "meeting_number": sentences.meeting_number(meeting and meeting.meeting_id),
        "host": host,
        "connected": zoom.settings(current_app.config) is not None,
        "registered": queries.registered(series) if meeting else {},
        "learners": taken(series.id),
        "trouble": sentences.trouble(meeting and (meeting.error or queries.trouble_of(series))),
        "clashes": queries.clashes_of(series, host, at) if host else [],
        "inside": queries.inside(coming) if coming and meeting else None,
    }
