"""Is all well, who is here, what was sent, what runs, what was done."""

from typing import Any

from flask import Blueprint, current_app, flash, request

from lms.accounts.actions import sign_ins as accounts
from lms.accounts.queries import factors, sign_ins
from lms.admin import actions, doctor, queries, rules, sentences
from lms.admin.forms import RecordForm, RoleForm
from lms.audit import actions as record
from lms.core.access import me, requires
from lms.core.db import afterwards, identity
from lms.core.errors import RuleBroken
from lms.core.jobs import JobState
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.directory.rules import read_kind
from lms.directory.sentences import ROLES
from lms.notifications import queries as post
from lms.notifications.models import LetterState
from lms.people import actions as change
from lms.people import queries as known
from lms.people.rules import RoleName
from lms.places import queries as places

pages = Blueprint("caretaker", __name__)

PERSON = "admin/caretaker/person.html"
RECORD = "admin/caretaker/audit.html"
#: People to choose from when a name in the record is not the only one.
MOST_NAMED = 20


@pages.get("/admin")
@requires(Can.SEE_OPERATIONS)
def overview() -> Any:
    """What needs attention."""
    findings = doctor.examine(current_app.config, at=request_time())
    return page("admin/caretaker/overview.html", findings=findings, Health=doctor.Health)


def _places() -> dict[str, Any]:
    return {"provinces": {row.code: row for row in places.provinces()}}


def _shown(person: Any) -> dict[str, Any]:
    """What stands on the page of a person."""
    here = sign_ins.sign_ins(person, at=request_time())
    return {
        "person": person,
        "history": queries.role_history(person),
        "devices": here,
        "factors": factors.factors(person).count,
        "waiting": known.waiting(of=person, at=request_time()),
        "names": ROLES,
        **_places(),
    }


@pages.get("/admin/people/<person_id>")
@requires(Can.MANAGE_PEOPLE, known.by_public_id)
def person(someone: Any) -> Any:
    """One person: roles and account. That it was opened is recorded."""
    at = request_time()
    afterwards(record.record_reading, "admin.person-read", "person", identity(someone), identity(me()), at=at)
    return page(PERSON, form=RoleForm(), **_shown(someone))


