"""Coordinators and caretakers look at two rows, and say whether they are one person."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, request

from lms.accounts import letters
from lms.audit import actions as record
from lms.core.access import may, me, requires
from lms.core.db import afterwards, identity
from lms.core.errors import RuleBroken
from lms.core.forms import Form
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.duplicates import actions, queries, rules, sentences
from lms.duplicates.forms import FindForm, MergeForm
from lms.duplicates.models import Merge, Pair
from lms.duplicates.rules import PairState
from lms.people import queries as known
from lms.places import queries as places

pages = Blueprint("staff", __name__)

PAIR, MERGED = "duplicates/staff/pair.html", "duplicates/staff/merged.html"


def _words() -> dict[str, Any]:
    return {"words": sentences, "provinces": {row.code: row for row in places.provinces()}}


def _note_reading(act: str, kind: str, row: Any) -> None:
    afterwards(record.record_reading, act, kind, identity(row), identity(me()), at=request_time())


@pages.get("/people/duplicates")
@requires(Can.SEE_DUPLICATES)
def pairs() -> Any:
    """Pairs inside the scope, the most alike first."""
    state = PairState.APART if request.args.get("state") == PairState.APART else PairState.OPEN
    found = queries.pairs(me(), state, after=request.args.get("after"))
    return page("duplicates/staff/pairs.html", found=found, state=state, **_words())


@pages.get("/people/duplicates/<pair_id>")
@requires(Can.MERGE_PEOPLE, queries.pair)
def pair(found: Pair) -> Any:
    """Two persons side by side. That they were looked at is recorded."""
    done = queries.standing_merge(found.one, found.other) if found.state == PairState.MERGED else None
    if done is not None:
        return back_to("duplicates.staff.merged", merge_id=done.public_id)
    _note_reading("duplicates.pair-read", "pair", found)
    return page(PAIR, **_pair(found))


def _pair(found: Pair, form: MergeForm | None = None) -> dict[str, Any]:
    """What the page shows of a pair; who stays is offered, not decided."""
    sides = queries.sides(found.one, found.other)
    offered = sides[rules.stays(sides[0].use, sides[1].use)].person.public_id
    form = form or MergeForm((found.one, found.other), stays=offered)
    return {"pair": found, "sides": sides, "form": form, **_words()}


@pages.post("/people/duplicates/<pair_id>/merge")
@requires(Can.MERGE_PEOPLE, queries.pair)
def merge(found: Pair) -> Any:
    """They are one person."""
    people = (found.one, found.other)
    form = MergeForm(people, request.form)
    if not form.validate():
        return again(PAIR, **_pair(found, form))
    source, target = sorted(people, key=lambda person: person.public_id == form.stays.data)
    try:
        done = actions.merge(source, target, current_app.extensions["personal_data"], by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(PAIR, **_pair(found, form))
    letters.tell(target, "merged", at=request_time())
    flash(_("They are one person now, counted once."))
    return back_to("duplicates.staff.merged", merge_id=done.public_id)


@pages.post("/people/duplicates/<pair_id>/apart")
@requires(Can.MERGE_PEOPLE, queries.pair)
def apart(found: Pair) -> Any:
    """They are two."""
    actions.part(found, by=me(), at=request_time())
    flash(_("Noted: two different people. They are not shown as a pair again."))
    return back_to("duplicates.staff.pairs")


@pages.get("/people/duplicates/new")
@requires(Can.SEE_DUPLICATES)
def new() -> Any:
    """Find the second of two."""
    one = _within_scope(request.args.get("one"))
    form = FindForm(request.args)
    searched = one is not None and form.validate() and bool(form.q.data)
    found = known.search(me(), form.q.data) if searched else None
    second = _within_scope(request.args.get("other")) if request.args.get("other") else None
    return page("duplicates/staff/new.html", one=one, other=second, form=form, found=found, **_words())


@pages.post("/people/duplicates/new")
@requires(Can.SEE_DUPLICATES)
def put_together() -> Any:
    """Put two persons side by side."""
    one, other = _within_scope(request.form.get("one")), _within_scope(request.form.get("other"))
    try:
        made = actions.put_together(one, other, by=me(), at=request_time())
    except RuleBroken as broken:
        form = FindForm()
        form.broken(None, broken)
        return again("duplicates/staff/new.html", one=one, other=None, form=form, found=None, **_words())
    return back_to("duplicates.staff.pair", pair_id=made.public_id)


def _within_scope(person_id: str | None) -> Any:
    """A person whom the viewer may see; anybody else is missing."""
    person = known.by_public_id(person_id or "")
    return person if person is not None and may(Can.SEE_PERSON, person) else abort(404)


@pages.get("/people/duplicates/merges")
@requires(Can.SEE_DUPLICATES)
def merges() -> Any:
    """What was merged, the newest first."""
    found = queries.merges(me(), after=request.args.get("after"))
    return page("duplicates/staff/merges.html", found=found, **_words())


@pages.get("/people/duplicates/merges/<merge_id>")
@requires(Can.MERGE_PEOPLE, queries.merge)
def merged(found: Merge) -> Any:
    """A merge, with a way back."""
    _note_reading("duplicates.merge-read", "merge", found)
    return page(MERGED, merge=found, form=Form(), moved=queries.moved(found), **_words())


@pages.post("/people/duplicates/merges/<merge_id>/undo")
@requires(Can.MERGE_PEOPLE, queries.merge)
def undo(found: Merge) -> Any:
    """They were two after all."""
    form, number = Form(), found.public_id
    try:
        actions.undo(found, current_app.extensions["personal_data"], by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(MERGED, merge=found, form=form, moved=queries.moved(found), **_words())
    flash(_("They are two people again. Each has what was theirs."))
    return back_to("duplicates.staff.merged", merge_id=number)
