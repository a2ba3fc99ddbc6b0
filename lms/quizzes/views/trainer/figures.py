"""What came of quizzes, in figures: a quiz, one question, a file for a spreadsheet. Nowhere a name."""

from typing import Any

from flask import Response, abort, flash, request

from lms.core.access import me, requires
from lms.core.jobs import JobState
from lms.core.pages import back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.quizzes import queries, reasons
from lms.quizzes.actions import figures as actions
from lms.quizzes.models import Question, Quiz
from lms.quizzes.queries import figures, gains
from lms.quizzes.views.trainer.pages import pages
from lms.writing.text import brief


@pages.get("/quizzes/figures")
@requires(Can.WRITE_QUIZZES)
def all_figures() -> Any:
    """Every quiz, with how many of its questions need a look."""
    return page("quizzes/trainer/all_figures.html", quizzes=figures.summaries())


@pages.get("/quizzes/<quiz_id>/figures")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def quiz_figures(quiz: Quiz) -> Any:
    """The quiz as a whole, and its questions, first those that need a look."""
    found = figures.figures_of(quiz)
    return page(
        "quizzes/trainer/quiz_figures.html",
        quiz=quiz,
        found=found,
        lines=figures.lines(found),
        gain=gains.gain_of(quiz),
        job=figures.working(figures.job_key(quiz.id)),
        JobState=JobState,
        say=reasons,
    )


@pages.post("/quizzes/<quiz_id>/figures")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def work_out(quiz: Quiz) -> Any:
    """Let the worker count again."""
    actions.ask(quiz.id, by=me(), at=request_time())
    flash(_("The figures are being worked out. Look again in a moment."))
    return back_to(".quiz_figures", quiz_id=quiz.public_id)


@pages.get("/quizzes/<quiz_id>/figures/file")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def take_figures(quiz: Quiz) -> Response:
    """The figures as XLSX or CSV: a line for each question (`of=choices`: for everything chosen)."""
    kind, found = request.args.get("kind", "xlsx"), figures.figures_of(quiz)
    if kind not in reasons.FORMS or found is None:
        abort(404)
    write, media_type = reasons.FORMS[kind]
    lines = figures.lines(found)
    if request.args.get("of") == "choices":
        headings = [_("Code"), _("Line or place"), _("Chosen"), _("Answers"), _("Right")]
        answer = Response(write(headings, reasons.taken_rows(lines)), mimetype=media_type)
    else:
        answer = Response(write(*reasons.rows(lines)), mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{quiz.module.slug}.{kind}")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.get("/questions/<question>/figures")
@requires(Can.WRITE_QUIZZES, figures.question_by_code)
def question_figures(question: Question) -> Any:
    """One question in every quiz that asked it: what was chosen, and how it went with the rest."""
    return page(
        "quizzes/trainer/question_figures.html",
        question=question,
        text=brief(question.text),
        told=figures.of_question(question),
        say=reasons,
        said=lambda pick: figures.said(question, pick),
    )
