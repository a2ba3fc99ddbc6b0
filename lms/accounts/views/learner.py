"""One's own account: details, devices, password."""

from typing import Any

from flask import Blueprint, flash, request
from flask_login import current_user

from lms.accounts import passwords
from lms.accounts.actions import sign_ins as actions
from lms.accounts.forms.account import DetailsForm, PasswordForm
from lms.accounts.queries import sign_ins as queries
from lms.accounts.rules import sign_ins as rules
from lms.core.access import me as viewer
from lms.core.access import requires
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.people import actions as people

pages = Blueprint("learner", __name__)

ME = "accounts/learner/me.html"
PASSWORD = "accounts/learner/password.html"


def _details() -> DetailsForm:
    person = viewer()
    return DetailsForm(name=person.name, province=person.province_code, language=person.language)


def _shown() -> dict[str, Any]:
    """What stands on the page beside the form."""
    return {"devices": queries.sign_ins(viewer(), at=request_time()), "here": current_user.sign_in}


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


@pages.get("/me/password")
@requires(Can.USE_OWN_ACCOUNT)
def password() -> Any:
    """The page to choose a new password."""
    return page(PASSWORD, form=PasswordForm())


@pages.post("/me/password")
@requires(Can.USE_OWN_ACCOUNT)
def change_password() -> Any:
    """Choose a new password; every other device has to sign in again."""
    form, person, at = PasswordForm(request.form), viewer(), request_time()
    if form.validate() and not passwords.matches(queries.password_of(person) or "", form.present.data):
        form.broken("present", rules.WrongPassword())
    if form.errors:
        return again(PASSWORD, form=form)
    kept = passwords.scramble(form.password.data)
    actions.change_password(person, kept, but=current_user.sign_in, by=person, at=at)
    flash(_("Your new password is saved. Other devices have to sign in again."))
    return back_to("accounts.learner.me")
