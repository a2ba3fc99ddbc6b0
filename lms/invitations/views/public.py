"""Accepting an invitation: a code opens the sign-up sheet, and the person signs up themselves."""

from typing import Any

from flask import Blueprint, current_app, request, url_for

from lms.accounts import passwords, recovery, tokens, welcome
from lms.accounts.actions import sign_ins as accounts
from lms.accounts.forms.account import SignUpForm
from lms.accounts.rules.sign_ins import SlowDown
from lms.core import clock
from lms.core.access import public
from lms.core.errors import RuleBroken
from lms.core.pages import again, page
from lms.core.screens import request_time
from lms.core.text import national
from lms.invitations import claims, queries
from lms.invitations.actions import claims as actions
from lms.invitations.forms import CodeForm
from lms.invitations.rules.codes import WrongCode

pages = Blueprint("public", __name__)

CODE = "invitations/public/code.html"
CLAIM = "invitations/public/claim.html"


def _key() -> str:
    return current_app.config["SECRET_KEY"]


def _network() -> str:
    return request.remote_addr or ""


def _refused(typed: str, broken: RuleBroken) -> Any:
    form = CodeForm(data={"code": typed})
    form.broken("code", broken)
    answer = again(CODE, form=form)
    return (answer[0], 429) if isinstance(broken, SlowDown) else answer


@pages.get("/claim")
@public
def claim() -> Any:
    """Type the code, or come with it from the QR picture: the sheet, filled in with what was on the list."""
    typed = request.args.get("code", "").strip()
    if not typed:
        return page(CODE, form=CodeForm())
    try:
        found = claims.waiting(_key(), typed, network=_network(), at=request_time())
    except (WrongCode, SlowDown) as broken:
        return _refused(typed, broken)
    province = found.province_code or queries.listing(found.list_id).province_code
    told = {"name": found.name, "contact": national(found.phone or "") or found.email, "province": province}
    form = SignUpForm(day=clock.local(request_time()).date(), birth_year=found.birth_year, **told)
    return page(CLAIM, form=form, code=typed)


@pages.post("/claim")
@public
def accept() -> Any:
    """Sign up with the person's own consent; the same sheet sent twice is one person."""
    at, typed = request_time(), request.form.get("code", "")[:60]
    form = SignUpForm(request.form, day=clock.local(at).date())
    try:
        found = claims.opened(_key(), typed, network=_network(), at=at)
        again_sent = found is not None and queries.accepted_by(found) == form.number(_key())
        found = found if again_sent else claims.waiting(_key(), typed, network=_network(), at=at)
    except (WrongCode, SlowDown) as broken:
        return _refused(typed, broken)
    if not form.validate():
        return again(CLAIM, form=form, code=typed)
    code = recovery.new_code(form.seed(_key()))
    secrets = {"password": passwords.scramble(form.password.data), "recovery": tokens.digest(code)}
    try:
        person = accounts.register(**form.person(), **secrets, way="claim", number=form.number(_key()), by=None, at=at)
        if not again_sent:
            actions.accept(found, person, by=person, at=at)
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(CLAIM, form=form, code=typed)
    return welcome.lead(person, code, url_for("home.learner.today"), way="sign-up")
