"""Structured logs: one JSON object a line, a request id, no personal data.

Addresses hold tokens, so a line names the route, never the path; people are ids. An exception is its type and
its frames: its words may repeat what a person typed (`int("0912…")` does).
"""

import secrets
import sys
import time
import traceback
from typing import Any

import structlog
from flask import Flask, g, request

log = structlog.get_logger("lms")


def install(app: Flask) -> None:
    """JSON to standard output, with the request's id on every line."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _trace,
            structlog.processors.EventRenamer("event"),
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(app.config["LOG_LEVEL"]),
        cache_logger_on_first_use=False,
    )
    app.before_request(_begin)
    app.after_request(_end)


def _trace(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """`exc_info` (an exception, or True for the one being handled) as lines from the failure to its cause."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    lines: list[str] = []
    while error:
        frames = traceback.extract_tb(error.__traceback__)
        lines += [type(error).__qualname__, *(f"  {at.filename}:{at.lineno} {at.name}" for at in reversed(frames))]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return {**event, "trace": lines} if lines else event


def _begin() -> None:
    g.request_id, g.began = secrets.token_hex(6), time.perf_counter()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Any) -> Any:
    if "began" in g:
        response.headers["X-Request-Id"] = g.request_id
        took = round((time.perf_counter() - g.began) * 1000, 1)
        log.info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=took,
        )
    return response
