"""The second step of signing in, passkeys, and one's own factors."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, request, url_for
from flask_login import current_user

from lms.accounts import ceremonies, gate, passkeys, proof
from lms.accounts import second as step
from lms.accounts.actions import factors as actions
from lms.accounts.forms.factors import AppCodeForm, ConfirmForm
from lms.accounts.queries import factors as queries
from lms.accounts.rules import factors as rules
from lms.accounts.rules import sign_ins as door
from lms.core.access import me, public, requires, sign_path
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _

pages = Blueprint("factors", __name__)

SECOND = "accounts/factors/second.html"
MINE = "accounts/factors/mine.html"
APP = "accounts/factors/app.html"
CONFIRM = "accounts/factors/confirm.html"


def _device() -> str:
    return door.device_of(request.headers.get("User-Agent", ""))


def _network() -> str:
    return request.remote_addr or ""


def _answer() -> Any:
    """What the browser's passkey said: any JSON, or None."""
    return request.get_json(silent=True)


def _sign_in_again() -> Response:
    """Half a sign-in that is over, was never begun here, or was ended."""
    flash(_("This took too long, or was tried too often. Sign in once more."))
    return ceremonies.end(back_to("accounts.public.sign_in"), "second")


def _in(half: ceremonies.Ceremony, person: Any, *, way: str) -> Response:
    """Signed in, with both factors, and on to where the first step led."""
    answer = gate.let_in(redirect(half.onwards or url_for("home.learner.today"), 303), person, way=way)
    return ceremonies.end(answer, half.purpose)


@pages.get("/sign-in/second")
@public
def second() -> Any:
    """The second step of staff: a passkey or the app's code; set one up where there is none yet."""
    half = ceremonies.current("second", at=request_time())
    return page(SECOND, form=AppCodeForm(), **step.shown(half)) if half else _sign_in_again()


@pages.post("/sign-in/second")
@public
def enter_code() -> Any:
    """The app's code lets in."""
    at = request_time()
    half, form = ceremonies.current("second", at=at), AppCodeForm(request.form)
    if half is None:
        return _sign_in_again()
    if not form.validate():
        return again(SECOND, form=form, **step.shown(half))
    try:
        step.by_code(half, form.digits, network=_network(), at=at)
    except door.TooManyTries as wait:
        form.broken(None, wait)
        return again(SECOND, form=form, **step.shown(half))[0], 429
    except rules.WrongCode as wrong:
        form.broken("code", wrong)
        return again(SECOND, form=form, **step.shown(half))
    return _in(half, half.person, way="second")


@pages.post("/sign-in/second/app")
@public
def set_up() -> Any:
    """The first code of a new app lets in, where there was no factor yet."""
    at = request_time()
    half, form = ceremonies.current("second", at=at), AppCodeForm(request.form)
    if half is None:
        return _sign_in_again()
    if not form.validate():
        return again(SECOND, form=form, **step.shown(half))
    try:
        step.set_up_app(half, form.digits, first=True, at=at)
    except rules.WrongCode as wrong:
        form.broken("code", wrong)
        return again(SECOND, form=form, **step.shown(half))
    return _in(half, half.person, way="second")


@pages.post("/sign-in/second/challenge")
@public
def second_challenge() -> Any:
    """What the browser is asked in the second step."""
    half = ceremonies.current("second", at=request_time())
    if half is None:
        return step.refusal(rules.NotYourPasskey())
    return jsonify(step.challenge(half, at=request_time()))


@pages.post("/sign-in/second/passkey")
@public
def enter_passkey() -> Any:
    """A passkey of the same person lets in; the first one is made here."""
    at = request_time()
    half = ceremonies.current("second", at=at)
    try:
        if half is None:
            raise rules.NotYourPasskey()
        step.by_passkey(half, _answer(), device=_device(), at=at)
    except (rules.NotYourPasskey, rules.PasskeyNotKept, rules.TooManyPasskeys) as rule:
        return step.refusal(rule)
    return step.in_json(_in(half, half.person, way="second"))


def _is_recent() -> bool:
    began = queries.began_at(current_user.sign_in)
    return began is not None and rules.is_recent(began, at=request_time())


def _own(purpose: str) -> ceremonies.Ceremony | None:
    """What the person at the screen began here."""
    half = ceremonies.current(purpose, at=request_time())
    return half if half and half.person and half.person.id == me().id else None


def _shown() -> dict[str, Any]:
    return {"passkeys": queries.passkeys(me()), "app": queries.authenticator(me()), "recent": _is_recent()}


def _ways() -> dict[str, Any]:
    return {"has_passkey": queries.factors(me()).passkeys, "next": sign_path(url_for("accounts.factors.mine"))}


def own_passkey(passkey_id: str) -> Any:
    """A passkey of the person at the screen."""
    return queries.passkey_of(me(), passkey_id)


