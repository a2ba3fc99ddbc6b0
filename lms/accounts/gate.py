"""The gate: a cookie with a random token, a row behind it, and Flask-Login between them.

The cookie means nothing once its row has ended, so a copied cookie dies at sign-out, and the time limits
are the row's, not the cookie's (OWASP ASVS 5.0, 7.1–7.4).
"""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, current_app, redirect, request, url_for
from flask_login import LoginManager, UserMixin

from lms.accounts import ceremonies, tokens
from lms.accounts.actions import sign_ins as actions
from lms.accounts.queries import sign_ins as queries
from lms.accounts.rules import factors as factor_rules
from lms.accounts.rules import sign_ins as rules
from lms.accounts.tokens import cookie_name as cookie_name
from lms.accounts.tokens import digest as digest
from lms.accounts.tokens import keyed as keyed
from lms.accounts.tokens import new_token as new_token
from lms.core import clock
from lms.core.db import afterwards
from lms.core.words import speak
from lms.people import queries as people

SEEN_EVERY = timedelta(minutes=5)


class Viewer(UserMixin):
    """What Flask-Login sees: the person at the screen and the sign-in they came with."""

    def __init__(self, person: Any, sign_in: Any) -> None:
        self.person, self.sign_in = person, sign_in

    def get_id(self) -> str:
        return self.sign_in.public_id


def install(app: Flask) -> None:
    """Let Flask-Login ask us who is there."""
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(who_is_there)
    app.login_manager = manager  # not init_app, which would look for a cookie of its own after every request


def way_on(person: Any) -> Response | None:
    """Where somebody goes who was refused because learning needs a consent that is missing."""
    if person.paused_at is None:
        return None
    endpoint = "guardians.learner.ask" if person.paused_why == "guardian" else "profile.learner.consents"
    return redirect(url_for(endpoint), 303)


def let_in(response: Response, person: Any, *, way: str = "password") -> Response:
    """Sign the person in on this browser, or ask staff for their second factor first.

    Signed in: a new row, a new token; whoever was signed in here before is out. Staff who came another `way` than
    with two factors get nothing but a half-done sign-in that ends where `response` led to.
    Belongs to the request's own transaction: call it in a POST, after everything that may refuse.
    """
    at = clock.now()
    is_staff = bool(people.as_viewer(person).roles_now)
    if not factor_rules.is_enough(way, is_staff=is_staff, demo=current_app.config["DEMO"]):
        return ceremonies.ask_second(response, person, at=at)
    before = request.cookies.get(cookie_name())
    if before:
        actions.end_token(digest(before), by=person, at=at)
    limits, token = rules.limits(is_staff=is_staff), new_token()
    device = rules.device_of(request.headers.get("User-Agent", ""))
    actions.begin(person, digest(token), device, limits, way=way, by=person, at=at)
    return hand_over(response, token, at + limits.whole)


def who_is_there(_request: Any) -> Viewer | None:
    """The viewer of this request, in one SELECT; None when nobody is signed in."""
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    at = clock.now()
    found = queries.viewer(digest(token), at=at)
    if found is None:
        return None
    person, sign_in = found
    if not factor_rules.is_enough(sign_in.way, is_staff=bool(person.roles_now), demo=current_app.config["DEMO"]):
        return None
    if at - sign_in.seen_at > SEEN_EVERY:
        afterwards(actions.touch, sign_in.id, needed=False, at=at)
    if "lang" not in request.cookies:
        speak(person.language)
    return Viewer(person, sign_in)


def hand_over(response: Response, token: str, expires_at: datetime) -> Response:
    """Give the browser its token."""
    return tokens.give(response, cookie_name(), token, until=expires_at)


def take_back(response: Response) -> Response:
    """Remove the token from the browser, and what it cached of the person."""
    tokens.take(response, cookie_name())
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
