"""The bank: looking for questions, writing them, trying them, and what they said before."""

from typing import Any

from flask import abort, flash, request

from lms.catalogue.models import Module
from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.quizzes import paper, reasons, sentences, trying
from lms.quizzes.actions import questions as verbs
from lms.quizzes.forms import answers
from lms.quizzes.forms.finding import FindForm
from lms.quizzes.models import Question
from lms.quizzes.queries import editing, figures, setting
from lms.quizzes.rules import questions as rules
from lms.quizzes.views.trainer.pages import pages
from lms.writing import text as writing

EDIT = "quizzes/trainer/edit_question.html"


@pages.get("/questions")
@requires(Can.WRITE_QUIZZES)
def questions() -> Any:
    """The questions of the bank, narrowed by what is asked for."""
    quizzes = [(line.quiz.public_id, line.name) for line in setting.quizzes() if line.quiz.state != "archived"]
    form = FindForm(request.args, quizzes=quizzes)
    found = editing.bank(form.asked, after=request.args.get("after"))
    asked = {name: value for name, value in request.args.items() if name in form and value}
    flagged = figures.flagged(line.question.id for line in found.lines)
    values = {"form": form, "found": found, "asked": asked, "flagged": flagged}
    return page("quizzes/trainer/questions.html", **values, why=reasons, said=sentences)


@pages.get("/questions/new")
@requires(Can.WRITE_QUIZZES)
def new_question() -> Any:
    """Which kind, and for which module; then an empty sheet."""
    kind, module = _wanted()
    if kind is None or module is None:
        modules = editing.modules()
        return page("quizzes/trainer/new_question.html", modules=modules, module=module, said=sentences)
    form = answers.empty(kind, None, editing.lessons(module))
    return page(EDIT, form=form, question=None, module=module, said=sentences)


def _wanted() -> tuple[str | None, Module | None]:
    kind = request.args.get("kind")
    return kind if kind in answers.FORMS else None, editing.module_by_code(request.args.get("module", "")[:20])


@pages.post("/questions/new")
@requires(Can.WRITE_QUIZZES)
def create_question() -> Any:
    """Keep a new question."""
    kind, module = _wanted()
    if kind is None or module is None:
        return back_to(".new_question")
    form = answers.empty(kind, request.form, editing.lessons(module))
    sheet = {"form": form, "question": None, "module": module, "said": sentences}
    if request.form.get("rows"):
        form.arrange(request.form["rows"])
        return page(EDIT, **sheet)
    made = form.validate() and _kept(form, lambda words: verbs.create(words, module, by=me(), at=now()))
    if not made:
        return again(EDIT, **sheet)
    flash(_("The question is kept. Try it as a learner would."))
    return back_to(".question", question=made.code)


def _kept(form: Any, keep: Any) -> Any:
    """What became of the words of a form; None where a rule refused them, which the form then says."""
    try:
        return keep(form.words)
    except RuleBroken as rule:
        form.refuse(rule)
        return None


@pages.get("/questions/<question>")
@requires(Can.WRITE_QUIZZES, editing.question_by_code)
def question(question: Question) -> Any:
    """The question as learners see it, how an answer would be marked, where it is used."""
    return _shown(question, trying.blank(question))


@pages.post("/questions/<question>/try")
@requires(Can.WRITE_QUIZZES, editing.question_by_code)
def try_question(question: Question) -> Any:
    """How this answer would be marked; nothing is kept."""
    return _shown(question, trying.given(question, paper.from_form(request.form).get(1)))


def _shown(question: Question, tried: trying.Tried) -> Any:
    return page(
        "quizzes/trainer/question.html",
        question=question,
        tried=tried,
        module=editing.module_of(question),
        lesson=editing.lesson_of(question),
        tags=editing.tags_of(question),
        used=editing.used_in(question),
        attempts=editing.attempts_with(question),
        said=sentences,
    )


@pages.get("/questions/<question>/edit")
@requires(Can.WRITE_QUIZZES, editing.question_by_code)
def edit_question(question: Question) -> Any:
    """The question on a sheet, to be changed."""
    return page(EDIT, **_sheet(question, None))


def _sheet(question: Question, typed: Any) -> dict[str, Any]:
    module = editing.module_of(question)
    words = editing.words_of(question)
    form = answers.filled(words, typed, editing.lessons(module), seen=question.version)
    seen = writing.brief(question.text)
    return {"form": form, "question": question, "module": module, "said": sentences, "preview": seen}


@pages.post("/questions/<question>/edit")
@requires(Can.WRITE_QUIZZES, editing.question_by_code)
def change_question(question: Question) -> Any:
    """Keep what was changed; one whose key changed may change marks."""
    sheet = _sheet(question, request.form)
    form = sheet["form"]
    if request.form.get("rows"):
        form.arrange(request.form["rows"])
        return page(EDIT, **sheet)
    before = editing.words_of(question)
    done = form.validate() and _kept(form, lambda words: _change(question, words, form.seen_version))
    if not done:
        return again(EDIT, **sheet, other=_other(question, form))
    _tell(question, before)
    return back_to(".question", question=question.code)


def _change(question: Question, words: dict[str, Any], seen: int) -> Question:
    return verbs.change(question, words, seen_version=seen, by=me(), at=now())


def _other(question: Question, form: Any) -> dict[str, Any] | None:
    """What somebody else wrote while this page was open; the next saving then replaces it knowingly."""
    if form.seen_version == question.version:
        return None
    form.seen.data = str(question.version)
    return editing.words_of(question)


def _tell(question: Question, before: dict[str, Any]) -> None:
    changed = rules.changes_marks(before, editing.words_of(question))
    if changed and editing.attempts_with(question):
        flash(
            _("The change is kept. Attempts already begun keep the question as it was; see below whom that concerns.")
        )
    else:
        flash(_("The change is kept. It holds for every attempt that begins from now on."))


@pages.get("/questions/<question>/history")
@requires(Can.WRITE_QUIZZES, editing.question_by_code)
def question_history(question: Question) -> Any:
    """Every text it had, with what changed from one to the next."""
    past = editing.versions(question)
    lessons = {row.id: row for row in editing.lessons(editing.module_of(question))}
    lines = trying.changes(past, lessons, sentences)
    return page("quizzes/trainer/question_history.html", question=question, lines=lines)


@pages.post("/questions/<question>/restore")
@requires(Can.WRITE_QUIZZES, editing.question_by_code)
def restore_question(question: Question) -> Any:
    """An earlier text holds again."""
    number = paper.number(request.form.get("number"))
    version = None if number is None else editing.version(question, number)
    if version is None:
        abort(404)
    before = editing.words_of(question)
    seen = paper.number(request.form.get("seen"))
    try:
        verbs.restore(question, version, seen_version=seen, by=me(), at=now())
    except RuleBroken as rule:
        flash(f"{rule}.")
        return back_to(".question_history", question=question.code)
    _tell(question, before)
    return back_to(".question", question=question.code)


@pages.post("/questions/<question>/archive")
@requires(Can.WRITE_QUIZZES, editing.question_by_code)
def archive_question(question: Question) -> Any:
    """Out of every attempt that begins from now on."""
    verbs.archive(question, by=me(), at=now())
    flash(_("The question is archived. No new attempt asks it; results stay as they are."))
    return back_to(".question", question=question.code)


@pages.post("/questions/<question>/bring-back")
@requires(Can.WRITE_QUIZZES, editing.question_by_code)
def bring_back_question(question: Question) -> Any:
    """Asked again."""
    verbs.bring_back(question, by=me(), at=now())
    flash(_("The question is in use again."))
    return back_to(".question", question=question.code)
