"""Signing up, signing in, signing out, and the way into the demonstration."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, jsonify, make_response, redirect, request, url_for

from lms.accounts import arrivals, ceremonies, gate, joining, passkeys, proof, welcome
from lms.accounts import second as step
from lms.accounts.actions import sign_ins as actions
from lms.accounts.forms.account import SignInForm, SignUpForm
from lms.accounts.queries import sign_ins as queries
from lms.accounts.rules import sign_ins as rules
from lms.accounts.rules.factors import NotYourPasskey
from lms.core import clock
from lms.core.access import me, public, signed_path
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.screens import request_time
from lms.core.words import _

pages = Blueprint("public", __name__)

SIGN_UP = "accounts/public/sign_up.html"
SIGN_IN = "accounts/public/sign_in.html"
INSTEAD = "accounts/public/instead.html"


def _onwards() -> Any:
    """To the page that asked for the sign-in, else to the person's own day."""
    return redirect(signed_path(request.values.get("next")) or url_for("home.learner.today"), 303)


@pages.get("/sign-up")
@public
def sign_up() -> Any:
    """One screen; the province is chosen by `?province=` (a code or a name) or by the link one came by."""
    at = request_time()
    form = SignUpForm(day=clock.local(at).date(), province=request.args.get("province") or arrivals.province(at=at))
    return page(SIGN_UP, form=form)


@pages.post("/sign-up")
@public
def register() -> Any:
    """Become a learner, and be signed in."""
    at = request_time()
    form = SignUpForm(request.form, day=clock.local(at).date())
    if not form.validate():
        return again(SIGN_UP, form=form)
    try:
        person, code = joining.join(form, network=request.remote_addr or "", at=at)
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(SIGN_UP, form=form)
    return welcome.lead(person, code, _onwards().location, way="sign-up")


@pages.get("/sign-in")
@public
def sign_in() -> Any:
    """Phone or e-mail and password. `instead`: for somebody else than whoever is signed in on this device."""
    if me() is not None:
        return page(INSTEAD) if "instead" in request.args else _onwards()
    return page(SIGN_IN, form=SignInForm())


@pages.post("/sign-in")
@public
def enter() -> Any:
    """Sign in. The answer is the same for contacts nobody has."""
    form = SignInForm(request.form)
    if not form.validate():
        return again(SIGN_IN, form=form)
    try:
        person = proof.find(
            form.parsed, form.password.data, form.year, network=request.remote_addr or "", at=request_time()
        )
    except (rules.TooManyTries, rules.SlowDown) as wait:
        form.broken(None, wait)
        return again(SIGN_IN, form=form)[0], 429
    except (rules.SeveralPeople, rules.BirthYearNeeded) as several:
        form.broken("birth_year", several)
        return again(SIGN_IN, form=form)
    except rules.WrongSignIn as wrong:
        form.broken(None, wrong)
        return again(SIGN_IN, form=form)
    return gate.let_in(_onwards(), person)


@pages.post("/sign-in/passkey/challenge")
@public
def ask_passkey() -> Any:
    """Ask the browser for whichever passkey of ours the person has."""
    asked = passkeys.ask()
    values = {"challenge": asked.challenge, "onwards": signed_path(request.values.get("next")), "at": request_time()}
    return ceremonies.begin(make_response(jsonify(make=False, options=asked.options)), "passkey-in", **values)


@pages.post("/sign-in/passkey")
@public
def enter_passkey() -> Any:
    """Sign in with nothing but a passkey."""
    half = ceremonies.current("passkey-in", at=request_time())
    try:
        person = step.check_passkey(half, request.get_json(silent=True), at=request_time())
    except NotYourPasskey as refused:
        return step.refusal(refused)
    answer = redirect(half.onwards or url_for("home.learner.today"), 303)
    return step.in_json(ceremonies.end(gate.let_in(answer, person, way="passkey"), half.purpose))


@pages.post("/sign-out")
@public
def sign_out() -> Any:
    """End this browser's sign-in, and what it kept of the person."""
    token = request.cookies.get(gate.cookie_name())
    if token:
        actions.end_token(gate.digest(token), by=me(), at=request_time())
    flash(_("You are signed out."))
    onwards = request.form.get("next")
    return gate.take_back(back_to("accounts.public.sign_in", next=onwards if signed_path(onwards) else None))


def _demo_people() -> dict[str, Any]:
    """Who can be played, by part; there is no such page outside the demonstration."""
    if not current_app.config["DEMO"]:
        abort(404)
    return queries.demo_people()


@pages.get("/demo")
@public
def demo() -> Any:
    """The invented people one can be."""
    return page("accounts/public/demo.html", people=_demo_people())


@pages.post("/demo/<part>")
@public
def demo_enter(part: str) -> Any:
    """Sign in as the learner, the trainer, the coordinator or the caretaker of the demonstration."""
    person = _demo_people().get(part) or abort(404)
    return gate.let_in(_onwards(), person, way="demo")
