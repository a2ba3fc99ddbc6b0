"""A lost password: the ways back in, in order."""

from typing import Any

from flask import Blueprint, flash, request, url_for

from lms.accounts import asking, recovery, welcome
from lms.accounts.forms.codes import LostForm
from lms.accounts.rules import codes as rules
from lms.accounts.rules.sign_ins import SlowDown, TooManyTries
from lms.core.access import public
from lms.core.pages import again, back_to, page
from lms.core.screens import request_time
from lms.core.words import _

pages = Blueprint("lost", __name__)

WAYS = "accounts/lost/ways.html"


@pages.get("/sign-in/lost")
@public
def ways() -> Any:
    """The ways back in, in order, and the form for a recovery code or one handed out."""
    return page(WAYS, form=LostForm(), ways=asking.ways())


@pages.post("/sign-in/lost")
@public
def reset() -> Any:
    """Set a new password. A recovery code signs in and is replaced; one handed out only sets the password."""
    form, at = LostForm(request.form), request_time()
    if not form.validate():
        return again(WAYS, form=form, ways=asking.ways())
    network = request.remote_addr or ""
    try:
        person, code = recovery.reset(form.parsed, form.key, form.password.data, network=network, at=at)
    except (TooManyTries, SlowDown) as wait:
        form.broken(None, wait)
        return again(WAYS, form=form, ways=asking.ways())[0], 429
    except rules.WrongKey as wrong:
        form.broken(None, wrong)
        return again(WAYS, form=form, ways=asking.ways())
    if code:
        return welcome.lead(person, code, url_for("home.learner.today"), way="recovery")
    flash(_("Your new password is saved. Sign in with it."))
    return back_to("accounts.public.sign_in")