@pages.post("/admin/people/<person_id>/roles")
@requires(Can.MANAGE_PEOPLE, known.by_public_id)
def grant(someone: Any) -> Any:
    """Give a role, or propose one that a second person must agree to."""
    form, number = RoleForm(request.form), someone.public_id
    if not form.validate():
        return again(PERSON, form=form, **_shown(someone))
    name = RoleName(form.role.data)
    try:
        new = actions.give(someone, name, form.provinces, by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken("where", broken)
        return again(PERSON, form=form, **_shown(someone))
    flash(sentences.given(name, new))
    return back_to("admin.caretaker.person", person_id=number)


@pages.post("/admin/people/<person_id>/roles/end")
@requires(Can.MANAGE_PEOPLE, known.by_public_id)
def end_role(someone: Any) -> Any:
    """Take a role back; one that nobody has changes nothing."""
    form, name = RoleForm(), request.form.get("role", "")
    try:
        if name in set(RoleName):
            where = request.form.get("province", "")[:2]
            actions.end_role(someone, RoleName(name), where, by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(PERSON, form=form, **_shown(someone))
    flash(_("The role has ended."))
    return back_to("admin.caretaker.person", person_id=someone.public_id)


@pages.post("/admin/people/<person_id>/sign-out")
@requires(Can.MANAGE_PEOPLE, known.by_public_id)
def sign_out(someone: Any) -> Any:
    """End every sign-in of the person."""
    accounts.end_all(someone, by=me(), at=request_time())
    flash(_("The person is signed out everywhere."))
    return back_to("admin.caretaker.person", person_id=someone.public_id)


@pages.post("/admin/people/<person_id>/factors/forget")
@requires(Can.MANAGE_PEOPLE, known.by_public_id)
def forget(someone: Any) -> Any:
    """Let somebody who lost the second factor set up a new one."""
    try:
        actions.forget_factors(someone, by=me(), at=request_time())
    except RuleBroken as broken:
        form = RoleForm()
        form.broken(None, broken)
        return again(PERSON, form=form, **_shown(someone))
    flash(_("The second factor is forgotten. The person sets up a new one when signing in."))
    return back_to("admin.caretaker.person", person_id=someone.public_id)


@pages.post("/admin/people/<person_id>/close")
@requires(Can.MANAGE_PEOPLE, known.by_public_id)
def close(someone: Any) -> Any:
    """Let nobody sign in as this person."""
    try:
        actions.close(someone, by=me(), at=request_time())
    except RuleBroken as broken:
        form = RoleForm()
        form.broken(None, broken)
        return again(PERSON, form=form, **_shown(someone))
    flash(_("The account is closed. What the person did stays."))
    return back_to("admin.caretaker.person", person_id=someone.public_id)


@pages.post("/admin/people/<person_id>/open")
@requires(Can.MANAGE_PEOPLE, known.by_public_id)
def reopen(someone: Any) -> Any:
    """Let the person sign in again."""
    change.enable(someone, by=me(), at=request_time())
    flash(_("The account is open again."))
    return back_to("admin.caretaker.person", person_id=someone.public_id)


@pages.get("/admin/letters")
@requires(Can.SEE_OPERATIONS)
def letters() -> Any:
    """Letters by state, newest first."""
    state = request.args.get("state", "")
    state = state if state in set(LetterState) else ""
    found = post.letters(me(), state=state, before=request.args.get("before"))
    shown = {"readers": queries.readers_of(found.letters), "counts": post.counts(me()), "state": state}
    return page("admin/caretaker/letters.html", found=found, said=sentences.letter_state, **shown)


@pages.get("/admin/letters/<letter_id>")
@requires(Can.SEE_OPERATIONS, post.by_public_id)
def letter(found: Any) -> Any:
    """One letter as it was written, but for one that only its reader may know. That it was read is recorded."""
    at = request_time()
    afterwards(record.record_reading, "admin.letter-read", "letter", identity(found), identity(me()), at=at)
    said = sentences.letter_state(found.state, found.address and found.channel)
    reader = queries.readers_of([found])[found.to_id]
    words = "" if found.secret else rules.without_tokens(found.text)
    return page("admin/caretaker/letter.html", letter=found, said=said, reader=reader, words=words)


@pages.get("/admin/jobs")
@requires(Can.SEE_OPERATIONS)
def jobs() -> Any:
    """Jobs by state."""
    state = request.args.get("state", "")
    failures = queries.count_jobs(JobState.FAILED)
    state = state if state in set(JobState) else (JobState.FAILED if failures else JobState.WAITING)
    found = queries.jobs(me(), state, before=request.args.get("before"))
    return page("admin/caretaker/jobs.html", found=found, state=state, failures=failures, work=sentences.work)


@pages.post("/admin/jobs/<job_id>/retry")
@requires(Can.SEE_OPERATIONS, queries.job)
def retry(job: Any) -> Any:
    """Let a failed job run again."""
    done = actions.retry(job, by=me(), at=request_time())
    flash(_("The job runs again in a moment.") if done else _("This job has not failed."))
    return back_to("admin.caretaker.jobs")


@pages.get("/admin/audit")
@requires(Can.SEE_OPERATIONS)
def audit() -> Any:
    """Who did what to whom, newest first, cut to what is asked for."""
    form = RecordForm(request.args)
    if not form.validate():
        return again(RECORD, form=form, found=None)
    someone, several = _meant(form)
    before = request.args.get("before", "")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None
    found, people = queries.record(me(), form.asked(someone), before=number)
    named = {"someone": someone, "several": several, "people": people, "words": sentences}
    return page(RECORD, form=form, found=found, **named)


def _meant(form: RecordForm) -> tuple[Any, list[Any]]:
    """Whom a search means: the one in the address or the only one found; else nobody, and those to choose from."""
    someone = known.by_public_id(request.values.get("person", ""))
    if someone is not None or not form.q.data:
        return someone, []
    found = known.search(me(), form.q.data, most=MOST_NAMED).people
    return (found[0], []) if len(found) == 1 else (None, found)


@pages.post("/admin/audit/list")
@requires(Can.SEE_OPERATIONS)
def take() -> Any:
    """Have what was found in the record written to a file."""
    form = RecordForm(request.form)
    if not form.validate():
        return again(RECORD, form=form, found=None)
    someone, _several = _meant(form)
    kind = read_kind(request.form.get("kind", ""))
    job = actions.ask_for_record(form.asked(someone), kind, by=me(), at=request_time())
    return back_to("core.jobs.show", job_id=job)
