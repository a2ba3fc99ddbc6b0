"""Seeing, taking along and deleting what is kept of oneself."""

from typing import Any

from flask import Blueprint, current_app, request

from lms.accounts import gate, passwords
from lms.accounts.queries import sign_ins as accounts
from lms.accounts.rules.sign_ins import WrongPassword
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.rights import archive, queries, rules, sentences
from lms.rights.actions import requests
from lms.rights.forms import DeleteForm
from lms.rights.rules import Way

pages = Blueprint("learner", __name__)

DELETE = "rights/learner/delete.html"


@pages.get("/me/data")
@requires(Can.USE_OWN_ACCOUNT)
def data() -> Any:
    """Everything that is kept of the person at the screen, room by room."""
    person = me()
    kept = archive.parts(person, archive.exports(person, current_app.extensions["personal_data"]))
    copies = queries.downloads(person, at=request_time())
    return page("rights/learner/data.html", parts=kept, copies=copies, asked=queries.of_person(person), words=sentences)


@pages.post("/me/data/copy")
@requires(Can.USE_OWN_ACCOUNT)
def copy() -> Any:
    """Have a copy made; one is made at a time."""
    number = requests.ask_for_copy(me(), by=me(), at=request_time())
    return back_to("core.jobs.show", job_id=number)


@pages.get("/me/data/delete")
@requires(Can.USE_OWN_ACCOUNT)
def delete() -> Any:
    """What goes, what stays, and the proof that it is oneself."""
    return page(DELETE, form=DeleteForm(), staff=queries.has_roles(me()))


@pages.post("/me/data/delete")
@requires(Can.USE_OWN_ACCOUNT)
def erase() -> Any:
    """Delete one's account. From this answer on nobody can sign in; the rest goes within minutes."""
    form, person, at = DeleteForm(request.form), me(), request_time()
    try:
        rules.check_no_roles(person.roles_now)
        if form.validate():
            if not passwords.matches(accounts.password_of(person) or "", form.present.data):
                raise WrongPassword()
            requests.ask_to_be_erased(person, Way.PAGE, by=person, at=at)
            return gate.take_back(back_to("rights.public.deleted"))
    except WrongPassword as wrong:
        form.broken("present", wrong)
    except RuleBroken as broken:
        form.broken(None, broken)
    return again(DELETE, form=form, staff=bool(person.roles_now))
