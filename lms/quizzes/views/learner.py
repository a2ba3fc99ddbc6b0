"""What a learner does with a quiz."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, jsonify, request

from lms.catalogue.models import Module
from lms.core.access import me, requires, wants_json
from lms.core.clock import now
from lms.core.pages import back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.quizzes import paper, queries
from lms.quizzes.actions import attempts
from lms.quizzes.models import Attempt, Quiz
from lms.quizzes.queries import advice, setting
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules import events, review

pages = Blueprint("learner", __name__)
#: Where somebody comes back to who was signed out in the middle of an attempt.
BACK = "quizzes.learner.attempt"


@pages.get("/modules/<slug>/quiz")
@requires(Can.TAKE_QUIZ, setting.module_with_quizzes)
def of_module(module: Module) -> Any:
    """The way from a module to its quiz; to choose from where there are several."""
    found = setting.open_quizzes(module)
    if len(found) == 1:
        return back_to("quizzes.learner.quiz", quiz_id=found[0].public_id)
    standings = queries.standing(me(), [quiz.id for quiz in found])
    return page("quizzes/learner/of_module.html", module=module, quizzes=found, standings=standings)


@pages.get("/quizzes/<quiz_id>")
@requires(Can.TAKE_QUIZ, queries.quiz_to_take)
def quiz(quiz: Quiz) -> Any:
    """What the quiz is, the tries so far, and one button."""
    standing, at = queries.standing(me(), [quiz.id])[quiz.id], now()
    return page(
        "quizzes/learner/quiz.html",
        quiz=quiz,
        tries=standing.tries,
        standing=standing,
        shown={attempt.id: review.seen(quiz, attempt, standing, at) for attempt in standing.tries},
        size=queries.size(quiz),
        closed=rules.closed(quiz.state, standing.terms.closes_at, at),
    )


@pages.post("/quizzes/<quiz_id>/attempts")
@requires(Can.TAKE_QUIZ, queries.quiz_to_take)
def start(quiz: Quiz) -> Any:
    """Begin, or go on with what is open."""
    attempt = attempts.start(quiz, me(), phone=_phone(), by=me(), at=now())
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
        shown=review.rule_of(attempt.quiz)[review.Phase.DURING],
    )


@pages.post("/attempts/<attempt_id>/answers")
@requires(Can.ANSWER, queries.attempt_alone, back=BACK)
def answers(attempt: Attempt) -> Any:
    """One answer from a phone (`position`, `sequence` and its fields: JSON back), or the sheet from a form."""
    at = now()
    if "position" in request.form:
        return _one(attempt, at)
    if attempts.save_all(attempt, **_sheet(), by=me(), at=at):
        flash(_("Your answers are saved. You can go on later, on any device."))
    return back_to("quizzes.learner.attempt", attempt_id=attempt.public_id)


def _one(attempt: Attempt, at: datetime) -> Any:
    """200 {saved, sequence, late, error}; 409 {next} once it is handed in, with nothing new; 422 {error} for no answer.

    200 {saved: false, newer, newer_at}: another device gave something else under the number `newer`, which counts.
    Each tells the time, too; see `_clock`.
    """
    position, sequence = (paper.number(request.form.get(name)) for name in ("position", "sequence"))
    raw, told = paper.from_form(request.form).get(position), _clock(attempt, at)
    try:
        if position is None or sequence is None:
            raise attempts.NotAsked()
        saved = attempts.save(attempt, position, raw, sequence, phone=_phone(), by=me(), at=at)
    except (attempts.NotAsked, attempts.AnswerStands) as rule:
        return jsonify(saved=False, error=str(rule), **told), 422
    except attempts.AlreadyHandedIn as rule:
        return jsonify(saved=False, error=str(rule), next=_address("result", attempt), **told), 409
    said: dict[str, Any] = {"late": saved.late, "error": str(saved.problem or "") or None}
    if saved.newer:
        said |= {"newer": saved.newer.sequence, "newer_at": _ms(saved.newer.at)}
    return jsonify(saved=saved.newer is None, sequence=saved.sequence, **said, **told)


@pages.post("/attempts/<attempt_id>/look/<position>")
@requires(Can.ANSWER, queries.attempt_with, back=BACK)
def look(attempt: Attempt) -> Any:
    """In practice: the right answer of one question. The sheet is kept first; what was answered stands since."""
    at, position = now(), int(request.view_args["position"])
    attempts.save_all(attempt, **_sheet(), by=me(), at=at)
    line = attempts.look(attempt, position, phone=_phone(), by=me(), at=at)
    if not wants_json():
        return back_to("quizzes.learner.attempt", attempt_id=attempt.public_id, _anchor=f"q{position}")
    during, question = review.check_look(attempt.quiz), paper.questions([line])[0]
    said: dict[str, Any] = {"looked": True, "key": question.key}
    if during.marks:
        said |= {"right": question.right, "partly": question.partly, "marks": question.marks, "waits": question.waits}
    if during.explanations:
        said |= {"explanation": str(question.explanation), "feedback": question.feedback}
    return jsonify(**said, **_clock(attempt, at))


@pages.get("/attempts/<attempt_id>/check")
@requires(Can.ANSWER, queries.attempt_by_id)
def check(attempt: Attempt) -> Any:
    """Looking over: which questions are answered, open or cannot be read, and both ways on."""
    if attempt.state == rules.HANDED_IN:
        return back_to("quizzes.learner.result", attempt_id=attempt.public_id)
    questions = paper.questions(queries.paper(attempt))
    return page("quizzes/learner/check.html", attempt=attempt, questions=questions)


@pages.post("/attempts/<attempt_id>/hand-in")
@requires(Can.ANSWER, queries.attempt_by_id, back=BACK)
def hand_in(attempt: Attempt) -> Any:
    """Hand in the full set once it was looked over (`anyway` says so), else keep it and show what is there."""
    at = now()
    take = attempts.hand_in if "anyway" in request.form else attempts.offer
    done = bool(take(attempt, **_sheet(), by=me(), at=at))
    name = "result" if done else "check"
    if wants_json():
        return jsonify(done=done, next=_address(name, attempt), **_clock(attempt, at))
    return back_to(f"quizzes.learner.{name}", attempt_id=attempt.public_id)


def _sheet() -> dict[str, Any]:
    """Everything a form says: answers, their numbers where a phone counted them, and what the phone is."""
    form = request.form
    seen = paper.number(form.get("seen"))
    return {"answers": paper.from_form(form), "numbers": paper.numbers(form), "seen": seen, "phone": _phone()}


def _phone() -> events.Phone:
    return events.phone(request.form.get("device"), request.form.get("phone_at"))


def _clock(attempt: Attempt, at: datetime) -> dict[str, int | None]:
    """The time here and when time is up, in ms, and the seconds left: a phone's clock mends itself by them."""
    due = attempt.due_at
    left = None if due is None else max(0, int((due - at).total_seconds()))
    return {"now": _ms(at), "due": due and _ms(due), "remaining": left}


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _address(name: str, attempt: Attempt) -> str:
    return back_to(f"quizzes.learner.{name}", attempt_id=attempt.public_id).location


@pages.get("/attempts/<attempt_id>/result")
@requires(Can.SEE_ATTEMPT, queries.attempt_by_id)
def result(attempt: Attempt) -> Any:
    """The score, what to look at again and why, and where to go on: as far as it is shown now."""
    if attempt.state != rules.HANDED_IN:
        return back_to("quizzes.learner.attempt", attempt_id=attempt.public_id)
    at, quiz = now(), attempt.quiz
    standings = queries.standing(me(), [number for number in (quiz.id, quiz.pair_id) if number])
    shown = review.seen(quiz, attempt, standings[quiz.id], at)
    questions = paper.questions(queries.sheet(attempt))
    missed = [one.item.question_id for one in questions if shown.marks and not one.right and not one.waits]
    return page(
        "quizzes/learner/result.html",
        attempt=attempt,
        questions=questions,
        needed=attempt.out_of * quiz.pass_percent / 100,
        standing=standings[quiz.id],
        closed=rules.closed(quiz.state, standings[quiz.id].terms.closes_at, at),
        shown=shown,
        more=review.more(quiz, attempt, at, standings[quiz.id].terms),
        lessons=advice.lessons(missed),
        gain=before.first_marked if (before := standings.get(quiz.pair_id)) and shown.marks else None,
    )