@pages.get("/me/passkeys")
@requires(Can.USE_OWN_ACCOUNT)
def mine() -> Any:
    """One's passkeys and authenticator app."""
    return page(MINE, **_shown())


@pages.post("/me/passkeys/challenge")
@requires(Can.USE_OWN_ACCOUNT)
def new_challenge() -> Any:
    """Ask the browser to make a passkey."""
    if not _is_recent():
        return jsonify(next=url_for("accounts.factors.confirm"))
    asked = passkeys.ask_to_make(me(), [one.credential for one in queries.passkeys(me())])
    answer = make_response(jsonify(make=True, options=asked.options))
    return ceremonies.begin(answer, "passkey-new", person=me(), challenge=asked.challenge, at=request_time())


@pages.post("/me/passkeys")
@requires(Can.USE_OWN_ACCOUNT)
def add() -> Any:
    """Keep the passkey that was made."""
    half = _own("passkey-new")
    try:
        if half is None:
            raise rules.PasskeyNotKept()
        step.add_passkey(half, _answer(), name=_device(), at=request_time())
    except (rules.PasskeyNotKept, rules.TooManyPasskeys) as rule:
        return step.refusal(rule)
    flash(_("Your passkey is added. Next time, sign in with it."))
    return ceremonies.end(make_response(jsonify(next=url_for("accounts.factors.mine"))), half.purpose)


@pages.post("/me/passkeys/<passkey_id>/remove")
@requires(Can.USE_OWN_ACCOUNT, own_passkey)
def remove(passkey: Any) -> Any:
    """Forget one passkey."""
    return _removed(actions.remove_passkey, passkey, me())


@pages.post("/me/app/remove")
@requires(Can.USE_OWN_ACCOUNT)
def remove_app() -> Any:
    """Forget the authenticator app."""
    return _removed(actions.remove_app, me())


def _removed(remove: Callable[..., None], *what: Any) -> Any:
    if not _is_recent():
        return back_to("accounts.factors.confirm")
    try:
        remove(*what, is_staff=bool(me().roles_now), by=me(), at=request_time())
    except rules.LastFactor as last:
        return again(MINE, refusal=last, **_shown())
    flash(_("It is removed. It opens your account no longer."))
    return back_to("accounts.factors.mine")


@pages.post("/me/app/new")
@requires(Can.USE_OWN_ACCOUNT)
def begin_app() -> Any:
    """Begin to add an authenticator app."""
    if not _is_recent():
        return back_to("accounts.factors.confirm")
    return ceremonies.begin(back_to("accounts.factors.app"), "app-new", person=me(), at=request_time())


@pages.get("/me/app")
@requires(Can.USE_OWN_ACCOUNT)
def app() -> Any:
    """The QR code of a new app, and where its first code is typed."""
    half = _own("app-new")
    return page(APP, form=AppCodeForm(), **step.app_shown(half)) if half else back_to("accounts.factors.mine")


@pages.post("/me/app")
@requires(Can.USE_OWN_ACCOUNT)
def add_app() -> Any:
    """Keep the app whose code this is."""
    half, form = _own("app-new"), AppCodeForm(request.form)
    if half is None:
        return back_to("accounts.factors.mine")
    if form.validate():
        try:
            step.set_up_app(half, form.digits, first=False, at=request_time())
        except rules.WrongCode as wrong:
            form.broken("code", wrong)
    if form.errors:
        return again(APP, form=form, **step.app_shown(half))
    flash(_("Your authenticator app is added."))
    return ceremonies.end(back_to("accounts.factors.mine"), half.purpose)


@pages.get("/me/confirm")
@requires(Can.USE_OWN_ACCOUNT)
def confirm() -> Any:
    """Show once more that it is oneself, before one's factors change."""
    return page(CONFIRM, form=ConfirmForm(), **_ways())


@pages.post("/me/confirm")
@requires(Can.USE_OWN_ACCOUNT)
def confirmed() -> Any:
    """A sign-in of its own: a new token, and for staff the second factor."""
    form, person = ConfirmForm(request.form), me()
    if not form.validate():
        return again(CONFIRM, form=form, **_ways())
    try:
        proof.confirm(person, form.password.data, network=_network(), at=request_time())
    except (door.TooManyTries, door.SlowDown) as wait:
        form.broken(None, wait)
        return again(CONFIRM, form=form, **_ways())[0], 429
    except door.WrongPassword as wrong:
        form.broken("password", wrong)
        return again(CONFIRM, form=form, **_ways())
    return gate.let_in(back_to("accounts.factors.mine"), person)


@pages.post("/me/passkeys/later")
@requires(Can.USE_OWN_ACCOUNT)
def later() -> Any:
    """Do not offer passkeys in this browser any more."""
    answer = back_to("accounts.learner.me")
    answer.set_cookie(rules.LATER, "1", max_age=rules.LATER_FOR, httponly=True, samesite="Lax", path="/")
    return answer
