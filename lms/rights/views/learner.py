"""Seeing, taking along and deleting what is kept of oneself."""

from typing import Any

from flask import Blueprint, abort, current_app, request

from lms.accounts import gate, proof
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
#: Records of one kind on a page, for phones; a copy holds all of them.
MOST = 40


@pages.get("/me/data")
@requires(Can.USE_OWN_ACCOUNT)
def data() -> Any:
    """Everything that is kept of the person at the screen: oneself at once, the rest room by room."""
    copies, asked = queries.downloads(me(), at=request_time()), queries.of_person(me())
    return page("rights/learner/data.html", parts=_parts(), copies=copies, asked=asked, words=sentences)


@pages.get("/me/data/<room>")
@requires(Can.USE_OWN_ACCOUNT)
def kept(room: str) -> Any:
    """What one room keeps of the person at the screen."""
    part = next((part for part in _parts() if part.room == room and part.count), None) or abort(404)
    return page("rights/learner/kept.html", part=part, most=MOST)


def _parts() -> list[Any]:
    return archive.parts(me(), archive.exports(me(), current_app.extensions["personal_data"]))


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
            proof.confirm(person, form.present.data, network=request.remote_addr or "", at=at)
            requests.ask_to_be_erased(person, Way.PAGE, by=person, at=at)
            return gate.take_back(back_to("rights.public.deleted"))
    except WrongPassword as wrong:
        form.broken("present", wrong)
    except RuleBroken as broken:
        form.broken(None, broken)
    return again(DELETE, form=form, staff=bool(person.roles_now))
