"""A sign-in or an enrolment that is half way: a row, bound to one browser by a cookie of its own.

It opens nothing but its own end, once, within ten minutes. The purpose is part of the cookie's name and of the row, so
what was begun for one thing is worth nothing for another.
"""

from datetime import datetime
from typing import Any, NamedTuple

from flask import Response, redirect, request, url_for

from lms.accounts import sealing, tokens, totp
from lms.accounts.actions import factors as actions
from lms.accounts.queries import factors as queries
from lms.accounts.rules.factors import CEREMONY_LASTS

ONWARDS_LENGTH = 500


class Ceremony(NamedTuple):
    """What is half way in this browser; plain values, for the row may be read again under another transaction."""

    id: int
    purpose: str
    #: None while it is not known who signs in.
    person: Any
    challenge: str | None
    onwards: str | None
    token: str

    @property
    def secret(self) -> str:
        """The secret of an app that is being added: the same on every page of this ceremony, and kept nowhere."""
        return totp.written(sealing.derive(f"app {self.token}", totp.SECRET_BYTES))


def begin(
    response: Response,
    purpose: str,
    *,
    person: Any = None,
    challenge: str | None = None,
    onwards: str | None = None,
    at: datetime,
) -> Response:
    """Begin something in this browser; what was half way here for the same purpose is forgotten."""
    token = tokens.new_token()
    onwards = onwards if onwards and len(onwards) <= ONWARDS_LENGTH else None
    actions.begin(tokens.digest(token), purpose, person=person, challenge=challenge, onwards=onwards, by=person, at=at)
    return tokens.give(response, tokens.cookie_name(purpose), token, until=at + CEREMONY_LASTS, strict=True)


def current(purpose: str, *, at: datetime) -> Ceremony | None:
    """What is half way here for this purpose, as long as it may be ended."""
    token = request.cookies.get(tokens.cookie_name(purpose))
    found = queries.ceremony(tokens.digest(token), purpose, at=at) if token else None
    if found is None or token is None:
        return None
    row, person = found
    return Ceremony(row.id, row.purpose, person, row.challenge, row.onwards, token)


def end(response: Response, purpose: str) -> Response:
    """The browser forgets it."""
    return tokens.take(response, tokens.cookie_name(purpose))


def ask_second(response: Response, person: Any, *, at: datetime) -> Response:
    """Half a sign-in of staff: to the second factor, and from there to where `response` led; its cookies stay."""
    answer = redirect(url_for("accounts.factors.second"), 303)
    for cookie in response.headers.getlist("Set-Cookie"):
        answer.headers.add("Set-Cookie", cookie)
    return begin(answer, "second", person=person, onwards=response.headers.get("Location"), at=at)
