"""What the pages that begin a recount share: its form, and the start of the look."""

from typing import Any

from flask import current_app, request

from lms.attendance import sentences
from lms.attendance.actions import recounts as actions
from lms.attendance.forms import RecountForm
from lms.attendance.queries import recounts
from lms.attendance.queries.rules import versions
from lms.attendance.rules.versions import begun_by
from lms.core.access import may, me
from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.ids import sealed_id
from lms.core.pages import again, back_to
from lms.core.permissions import Can
from lms.core.screens import request_time


def number(form: Any) -> str:
    """The public id of what a form begins: the same for the same sheet sent twice."""
    return sealed_id(current_app.config["SECRET_KEY"], f"{me().id} {form.once.data}")


def again_form(typed: Any = None) -> RecountForm:
    """Why, and for those who answer for the rule by which version: a trainer's class is decided by its own."""
    known = begun_by(versions(), local(request_time()).date()) if may(Can.SET_RULE) else []
    return RecountForm(typed, versions=[(rule.version, sentences.rule_line(rule)) for rule in known])


def start(template: str, **about: Any) -> Any:
    """Begin to look at `about` (a session, a series, or nothing: all); then the page of that look."""
    form = again_form(request.form)
    if form.validate():
        told = {"version": form.version.data, "reason": form.reason.data, "number": number(form)}
        try:
            recount = actions.start(**told, **about, by=me(), at=request_time())
            return back_to("attendance.trainer.recount", recount_id=recount.public_id)
        except RuleBroken as broken:
            form.broken(None, broken)
    return again(template, form=form, looks=recounts.looks(**about), words=sentences, **about)
