"""A mended key: who would change, then let it change them, or let it be."""

from typing import Any

from flask import flash, request

from lms.audit import actions as record
from lms.core.access import me, requires
from lms.core.db import afterwards, identity
from lms.core.errors import RuleBroken
from lms.core.jobs import JobState
from lms.core.pages import back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.quizzes import paper
from lms.quizzes.actions import regrading as actions
from lms.quizzes.models import Question
from lms.quizzes.queries import figures, regrades
from lms.quizzes.rules.regrading import WORKING, State
from lms.quizzes.views.trainer.pages import pages
from lms.writing.text import brief


@pages.get("/questions/<question>/regrades")
@requires(Can.WRITE_QUIZZES, figures.question_by_code)
def question_regrades(question: Question) -> Any:
    """The key as it is now, and what it once changed."""
    return page(
        "quizzes/trainer/question_regrades.html",
        question=question,
        text=brief(question.text),
        key=paper.said(question.kind, question.options, question.key),
        holding=regrades.holding(question.id),
        found=regrades.regrades_of(question),
    )


@pages.post("/questions/<question>/regrades")
@requires(Can.WRITE_QUIZZES, figures.question_by_code)
def begin_regrade(question: Question) -> Any:
    """Let the worker look at it first."""
    try:
        regrade = actions.start(question, by=me(), at=request_time())
    except RuleBroken as broken:
        flash(f"{broken}.")
        return back_to(".question_regrades", question=question.code)
    return back_to(".regrade", question=question.code, regrade_id=regrade.public_id)


@pages.get("/questions/<question>/regrades/<regrade_id>")
@requires(Can.WRITE_QUIZZES, regrades.look)
def regrade(look: regrades.Look) -> Any:
    """How far the worker is; then how many marks change, who passes by it, who no longer does."""
    row, question = look
    working = row.state in WORKING
    touched = [] if working else regrades.touched(row, me())
    if touched:
        number, at = identity(row), request_time()
        afterwards(record.record_reading, "quizzes.regrade_read", "regrade", number, identity(me()), at=at)
    return page(
        "quizzes/trainer/regrade.html",
        row=row,
        question=question,
        key=paper.said(question.kind, question.options, question.key),
        sums=regrades.sums(row),
        touched=touched,
        working=working,
        job=figures.working(regrades.job_key(row)) if working else None,
        JobState=JobState,
        State=State,
    )


@pages.post("/questions/<question>/regrades/<regrade_id>/apply")
@requires(Can.WRITE_QUIZZES, regrades.look)
def apply_regrade(look: regrades.Look) -> Any:
    """Let it change the marks; `only_raise`: so that nobody loses any."""
    only_raise = request.form.get("only_raise") == "yes"
    try:
        actions.apply(look.regrade, look.question, only_raise=only_raise, by=me(), at=request_time())
    except RuleBroken as broken:
        flash(f"{broken}.")
        return back_to(".question_regrades", question=look.question.code)
    return _back(look)


@pages.post("/questions/<question>/regrades/<regrade_id>/again")
@requires(Can.WRITE_QUIZZES, regrades.look)
def look_again_at_key(look: regrades.Look) -> Any:
    """Count once more, with what was handed in since."""
    actions.look_again(look.regrade, by=me(), at=request_time())
    return _back(look)


@pages.post("/questions/<question>/regrades/<regrade_id>/drop")
@requires(Can.WRITE_QUIZZES, regrades.look)
def drop_regrade(look: regrades.Look) -> Any:
    """Let all marks be."""
    actions.drop(look.regrade, by=me(), at=request_time())
    return _back(look)


def _back(look: regrades.Look) -> Any:
    return back_to(".regrade", question=look.question.code, regrade_id=look.regrade.public_id)
