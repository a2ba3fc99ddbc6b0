"""Quizzes as those who set them up see them: the list, a new one, its settings, its state."""

from typing import Any

from flask import flash, request

from lms.catalogue.models import Module
from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import title_of
from lms.core.words import _
from lms.quizzes import queries, sentences
from lms.quizzes.actions import settings as verbs
from lms.quizzes.forms.settings import SettingsForm, shown_of
from lms.quizzes.models import Quiz
from lms.quizzes.queries import editing, setting
from lms.quizzes.rules.review import Phase, Shown
from lms.quizzes.rules.terms import QuizState
from lms.quizzes.views.trainer.pages import pages

SETTINGS, NEW = "quizzes/trainer/settings.html", "quizzes/trainer/new_quiz.html"
#: What a new quiz is set to.
USUAL = {
    "purpose": "practice", "pass_percent": "70", "attempts_allowed": "0", "counts": "best", "preset": "usual",
    "shuffle_options": True,
}  # fmt: skip
PARTS = {"said": sentences, "phases": Phase, "things": Shown._fields}


@pages.get("/quizzes")
@requires(Can.WRITE_QUIZZES)
def quizzes() -> Any:
    """Every quiz, in the order of the curriculum."""
    return page("quizzes/trainer/quizzes.html", lines=setting.quizzes(), said=sentences)


@pages.get("/quizzes/new")
@requires(Can.WRITE_QUIZZES)
def new_quiz() -> Any:
    """For which module; then an empty sheet."""
    module = editing.module_by_code(request.args.get("module", "")[:20])
    if module is None:
        return page("quizzes/trainer/which_module.html", modules=editing.modules())
    form = SettingsForm(pairs=setting.pre_quizzes(None, module.id), **USUAL)
    return page(NEW, form=form, module=module, quiz=None, **PARTS)


@pages.post("/quizzes/new")
@requires(Can.WRITE_QUIZZES)
def create_quiz() -> Any:
    """Keep a new quiz as a draft."""
    module = editing.module_by_code(request.args.get("module", "")[:20])
    if module is None:
        return back_to(".new_quiz")
    form = SettingsForm(request.form, pairs=setting.pre_quizzes(None, module.id))
    made = form.validate() and _kept(form, lambda words: verbs.make(module, words, by=me(), at=now()))
    if not made:
        return again(NEW, form=form, module=module, quiz=None, **PARTS)
    flash(_("The quiz is a draft. Choose what it asks, then open it."))
    return back_to(".quiz_questions", quiz_id=made.public_id)


def _kept(form: SettingsForm, keep: Any) -> Any:
    """What became of the settings; None where a rule refused them, which the form then says."""
    try:
        return keep(form.words)
    except RuleBroken as rule:
        form.refuse(rule)
        return None


@pages.get("/quizzes/<quiz_id>/settings")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def settings(quiz: Quiz) -> Any:
    """How a quiz is set up."""
    form = SettingsForm(pairs=setting.pre_quizzes(quiz, quiz.module_id), **shown_of(quiz), **_pair(quiz))
    return page(SETTINGS, form=form, **_around(quiz))


def _pair(quiz: Quiz) -> dict[str, str]:
    pairs = setting.pre_quizzes(quiz, quiz.module_id)
    return {"pair": next((row.public_id for row in pairs if row.id == quiz.pair_id), "")}


def _around(quiz: Quiz) -> dict[str, Any]:
    """What the settings stand in: the quiz, its size, and attempts already begun."""
    module: Module = quiz.module
    return {"quiz": quiz, "module": module, "asks": queries.size(quiz), "begun": setting.states(quiz), **PARTS}


@pages.post("/quizzes/<quiz_id>/settings")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def change_settings(quiz: Quiz) -> Any:
    """Set it anew."""
    form = SettingsForm(request.form, pairs=setting.pre_quizzes(quiz, quiz.module_id))
    changed = form.validate() and _kept(form, lambda words: [verbs.change(quiz, words, by=me(), at=now())])
    if not changed:
        return again(SETTINGS, form=form, **_around(quiz))
    flash(_("The settings are kept."))
    return back_to(".settings", quiz_id=quiz.public_id)


@pages.post("/quizzes/<quiz_id>/state")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def set_quiz_state(quiz: Quiz) -> Any:
    """Open it, archive it, or make it a draft again."""
    state = request.form.get("state", "")
    if state in list(QuizState):
        try:
            verbs.set_state(quiz, state, by=me(), at=now())
        except RuleBroken as rule:
            form = SettingsForm(pairs=setting.pre_quizzes(quiz, quiz.module_id), **shown_of(quiz), **_pair(quiz))
            form.broken(None, rule)
            return again(SETTINGS, form=form, **_around(quiz))
        flash(_("The quiz is now: %(state)s.", state=str(sentences.STATES[state])))
    return back_to(".settings", quiz_id=quiz.public_id)


@pages.post("/quizzes/<quiz_id>/duplicate")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def duplicate_quiz(quiz: Quiz) -> Any:
    """The same once more, as a draft."""
    named = quiz.named
    titles = {"title_vi": f"{named.title_vi} (bản sao)", "title_en": f"{title_of(named)} (copy)"}
    if named.title_en:
        titles["title_en"] = f"{named.title_en} (copy)"
    made = verbs.duplicate(quiz, **titles, by=me(), at=now())
    flash(_("This is the copy, a draft."))
    return back_to(".settings", quiz_id=made.public_id)
