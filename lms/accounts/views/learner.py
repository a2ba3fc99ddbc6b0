"""One's own account: details, devices, password."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_login import current_user

from lms.accounts import letters, passwords, proof, second
from lms.accounts import recovery as lost
from lms.accounts import welcome as welcome_page
from lms.accounts.actions import sign_ins as actions
from lms.accounts.forms.account import DetailsForm, PasswordForm
from lms.accounts.forms.codes import PresentForm
from lms.accounts.queries import codes as code_queries
from lms.accounts.queries import sign_ins as queries
from lms.accounts.rules import codes
from lms.accounts.rules import sign_ins as rules
from lms.accounts.rules.factors import WAYS
from lms.core.access import me as viewer
from lms.core.access import requires, signed_path
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.people import actions as people

pages = Blueprint("learner", __name__)

ME = "accounts/learner/me.html"
PASSWORD = "accounts/learner/password.html"
RECOVERY = "accounts/learner/recovery.html"


def _details() -> DetailsForm:
    person = viewer()
    return DetailsForm(name=person.name, province=person.province_code, language=person.language)


def _shown() -> dict[str, Any]:
    """What stands on the page beside the form."""
    devices = queries.sign_ins(viewer(), at=request_time())
    return {"devices": devices, "here": current_user.sign_in, "ways": WAYS, "offer": second.offers(viewer())}


def own_device(sign_in_id: str) -> Any:
    """A sign-in of the person at the screen."""
    return queries.sign_in_of(viewer(), sign_in_id)


@pages.get("/me")
@requires(Can.USE_OWN_ACCOUNT)
def me() -> Any:
    """Name, contacts, province, language and devices."""
    return page(ME, form=_details(), **_shown())


@pages.post("/me")
@requires(Can.USE_OWN_ACCOUNT)
def change() -> Any:
    """Change name, province and language."""
    form, person, at = DetailsForm(request.form), viewer(), request_time()
    if not form.validate():
        return again(ME, form=form, **_shown())
    if form.name.data != person.name:
        people.rename(person, form.name.data, by=person, at=at)
    if form.province_code != person.province_code:
        people.move_to(person, form.province_code, by=person, at=at)
    people.speak_to(person, form.language.data, by=person, at=at)
    flash(_("Your details are saved."))
    return back_to("accounts.learner.me")


@pages.post("/me/devices/<sign_in_id>/end")
@requires(Can.USE_OWN_ACCOUNT, own_device)
def end_device(sign_in: Any) -> Any:
    """End the sign-in on one device."""
    actions.end(sign_in, by=viewer(), at=request_time())
    flash(_("That device is signed out."))
    return back_to("accounts.learner.me")


@pages.post("/me/devices/end-others")
@requires(Can.USE_OWN_ACCOUNT)
def end_others() -> Any:
    """End every sign-in but this one."""
    actions.end_all(viewer(), but=current_user.sign_in, by=viewer(), at=request_time())
    flash(_("All other devices are signed out."))
    return back_to("accounts.learner.me")


def _password_form(given: Any = None) -> PasswordForm:
    """After signing in with a code a moment ago the present password, which may be lost, is not asked for."""
    form, here = PasswordForm(given), current_user.sign_in
    if codes.is_fresh(here.way, here.began_at, at=request_time()):
        del form.present
    return form


@pages.get("/me/password")
@requires(Can.USE_OWN_ACCOUNT)
def password() -> Any:
    """The page to choose a new password."""
    return page(PASSWORD, form=_password_form())


@pages.post("/me/password")
@requires(Can.USE_OWN_ACCOUNT)
def change_password() -> Any:
    """Choose a new password; every other device has to sign in again, and the owner is told."""
    form, person, at = _password_form(request.form), viewer(), request_time()
    if not form.validate():
        return again(PASSWORD, form=form)
    try:
        if "present" in form:
            proof.confirm(person, form.present.data, network=request.remote_addr or "", at=at)
    except RuleBroken as no:
        return _not_proven(form, no, PASSWORD)
    kept = passwords.scramble(form.password.data)
    actions.change_password(person, kept, but=current_user.sign_in, by=person, at=at)
    letters.tell(person, "password_new", at=at)
    flash(_("Your new password is saved. Other devices have to sign in again."))
    return back_to("accounts.learner.me")


def _not_proven(form: Any, why: RuleBroken, template: str) -> tuple[str, int]:
    """The form again: the present password was wrong, 422, or was tried too often, 429."""
    wait = not isinstance(why, rules.WrongPassword)
    form.broken(None if wait else "present", why)
    body, status = again(template, form=form)
    return body, 429 if wait else status


@pages.get("/welcome")
@requires(Can.USE_OWN_ACCOUNT)
def welcome() -> Any:
    """The recovery code, shown once, and the way on."""
    onwards = signed_path(request.args.get("next")) or url_for("home.learner.today")
    return page("accounts/learner/welcome.html", code=welcome_page.take(viewer()), onwards=onwards)


@pages.get("/me/recovery")
@requires(Can.USE_OWN_ACCOUNT)
def recovery() -> Any:
    """What a recovery code is for, and the button to make a new one."""
    return page(RECOVERY, form=PresentForm(), there=code_queries.has_recovery(viewer()))


@pages.post("/me/recovery")
@requires(Can.USE_OWN_ACCOUNT)
def renew_recovery() -> Any:
    """Make a new recovery code; the one before is worth nothing."""
    form, person, at = PresentForm(request.form), viewer(), request_time()
    if not form.validate():
        return again(RECOVERY, form=form)
    try:
        proof.confirm(person, form.present.data, network=request.remote_addr or "", at=at)
    except RuleBroken as no:
        return _not_proven(form, no, RECOVERY)
    code = lost.renew(person, by=person, at=at)
    letters.tell(person, "recovery_made", at=at)
    return welcome_page.show(person, code, url_for("accounts.learner.me"))
