"""How a browser first came here: the code of a link, kept in a signed cookie until somebody signs up.

The first link stays, a later one does not take its place. It names no person, no script reads it, and it goes
after `KEPT`. Whoever gives out codes sets `extensions["on_arrival"]`, which is told of each new person who came by one.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from lms.accounts import tokens

KEPT = timedelta(days=30)


class Arrival(NamedTuple):
    """The code of a link, the province it chooses beforehand ("": none), and when it was opened."""

    code: str
    province: str
    at: datetime


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="arrival")


def _name() -> str:
    return tokens.cookie_name("from")


def current(*, at: datetime) -> Arrival | None:
    """The link that first brought this browser here; None for what we did not write, and for what is past its time."""
    try:
        code, province, seconds = _signer().loads(request.cookies.get(_name(), ""))
    except (BadSignature, TypeError, ValueError):
        return None
    opened = datetime.fromtimestamp(seconds, UTC)
    return Arrival(code, province, opened) if at - opened < KEPT else None


def province(*, at: datetime) -> str | None:
    """What the link chooses beforehand at sign-up."""
    arrival = current(at=at)
    return arrival and arrival.province or None


def keep(response: Response, code: str, province: str, *, at: datetime) -> Response:
    """Let the browser remember the link, unless it remembers one."""
    if current(at=at) is None:
        token = _signer().dumps([code, province, int(at.timestamp())])
        tokens.give(response, _name(), token, until=at + KEPT)
    return response


def note(person: Any, *, at: datetime) -> None:
    """Tell whoever gave the code out that this new person came by it."""
    told, arrival = current_app.extensions.get("on_arrival"), current(at=at)
    if told and arrival:
        told(person, arrival.code, arrival.at, by=person, at=at)
