"""Calendar files of a series and of one session. Nothing here needs a sign-in or tells of a person."""

from datetime import datetime
from email.utils import parseaddr
from typing import Any

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.http import http_date

from lms.core.access import public
from lms.core.screens import request_time
from lms.core.words import language
from lms.schedule import calendar, events, queries
from lms.schedule.rules import SeriesState

pages = Blueprint("feed", __name__)


class Unchanged(Response):
    """304 with its headers as given: werkzeug drops Last-Modified, and some clients ask by date only."""

    default_mimetype = None

    def get_wsgi_headers(self, environ: Any) -> Any:
        """The headers as they are."""
        return self.headers


@pages.get("/classes/<slug>/calendar.ics")
@public
def series(slug: str) -> Any:
    """All sessions of a series, to subscribe to."""
    found = queries.series_by_slug(slug) or abort(404)
    tag = calendar.etag(f"{found.public_id};{found.changed_at};{language()};{site()}".encode())
    return answer(tag, found.changed_at, lambda: feed(found.title, queries.of_series(), language(), series_id=found.id))


@pages.get("/sessions/<session_id>/calendar.ics")
@public
def session(session_id: str) -> Any:
    """One session to download: a copy, which does not follow later changes."""
    found = queries.session_by_public_id(session_id)
    if found is None or found.series.state == SeriesState.DRAFT:
        abort(404)
    body = events.file_of(found, site(), language(), _organizer())
    return answer(calendar.etag(body), found.changed_at, lambda: body)


def feed(name: str, sessions: Any, speaking: str, **values: Any) -> bytes:
    """The feed of a SELECT of sessions in a language, from kept blocks; what is missing is made on the fly."""
    kept = queries.blocks(sessions, speaking, **values)
    missing = [number for number, block in kept if block is None]
    made = {found.id: found for found in queries.with_series(missing)} if missing else {}
    blocks = (block or events.block_of(made[number], site(), speaking) for number, block in kept)
    return calendar.feed(name, blocks)


def answer(tag: str, changed_at: datetime, make: Any) -> Response:
    """200 with a body, or 304 without making one (RFC 9110, 13); both carry the validators."""
    changed_at = calendar.settled(changed_at, request_time())
    asked = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
    headers = [("ETag", tag), ("Last-Modified", http_date(changed_at)), ("Cache-Control", "private, max-age=300")]
    if calendar.not_modified(*asked, tag, changed_at):
        return Unchanged(None, 304, headers)
    return Response(make(), 200, headers, content_type="text/calendar; charset=utf-8")


def site() -> str:
    """The address of this LMS as it stands in calendars, without a slash at the end."""
    return (current_app.config["BASE_URL"] or request.host_url).rstrip("/")


def _organizer() -> str:
    """The programme's own e-mail address."""
    return parseaddr(current_app.config["MAIL_FROM"])[1] or f"no-reply@{request.host.split(':')[0]}"
