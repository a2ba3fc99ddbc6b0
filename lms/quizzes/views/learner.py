"""What a learner does with a quiz."""

from typing import Any

from flask import Blueprint, flash, jsonify, request

from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.pages import back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.quizzes import paper, queries
from lms.quizzes.actions import attempts
from lms.quizzes.models import Attempt, Quiz
from lms.quizzes.rules import attempts as rules

pages = Blueprint("learner", __name__)


@pages.get("/modules/<slug>/quiz")
@requires(Can.TAKE_QUIZ, queries.quiz_at)
def of_module(quiz: Quiz) -> Any:
    """The way from a module to its quiz."""
    return back_to("quizzes.learner.quiz", quiz_id=quiz.public_id)


@pages.get("/quizzes/<quiz_id>")
@requires(Can.TAKE_QUIZ, queries.quiz_by_id)
def quiz(quiz: Quiz) -> Any:
    """What the quiz is, the tries so far, and one button."""
    tries = queries.tries(quiz, me())
    standing = queries.standing_of(quiz, tries)
    return page("quizzes/learner/quiz.html", quiz=quiz, tries=tries, standing=standing, size=queries.size(quiz))


@pages.post("/quizzes/<quiz_id>/attempts")
@requires(Can.TAKE_QUIZ, queries.quiz_by_id)
def start(quiz: Quiz) -> Any:
    """Begin, or go on with what is open."""
    attempt = attempts.start(quiz, me(), by=me(), at=now())
    return back_to("quizzes.learner.attempt", attempt_id=attempt.public_id)


@pages.get("/attempts/<attempt_id>")
@requires(Can.ANSWER, queries.attempt_by_id)
def attempt(attempt: Attempt) -> Any:
    """The questions, each with the answer given so far."""
    if attempt.state == rules.HANDED_IN:
        return back_to("quizzes.learner.result", attempt_id=attempt.public_id)
    lines = queries.paper(attempt)
    return page(
        "quizzes/learner/attempt.html",
        attempt=attempt,
        questions=paper.questions(lines),
        sequence=max((answer.sequence for _item, answer in lines if answer), default=0),
        over=rules.overdue(attempt.due_at, now()),
    )


@pages.post("/attempts/<attempt_id>/answers")
@requires(Can.ANSWER, queries.attempt_alone)
def answers(attempt: Attempt) -> Any:
    """One answer from a phone (`position`, `sequence` and its fields: JSON back), or the sheet from a form."""
    if "position" in request.form:
        return _one(attempt)
    seen = paper.number(request.form.get("seen"))
    if attempts.save_all(attempt, paper.from_form(request.form), seen=seen, by=me(), at=now()):
        flash(_("Your answers are saved. You can go on later, on any device."))
    return back_to("quizzes.learner.attempt", attempt_id=attempt.public_id)


def _one(attempt: Attempt) -> Any:
    """200 {saved, sequence, late, error}; 409 {next} once it is handed in; 422 {error} for what is no answer."""
    position, sequence = (paper.number(request.form.get(name)) for name in ("position", "sequence"))
    raw = paper.from_form(request.form).get(position)
    try:
        if position is None or sequence is None:
            raise attempts.NotAsked()
        saved = attempts.save(attempt, position, raw, sequence, by=me(), at=now())
    except attempts.NotAsked as rule:
        return jsonify(saved=False, error=str(rule)), 422
    except attempts.AlreadyHandedIn as rule:
        return jsonify(saved=False, error=str(rule), next=_address("result", attempt)), 409
    return jsonify(saved=True, sequence=saved.sequence, late=saved.late, error=str(saved.problem or "") or None)


@pages.get("/attempts/<attempt_id>/check")
@requires(Can.ANSWER, queries.attempt_by_id)
def check(attempt: Attempt) -> Any:
    """Before handing in with questions open: which ones, and both ways on."""
    if attempt.state == rules.HANDED_IN:
        return back_to("quizzes.learner.result", attempt_id=attempt.public_id)
    questions = paper.questions(queries.paper(attempt))
    return page("quizzes/learner/check.html", attempt=attempt, questions=questions)


@pages.post("/attempts/<attempt_id>/hand-in")
@requires(Can.ANSWER, queries.attempt_by_id)
def hand_in(attempt: Attempt) -> Any:
    """Hand in the full set; with questions open, ask first (`anyway` says the person was asked)."""
    take = attempts.hand_in if "anyway" in request.form else attempts.offer
    seen = paper.number(request.form.get("seen"))
    done = bool(take(attempt, paper.from_form(request.form), seen=seen, by=me(), at=now()))
    name = "result" if done else "check"
    if request.accept_mimetypes.accept_json and not request.accept_mimetypes.accept_html:
        return jsonify(done=done, next=_address(name, attempt))
    return back_to(f"quizzes.learner.{name}", attempt_id=attempt.public_id)


def _address(name: str, attempt: Attempt) -> str:
    return back_to(f"quizzes.learner.{name}", attempt_id=attempt.public_id).location


@pages.get("/attempts/<attempt_id>/result")
@requires(Can.SEE_ATTEMPT, queries.attempt_by_id)
def result(attempt: Attempt) -> Any:
    """The score, what to look at again and why, and where to go on."""
    if attempt.state != rules.HANDED_IN:
        return back_to("quizzes.learner.attempt", attempt_id=attempt.public_id)
    return page(
        "quizzes/learner/result.html",
        attempt=attempt,
        questions=paper.questions(queries.sheet(attempt)),
        needed=attempt.out_of * attempt.quiz.pass_percent / 100,
        standing=queries.standing(me(), [attempt.quiz_id])[attempt.quiz_id],
    )
