"""Marking short answers, one after another, without names."""

from typing import Any

from flask import flash, request

from lms.accounts.sealing import seal, unseal
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.quizzes import reasons
from lms.quizzes.actions import marking as actions
from lms.quizzes.forms.marking import MarkForm
from lms.quizzes.models import Question
from lms.quizzes.queries import arrivals, figures, marking
from lms.quizzes.rules import marking as rules
from lms.quizzes.views.trainer.pages import pages
from lms.writing.text import brief

SHEET = "quizzes/trainer/mark.html"


@pages.get("/marking")
@requires(Can.MARK_ANSWERS)
def queue() -> Any:
    """What waits, question by question; then what came too late, which a trainer may count."""
    return page(
        "quizzes/trainer/queue.html",
        found=marking.queue(),
        late=arrivals.came_late(me(), request_time()),
        marked=marking.marked_questions(me()),
        say=reasons,
    )


@pages.get("/marking/<question>")
@requires(Can.MARK_ANSWERS, figures.question_by_code)
def mark(question: Question) -> Any:
    """The answer that has waited longest; `answer`: that one, `after`: the one behind it."""
    return page(SHEET, **_shown(question, _chosen(question)))


@pages.post("/marking/<question>")
@requires(Can.MARK_ANSWERS, figures.question_by_code)
def give_marks(question: Question) -> Any:
    """Give the points; then the next answer."""
    form = MarkForm(request.form)
    place = _place(form.answer.data)
    given = marking.given_at(question, place) if place else None
    if given is None:
        flash(f"{rules.NotWaiting()}.")
        return back_to(".mark", question=question.code)
    if form.validate():
        try:
            _give(question, given, form)
            return back_to(".mark", question=question.code)
        except rules.AlreadyMarked as broken:
            flash(f"{broken}.")
            return back_to(".mark", question=question.code)
        except RuleBroken as broken:
            form.broken(None, broken)
    return again(SHEET, **{**_shown(question, given), "form": form})


def _give(question: Question, given: marking.Given, form: MarkForm) -> None:
    if form.accept.data and form.share.data != rules.Share.FULL:
        raise rules.OnlyFullIsAccepted()
    share, text, redone = rules.Share(form.share.data), str(given.answer.value or ""), "again" in request.form
    actions.mark(given.place, share, form.remark.data or "", again=redone, by=me(), at=request_time())
    if form.accept.data and actions.accept(question, text, by=me(), at=request_time()):
        flash(_("Marked. Equal answers that wait are being marked, too."))
    else:
        flash(_("Marked."))


def _place(sealed: str | None) -> tuple[int, int] | None:
    """Attempt and position out of what a page sealed."""
    opened = unseal(sealed) if sealed else None
    attempt, _sign, position = (opened or "").partition("/")
    return (int(attempt), int(position)) if attempt.isdecimal() and position.isdecimal() else None


def _chosen(question: Question) -> marking.Given | None:
    place = _place(request.args.get("answer"))
    if place is not None:
        return marking.given_at(question, place)
    return marking.next_one(question, _place(request.args.get("after")))


def _shown(question: Question, given: marking.Given | None) -> dict[str, Any]:
    token = _token(given) if given else ""
    old = given is not None and not given.answer.waits
    values = {"answer": token}
    if given is not None and old:
        values |= {
            "share": rules.share_of(given.answer.marks, given.item.worth),
            "remark": given.answer.remark or "",
        }
    return {
        "question": question,
        "text": brief(question.text),
        "brief": brief,
        "given": given,
        "old": old,
        "token": token,
        "form": MarkForm(data=values),
        "earlier": marking.earlier_marks(question, given) if given else [],
        "left": next((each.many for each in marking.queue() if each.question.id == question.id), 0),
        "done": [(each, _token(each)) for each in marking.marked_lately(question, me())],
    }


def _token(given: marking.Given) -> str:
    return seal(f"{given.place[0]}/{given.place[1]}")
