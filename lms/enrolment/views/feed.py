"""A learner's own calendar. The address is the key: no sign-in, so that phones can fetch it."""

from typing import Any

from flask import Blueprint, abort, current_app

from lms.core.access import public
from lms.core.screens import request_time
from lms.enrolment import feeds, queries
from lms.enrolment.queries import FeedState
from lms.schedule import calendar, events
from lms.schedule.views.feed import answer, feed, site

pages = Blueprint("feed", __name__)
NAME = "Cùng Học"


@pages.get("/calendar/<token>.ics")
@public
def personal(token: str) -> Any:
    """The sessions of all classes of one person. Unchanged: 304 after one SELECT."""
    claim, at = feeds.read(token), request_time()
    state = queries.feed_state(claim.person_id, at) if claim else None
    if state is None:
        abort(404)
    key = current_app.config["SECRET_KEY"]
    if feeds.is_current(key, claim, state.version):
        tag = calendar.etag(f"{state.marks};{state.language};{site()}".encode())
        span = {"person_id": state.person_id, "begins": feeds.window_begins(at)}
        return answer(tag, state.changed_at, lambda: feed(NAME, queries.feed_sessions(), state.language, **span))
    if not feeds.was_current(key, claim, state.version):
        abort(404)
    return _renewed(claim.person_id, state)


def _renewed(person_id: str, state: FeedState) -> Any:
    """What an old address says: one note, each day on that day, and no class. It clears what a client kept."""
    today = feeds.midnight(request_time())
    body = calendar.feed(NAME, [events.renewed_note(person_id, site(), state.language, today)])
    return answer(calendar.etag(body), today, lambda: body)
