"""The register: what people asked of their data, by when, and what became of it."""

from typing import Any

from flask import Blueprint, Response, abort, flash, request

from lms.audit import actions as record
from lms.core import jobs
from lms.core.access import me, requires
from lms.core.clock import local
from lms.core.db import afterwards, identity
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.people import queries as people
from lms.rights import proof, queries, rules, sentences
from lms.rights.actions import requests as actions
from lms.rights.forms import ExtendForm, NoteForm, RefuseForm
from lms.rights.rules import Extended, Kind, Refused, Way

pages = Blueprint("staff", __name__)

REQUEST, NEW = "rights/staff/request.html", "rights/staff/new.html"


def _today() -> Any:
    return local(request_time()).date()


def named_person() -> Any:
    """Loader: the person a new request is of."""
    return people.by_public_id(request.args.get("person", ""))


@pages.get("/people/requests")
@requires(Can.SEE_REQUESTS)
def requests() -> Any:
    """Open ones first due first, or those that have ended."""
    ended = request.args.get("state") == "ended"
    found = queries.requests(me(), ended=ended, after=request.args.get("after"))
    return page("rights/staff/requests.html", found=found, ended=ended, today=_today(), words=sentences)


@pages.get("/people/requests/proof")
@requires(Can.SEE_REQUESTS)
def export() -> Any:
    """The register of a year as a table, without names. That it was taken is recorded."""
    form, year = request.args.get("form", "xlsx"), proof.read_year(request.args.get("year", ""), _today())
    write, media_type = proof.FORMS.get(form) or abort(404)
    body = write(proof.headings(), (proof.row(*found) for found in queries.proof(me(), year)))
    afterwards(record.record_reading, "rights.proof-taken", "register", None, me().id, at=request_time(), year=year)
    name = f'attachment; filename="requests-{year}.{form}"'
    return Response(body, mimetype=media_type, headers={"Content-Disposition": name, "Cache-Control": "no-store"})


@pages.get("/people/requests/new")
@requires(Can.HANDLE_REQUEST, named_person)
def new(person: Any) -> Any:
    """A request that came by phone, by letter or in person."""
    return page(NEW, form=NoteForm(day=_today()), person=person, today=_today())


@pages.post("/people/requests/new")
@requires(Can.HANDLE_REQUEST, named_person)
def note(person: Any) -> Any:
    """Note it."""
    form = NoteForm(request.form, day=_today())
    try:
        if form.validate():
            kind, way = Kind(form.kind.data), Way(form.way.data)
            made = actions.note(person, kind, way, received=form.received.data, by=me(), at=request_time())
            flash(_("The request is noted."))
            return back_to("rights.staff.show", request_id=made.public_id)
    except RuleBroken as broken:
        form.broken("received", broken)
    return again(NEW, form=form, person=person, today=_today())


def _shown(asked: Any) -> dict[str, Any]:
    job = jobs.by_public_id(asked.job_id) if asked.job_id else None
    return {
        "asked": asked,
        "today": _today(),
        "words": sentences,
        "running": job is not None and job.state in (jobs.JobState.WAITING, jobs.JobState.RUNNING),
        "by_job": asked.kind in rules.BY_JOB,
    }


@pages.get("/people/requests/<request_id>")
@requires(Can.HANDLE_REQUEST, queries.by_public_id)
def show(asked: Any) -> Any:
    """One request, and what may be done. That it was opened is recorded."""
    at = request_time()
    afterwards(record.record_reading, "rights.request-read", "person", asked.person_id, identity(me()), at=at)
    return page(REQUEST, extend_form=ExtendForm(), refuse_form=RefuseForm(), **_shown(asked))


@pages.post("/people/requests/<request_id>/acknowledge")
@requires(Can.HANDLE_REQUEST, queries.by_public_id)
def acknowledge(asked: Any) -> Any:
    """The person was told that it came."""
    return _do(asked, lambda: actions.acknowledge(asked, by=me(), at=request_time()), _("Noted: the person knows."))


@pages.post("/people/requests/<request_id>/done")
@requires(Can.HANDLE_REQUEST, queries.by_public_id)
def carry_out(asked: Any) -> Any:
    """Carry it out, or note that it was."""
    said = _("It is being carried out.") if asked.kind in rules.BY_JOB else _("Noted: it is done.")
    return _do(asked, lambda: actions.carry_out(asked, by=me(), at=request_time()), said)


@pages.post("/people/requests/<request_id>/extend")
@requires(Can.HANDLE_REQUEST, queries.by_public_id)
def extend(asked: Any) -> Any:
    """More time, once, with a reason."""
    form = ExtendForm(request.form)
    if not form.validate():
        return again(REQUEST, extend_form=form, refuse_form=RefuseForm(), **_shown(asked))
    why = Extended(form.extend_why.data)
    return _do(asked, lambda: actions.extend(asked, why, by=me(), at=request_time()), _("There is more time now."))


@pages.post("/people/requests/<request_id>/refuse")
@requires(Can.HANDLE_REQUEST, queries.by_public_id)
def refuse(asked: Any) -> Any:
    """Refuse it, with a reason."""
    form = RefuseForm(request.form)
    if not form.validate():
        return again(REQUEST, extend_form=ExtendForm(), refuse_form=form, **_shown(asked))
    why = Refused(form.refuse_why.data)
    return _do(asked, lambda: actions.refuse(asked, why, by=me(), at=request_time()), _("The request is refused."))


def _do(asked: Any, act: Any, said: str) -> Any:
    """Do it and show the request again; the sentence of a rule that refuses stands over the page."""
    number, extend_form = asked.public_id, ExtendForm()
    try:
        act()
    except RuleBroken as broken:
        extend_form.broken(None, broken)
        return again(REQUEST, extend_form=extend_form, refuse_form=RefuseForm(), **_shown(asked))
    flash(said)
    return back_to("rights.staff.show", request_id=number)
