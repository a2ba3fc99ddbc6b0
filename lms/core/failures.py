"""When something cannot be done: a page that says what happened, what is safe and what to do."""

from typing import Any

from flask import Flask, render_template
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from lms.core.db import WroteInRead, db
from lms.core.errors import RuleBroken
from lms.core.logs import log

PAGES = frozenset({400, 403, 404, 409, 413, 422, 429, 500, 503})


def install(app: Flask) -> None:
    """Register the pages of failure."""
    app.register_error_handler(HTTPException, say)
    app.register_error_handler(RuleBroken, say_rule)
    app.register_error_handler(IntegrityError, say_conflict)
    app.register_error_handler(DataError, say_unfit)
    app.register_error_handler(OperationalError, say_busy)
    app.register_error_handler(PoolTimeout, say_busy)
    app.register_error_handler(Exception, say_fault)


def _page(status: int, **values: Any) -> Any:
    return render_template(f"errors/{status}.html", **values), status


def say(error: HTTPException) -> Any:
    """A refusal with a page of ours; redirects and the rest pass through."""
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    if isinstance(error, (SecurityError, BadHost)):  # not our host: no address to build a page with
        return "400 Bad Request: this is not one of our hosts.", 400, {"Content-Type": "text/plain"}
    body, status = _page(error.code if error.code in PAGES else 400)
    headers = [(name, value) for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")]
    return body, (error.code or status), headers


def say_rule(error: RuleBroken) -> Any:
    """A broken rule that no form caught."""
    return _page(422, sentence=str(error))


def say_conflict(error: IntegrityError) -> Any:
    """Somebody else was a moment earlier."""
    db.session.rollback()
    log.warning("conflict", error=type(error.orig).__name__)
    return _page(409)


def say_unfit(error: DataError) -> Any:
    """What was sent fits no column: a NUL, a number too large. No form of ours sends it."""
    db.session.rollback()
    log.warning("unfit", error=type(error.orig).__name__)
    return _page(400)


def say_busy(error: DBAPIError | PoolTimeout) -> Any:
    """The database is away or too busy: nothing was kept, try again."""
    db.session.rollback()
    log.error("database.unavailable", error=type(error).__name__)
    body, status = _page(503)
    return body, status, {"Retry-After": "5"}


def say_fault(error: Exception) -> Any:
    """Our own fault. The log has the trace; the browser does not."""
    db.session.rollback()
    log.error("fault", error=type(error).__name__, exc_info=error if not isinstance(error, WroteInRead) else True)
    return _page(500)
