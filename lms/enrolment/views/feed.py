"""One's own calendar. The address is the key: no sign-in, so that phones can fetch it."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app

from lms.core.access import public
from lms.core.ready import Shelf
from lms.core.screens import request_time
from lms.enrolment import feeds, queries
from lms.enrolment.feeds import Standing
from lms.enrolment.pace import Pace
from lms.enrolment.queries import FeedState
from lms.schedule import calendar, events
from lms.schedule.views.feed import answer, feed, site

pages = Blueprint("feed", __name__)
NAME = "Cùng Học"
#: Calendars kept in the memory of a process, some 60 kB each for a year of classes.
MOST_BODIES = 64


@pages.get("/calendar/<token>.ics")
@public
def personal(token: str) -> Any:
    """The sessions of all classes one learns in or teaches. Unchanged: 304 after one SELECT."""
    claim, at = feeds.read(token), request_time()
    if claim is None:
        abort(404)
    if seconds := _pace().wait(token, at):
        return _plain("Too often. Come again later.\n", 429, {"Retry-After": str(seconds)})
    state = queries.feed_state(claim.person_id, at)
    if state is None:
        abort(404)
    key, since = current_app.config["SECRET_KEY"], state.replaced_at
    standing = feeds.standing(key, claim, state.version, replaced_at=since, at=at, here=state.here)
    if standing == Standing.CURRENT:
        tag = calendar.etag(f"{state.marks};{state.language};{site()}".encode())
        return answer(tag, state.changed_at, lambda: _body(state, feeds.window_begins(at)))
    if standing == Standing.REPLACED and since:
        return _replaced(claim.person_id, state, since)
    return _plain("This address has ended.\n", 410, {}) if standing == Standing.OVER else abort(404)


def _body(state: FeedState, begins: datetime) -> bytes:
    """The calendar as it stands; whoever has the same classes has the same."""
    shelf = current_app.extensions.setdefault("ready_feeds", Shelf(MOST_BODIES))
    address, stands = (state.classes, state.language, site()), (begins,)
    body = shelf.find(address, stands)
    if body is None:
        span = {"person_id": state.person_id, "begins": begins}
        body = feed(NAME, queries.feed_sessions(), state.language, **span)
        shelf.put(address, stands, body)
    return body


def _replaced(person_id: str, state: FeedState, since: datetime) -> Any:
    """What an old address says for a month: one note, and no class. It clears what a client kept."""
    note = events.renewed_note(person_id, site(), state.language, since, feeds.NOTED.days)
    body = calendar.feed(NAME, [note])
    return answer(calendar.etag(body), since, lambda: body)


def _plain(words: str, status: int, headers: dict[str, str]) -> Response:
    """For a program, not a reader."""
    return Response(words, status, headers, content_type="text/plain; charset=utf-8")


def _pace() -> Pace:
    return current_app.extensions.get("feed_pace") or current_app.extensions.setdefault("feed_pace", Pace())
