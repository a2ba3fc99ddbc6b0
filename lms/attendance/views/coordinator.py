"""The rule of attendance: its versions in words, a new one, and deciding every class again."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, request

from lms.attendance import sentences
from lms.attendance.actions import rules as actions
from lms.attendance.forms import RuleForm
from lms.attendance.queries import recounts
from lms.attendance.queries.rules import made, versions
from lms.attendance.rules import versions as rules
from lms.attendance.views.recounting import again_form, number, start
from lms.core.access import me, requires
from lms.core.clock import local
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time

pages = Blueprint("coordinator", __name__)

NEW = "attendance/coordinator/new_rule.html"
RECOUNT = "attendance/coordinator/recount.html"
#: Where a sentence about a new version belongs.
BESIDE = {
    rules.PercentOutside: "present",
    rules.PartialNotBelow: "partial",
    rules.LateOutside: "late",
    rules.DayGone: "from_day",
}


@pages.get("/attendance/rules")
@requires(Can.SET_RULE)
def rule() -> Any:
    """Which version is in force, which was, which comes or waits to be applied; what was decided again."""
    today = local(request_time()).date()
    return page(
        "attendance/coordinator/rule.html",
        made=made(),
        first=rules.RULE_2026_1,
        now=rules.in_force(versions(), today),
        today=today,
        looks=recounts.looks(),
        words=sentences,
    )


@pages.get("/attendance/rules/new")
@requires(Can.SET_RULE)
def new_rule() -> Any:
    """Type new thresholds, beginning with those in force."""
    day = local(request_time()).date() + timedelta(days=1)
    now = rules.in_force(versions(), day)
    late = now.late_after // timedelta(minutes=1)
    return page(NEW, form=RuleForm(present=now.present_percent, partial=now.partial_percent, late=late, from_day=day))


@pages.post("/attendance/rules/new")
@requires(Can.SET_RULE)
def propose() -> Any:
    """Write the version down; what it changes is shown before it is in force."""
    form = RuleForm(request.form)
    if not form.validate():
        return again(NEW, form=form)
    told = {name: form[name].data for name in ("present", "partial", "late", "from_day", "reason")}
    try:
        recount = actions.propose(**told, number=number(form), by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(BESIDE.get(type(broken)), broken)
        return again(NEW, form=form)
    return back_to("attendance.trainer.recount", recount_id=recount.public_id)


@pages.get("/attendance/recount")
@requires(Can.SET_RULE)
def recount_all() -> Any:
    """Decide every class that is over again: by which version, and why."""
    return page(RECOUNT, form=again_form(), looks=recounts.looks(), words=sentences)


@pages.post("/attendance/recount")
@requires(Can.SET_RULE)
def start_all() -> Any:
    """Look at all of them first."""
    return start(RECOUNT)
