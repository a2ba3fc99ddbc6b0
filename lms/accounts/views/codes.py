"""Signing in with a code or a link that was sent."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for

from lms.accounts import asking, gate
from lms.accounts.actions import contacts
from lms.accounts.asking import Opened
from lms.accounts.forms.codes import AskForm, CodeForm
from lms.accounts.rules import codes as rules
from lms.accounts.rules.codes import Purpose
from lms.accounts.rules.sign_ins import SlowDown
from lms.core.access import me, public, signed_path
from lms.core.pages import again, back_to, page
from lms.core.screens import request_time

pages = Blueprint("codes", __name__)

ASK, ENTER = "accounts/codes/ask.html", "accounts/codes/enter.html"
LINK, WHO = "accounts/codes/link.html", "accounts/codes/who.html"


def _next() -> str | None:
    """Where to go once signed in, as it came with the address or the form."""
    return request.values.get("next") or None


def _onwards() -> Any:
    return redirect(signed_path(_next()) or url_for("home.learner.today"), 303)


@pages.get("/sign-in/code")
@public
def ask() -> Any:
    """Ask for a code; says first where codes can be sent at all."""
    return page(ASK, form=AskForm(), ways=asking.ways())


@pages.post("/sign-in/code")
@public
def send() -> Any:
    """A code goes out, if anybody has the contact; the answer is the same if nobody has."""
    form = AskForm(request.form)
    if not form.validate():
        return again(ASK, form=form, ways=asking.ways())
    at = request_time()
    try:
        token = asking.ask(Purpose.SIGN_IN, form.parsed, network=request.remote_addr or "", at=at)
    except (rules.TooManyCodes, SlowDown) as wait:
        form.broken(None, wait)
        return again(ASK, form=form, ways=asking.ways())[0], 429
    except (rules.NoCodeByPhone, rules.NoCodeByEmail) as no_way:
        form.broken("contact", no_way)
        return again(ASK, form=form, ways=asking.ways())
    return asking.remember(back_to("accounts.codes.enter", next=_next()), token, at=at)


@pages.get("/sign-in/code/enter")
@public
def enter() -> Any:
    """Where the code is typed, in the browser that asked for it."""
    return page(ENTER, form=CodeForm(), next=_next())


@pages.post("/sign-in/code/enter")
@public
def try_() -> Any:
    """The right code lets in; a second tap after it goes on."""
    form = CodeForm(request.form)
    if not form.validate():
        return again(ENTER, form=form, next=_next())
    try:
        return _let_in(asking.open_with_code(form.digits, at=request_time()))
    except rules.WrongCode as wrong:
        if me() is not None:
            return _onwards()
        form.broken("code", wrong)
        return again(ENTER, form=form, next=_next())


@pages.get("/sign-in/link/<token>")
@public
def link(token: str) -> Any:
    """One button: mail programs open links before people do, so looking spends nothing."""
    return page(LINK, here=asking.is_here(token, at=request_time()))


@pages.post("/sign-in/link/<token>")
@public
def follow(token: str) -> Any:
    """The button of the link."""
    try:
        return _let_in(asking.open_with_link(token, at=request_time()))
    except rules.WrongCode:
        return _onwards() if me() is not None else again(LINK, here=False)


@pages.get("/sign-in/who")
@public
def who() -> Any:
    """The people who share the contact whose code was right a moment ago."""
    people = asking.choices(at=request_time())
    return page(WHO, people=people, next=_next()) if people else back_to("accounts.codes.ask", next=_next())


@pages.post("/sign-in/who")
@public
def choose() -> Any:
    """Sign in as one of them, once."""
    try:
        return _let_in(asking.choose(request.form.get("person", ""), at=request_time()))
    except rules.WrongCode:
        return _onwards() if me() is not None else back_to("accounts.codes.ask", next=_next())


def _let_in(opened: Opened) -> Response:
    """Sign in the one person, or let this browser choose among several."""
    at = request_time()
    if len(opened.people) > 1:
        token = asking.let_choose(opened, at=at)
        return asking.remember(back_to("accounts.codes.who", next=_next()), token, at=at)
    person = opened.people[0]
    contacts.verify(person, *opened.contact, by=person, at=at)
    return asking.forget(gate.let_in(_onwards(), person, way="code"))
