"""Finding people, and one of them: coordinators within their scope, the caretaker everybody."""

from typing import Any

from flask import Blueprint, request

from lms.audit import actions as record
from lms.core.access import me, requires
from lms.core.db import afterwards, identity
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.directory import actions, queries, rules, sentences
from lms.directory.forms import FindForm, TakeForm, WhyForm
from lms.directory.sentences import ROLES
from lms.people import queries as known
from lms.people.rules import day_of, under_16
from lms.places import queries as places

pages = Blueprint("staff", __name__)

PEOPLE = "directory/staff/people.html"
PERSON = "directory/staff/person.html"


@pages.get("/people")
@requires(Can.FIND_PEOPLE)
def people() -> Any:
    """Those found, a page of them."""
    form = FindForm(request.args, me())
    if not form.validate():
        return again(PEOPLE, form=form, found=None, take=TakeForm())
    return page(PEOPLE, **_list(form, TakeForm()))


def _list(form: FindForm, take: TakeForm) -> dict[str, Any]:
    found = known.search(me(), **form.asked, after=request.args.get("after"))
    return {
        "form": form,
        "take": take,
        "found": found,
        "contacts": queries.contacts_of(found.people),
        "roles": queries.roles_of(found.people),
        "names": ROLES,
        "places": dict(form.province.choices),
    }


@pages.post("/people/list")
@requires(Can.FIND_PEOPLE)
def take() -> Any:
    """Have the list found written to a file, for a reason."""
    form, wanted = FindForm(request.form, me()), TakeForm(request.form)
    if not form.validate():
        return again(PEOPLE, form=form, found=None, take=wanted)
    try:
        why, kind = rules.read_why(wanted.why.data or ""), rules.read_kind(wanted.kind.data or "")
    except RuleBroken as broken:
        wanted.broken("why", broken)
        return again(PEOPLE, **_list(form, wanted))
    job = actions.ask_for_list(form.asked, kind, why, by=me(), at=request_time())
    return back_to("core.jobs.show", job_id=job)


@pages.get("/people/<person_id>")
@requires(Can.SEE_PERSON, known.by_public_id)
def person(someone: Any) -> Any:
    """One person, the contacts masked. That it was opened is recorded."""
    at = request_time()
    afterwards(record.record_reading, "directory.person-read", "person", identity(someone), identity(me()), at=at)
    return page(PERSON, form=WhyForm(), shown=False, **_about(someone))


@pages.post("/people/<person_id>/reveal")
@requires(Can.SEE_PERSON, known.by_public_id)
def reveal(someone: Any) -> Any:
    """The same page with the contacts, for a reason, which is recorded."""
    form = WhyForm(request.form)
    try:
        why = rules.read_why(form.why.data or "")
    except RuleBroken as broken:
        form.broken("why", broken)
        return again(PERSON, form=form, shown=False, **_about(someone))
    actions.show_contacts(someone, why, by=me(), at=request_time())
    return page(PERSON, form=form, shown=True, **_about(someone))


def _about(someone: Any) -> dict[str, Any]:
    """What stands on the page of a person."""
    return {
        "person": someone,
        "province": places.province(someone.province_code),
        "classes": queries.classes_of(someone, request_time()),
        "consents": [given for given in known.consents(someone) if given.purpose in sentences.PURPOSES],
        "roles": queries.roles_of([someone]).get(someone.id, []),
        "child": under_16(day_of(request_time()), someone.birth_year, someone.birth_date),
        "invited_at": queries.invited_at(someone),
        "names": ROLES,
        "words": sentences,
    }
