"""What a quiz asks: questions with a fixed place, and draws; and how it looks to a learner."""

from typing import Any

from flask import flash, request

from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.quizzes import paper, queries, sentences, trying
from lms.quizzes.actions import settings as verbs
from lms.quizzes.forms.finding import DrawForm, FindForm, offered
from lms.quizzes.models import Quiz
from lms.quizzes.queries import editing, setting
from lms.quizzes.rules.questions import READY
from lms.quizzes.views.trainer.pages import pages

ASKING = "quizzes/trainer/quiz_questions.html"


@pages.get("/quizzes/<quiz_id>/questions")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def quiz_questions(quiz: Quiz) -> Any:
    """What is asked, and the bank to choose from."""
    return page(ASKING, **_asked(quiz))


def _asked(quiz: Quiz, draw: DrawForm | None = None, refused: str | None = None) -> dict[str, Any]:
    choices = offered()
    form = FindForm(request.args, quizzes=[], choices=choices)
    items = setting.items(quiz)
    placed = {question.id for question in items}
    looking = bool(request.args.get("q") or request.args.get("module") or request.args.get("tag"))
    asked = form.asked if looking else form.asked._replace(module=quiz.module.code)
    found = editing.bank(asked, after=request.args.get("after"), most=20)
    draws = setting.draws(quiz, placed)
    asks = sum(question.state == READY for question in items) + sum(line.row.count for line in draws)
    draw = draw or DrawForm(choices=choices, module=quiz.module.code, count="1")
    return {
        "quiz": quiz, "items": items, "draws": draws, "asks": asks, "find": form, "found": found, "placed": placed,
        "draw": draw, "said": sentences, "begun": setting.states(quiz), "refused": refused,
    }  # fmt: skip


@pages.post("/quizzes/<quiz_id>/questions")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def place_question(quiz: Quiz) -> Any:
    """Put a question in, take it out, or move it: `add`, `out`, `up` or `down` with its code."""
    wish = next((name for name in ("add", "out", "up", "down") if name in request.form), None)
    question = editing.question_by_code(request.form.get(wish or "", "")[:20])
    if wish is None or question is None:
        return back_to(".quiz_questions", quiz_id=quiz.public_id)
    told = {"by": me(), "at": now()}
    try:
        if wish == "add":
            verbs.add(quiz, question, **told)
        elif wish == "out":
            verbs.take_out(quiz, question, **told)
        else:
            verbs.move(quiz, question, -1 if wish == "up" else 1, **told)
    except RuleBroken as rule:
        return again(ASKING, **_asked(quiz, refused=str(rule)))
    return back_to(".quiz_questions", quiz_id=quiz.public_id, **_where())


def _where() -> dict[str, str]:
    """What the bank was narrowed by, so that one goes on choosing."""
    return {name: value for name in ("q", "module", "tag", "after") if (value := request.args.get(name))}


@pages.post("/quizzes/<quiz_id>/draws")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def change_draws(quiz: Quiz) -> Any:
    """Draw questions for each attempt besides, or no more."""
    out = paper.number(request.form.get("out"))
    form = DrawForm(request.form)
    told = {"by": me(), "at": now()}
    try:
        if out is not None:
            verbs.draw_no_more(quiz, out, **told)
        elif form.validate():
            module = editing.module_by_code(form.module.data or "")
            verbs.draw(quiz, module, form.tag.data or "", form.hard, form.many, **told)
            flash(_("Each attempt now draws them."))
        else:
            return again(ASKING, **_asked(quiz, draw=form))
    except RuleBroken as rule:
        form.broken("count" if out is None else None, rule)
        return again(ASKING, **_asked(quiz, draw=form, refused=None if out is None else str(rule)))
    return back_to(".quiz_questions", quiz_id=quiz.public_id)


@pages.get("/quizzes/<quiz_id>/preview")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def preview_quiz(quiz: Quiz) -> Any:
    """One sheet as a learner could get it; nothing begins and nothing is kept."""
    questions = trying.sheet(setting.sample(quiz))
    return page("quizzes/trainer/preview_quiz.html", quiz=quiz, questions=questions, asks=len(questions))
