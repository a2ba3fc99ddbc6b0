"""Questions in: a file or a pasted text is looked at, confirmed, and taken into the bank by the worker."""

from collections import Counter
from io import BytesIO
from typing import Any

from flask import flash, make_response, request, send_file

from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.quizzes import formats, sentences
from lms.quizzes.actions import importing as actions
from lms.quizzes.formats import corrections, grid_writing, looking
from lms.quizzes.forms.files import BringForm
from lms.quizzes.models import QuestionImport
from lms.quizzes.queries import imports as queries
from lms.quizzes.rules import importing as rules
from lms.quizzes.rules.importing import Fate, State
from lms.quizzes.views.trainer.pages import pages
from lms.writing import text as writing

BRING, PREVIEW = "quizzes/trainer/imports.html", "quizzes/trainer/_import_preview.html"
#: Questions on one page of a file, and under a text that is being typed.
PAGE, TYPED = 20, 30


@pages.get("/questions/imports")
@requires(Can.WRITE_QUIZZES)
def imports() -> Any:
    """Choose a file or paste a text; below, what one brought before."""
    return _bring(page, BringForm(module=request.args.get("module", "")[:20]))


def _bring(answer: Any, form: BringForm, **more: Any) -> Any:
    return answer(BRING, form=form, brought=queries.brought_by(me()), State=State, place_of=queries.place_of, **more)


@pages.post("/questions/imports")
@requires(Can.WRITE_QUIZZES)
def bring() -> Any:
    """Keep a file and show what it holds; nothing joins the bank yet. Asked only to look, keep nothing."""
    request.max_form_memory_size = rules.MOST_TYPED
    form = BringForm(request.form, files=request.files)
    if request.form.get("look"):
        return _bring(page, form, looked=_preview(form))
    if not form.validate():
        return _bring(again, form)
    sheet = form.sheet.data
    data, name = (sheet.stream.read(), sheet.filename) if form.has_file else (form.typed.encode(), "")
    try:
        made = actions.bring(data, name, form.modules[form.module.data], by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken("sheet" if form.has_file else "text", broken)
        return _bring(again, form)
    return back_to(".show_import", import_id=made.public_id)


@pages.post("/questions/imports/preview")
@requires(Can.WRITE_QUIZZES)
def preview_import() -> Any:
    """A text as it is being typed: each question as it will be. Nothing is kept."""
    request.max_form_memory_size = rules.MOST_TYPED
    return page(PREVIEW, looked=_preview(BringForm(request.form)))


def _preview(form: BringForm) -> dict[str, Any] | None:
    """What a pasted text holds, or why nothing can be read; None for no text."""
    if not form.typed.strip():
        return None
    if len(form.typed) > rules.TYPED:
        return {"why": _("This is a long text. Press the button below it to look at it")}
    module = form.modules.get(form.module.data) or next(iter(form.modules.values()), None)
    try:
        reading = formats.read(form.typed.encode())
    except RuleBroken as broken:
        return {"why": str(broken)}
    if module is None:
        return {"why": _("There is no module yet that questions could go to")}
    lines = queries.looked(looking.look(reading), module.id, reading.format)
    return _told(lines, lines[:TYPED], reading.format)


def _told(every: list[queries.Line], shown: list[queries.Line], named: str) -> dict[str, Any]:
    """What the list of questions needs to be drawn."""
    known = writing.facts(*(line.row.question.text for line in shown if line.row.question))
    counts = Counter(line.fate for line in every)
    return {
        "lines": shown, "counts": counts, "format": named, "more": len(every) - len(shown),
        "Fate": Fate, "said": sentences, "answers": looking.answers, "facts": known, "brief": _brief,
    }  # fmt: skip


def _brief(text: str, known: Any) -> Any:
    try:
        return writing.brief(text, known)
    except RuleBroken:
        return text[:1_000]


@pages.get("/questions/imports/<import_id>")
@requires(Can.SEE_IMPORT, queries.by_public_id)
def show_import(brought: QuestionImport) -> Any:
    """What a file holds and what becomes of it; once it was taken in, what came of it."""
    return page("quizzes/trainer/import.html", **_shown(brought), **_standing(brought))


def _shown(brought: QuestionImport) -> dict[str, Any]:
    """The questions of a file that waits, those refused of one that was taken in; nothing once the file is gone."""
    try:
        found = queries.rows(brought) if brought.state in (State.READ, State.DONE) else []
    except rules.FileGone as gone:
        return {"gone": gone if brought.state == State.READ else None, "looked": None}
    if brought.state == State.DONE:
        found = [row for row in found if row.refused]
    lines = queries.looked(found, brought.module_id, brought.format)
    wanted = request.args.get("fate", "")
    kept = [line for line in lines if not wanted or line.fate == wanted]
    typed = request.args.get("after", "")
    after = int(typed) if typed.isdecimal() and len(typed) < 7 else 0
    looked = _told(lines, kept[after : after + PAGE], brought.format)
    further = {"fate": wanted, "after": after, "next": after + PAGE if len(kept) > after + PAGE else None}
    return {"gone": None, "looked": looked | further | {"of": len(kept), "page": PAGE}}


def _standing(brought: QuestionImport) -> dict[str, Any]:
    return {
        "brought": brought, "job": queries.job_of(brought), "State": State, "done": queries.place_of(brought),
        "module": next(module for module in queries.modules() if module.id == brought.module_id),
    }  # fmt: skip


@pages.get("/questions/imports/<import_id>/progress")
@requires(Can.SEE_IMPORT, queries.by_public_id)
def import_progress(brought: QuestionImport) -> Any:
    """The bar alone, for a page that stays open; the whole page anew once the worker is done."""
    answer = make_response(page("quizzes/trainer/_import_progress.html", **_standing(brought)))
    if brought.state != State.RUNNING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.post("/questions/imports/<import_id>/confirm")
@requires(Can.SEE_IMPORT, queries.by_public_id)
def confirm_import(brought: QuestionImport) -> Any:
    """Let the worker take the file in; twice is once."""
    try:
        actions.confirm(brought, replaces=bool(request.form.get("replaces")), by=me(), at=request_time())
    except RuleBroken as broken:
        flash(f"{broken}.")
    return back_to(".show_import", import_id=brought.public_id)


@pages.post("/questions/imports/<import_id>/drop")
@requires(Can.SEE_IMPORT, queries.by_public_id)
def drop_import(brought: QuestionImport) -> Any:
    """Throw a file away that was only looked at."""
    actions.drop(brought, by=me(), at=request_time())
    flash(_("The file is deleted. Nothing was added."))
    return back_to(".imports")


@pages.get("/questions/imports/<import_id>/refused")
@requires(Can.SEE_IMPORT, queries.by_public_id)
def refused_questions(brought: QuestionImport) -> Any:
    """The refused questions as they stood, each with what to mend, to be mended and brought again."""
    try:
        found = queries.rows(brought)
    except rules.FileGone as gone:
        flash(f"{gone}.")
        return back_to(".show_import", import_id=brought.public_id)
    ending = corrections.ENDINGS[brought.format]
    return _download(corrections.write(found, brought.format), _("questions-to-mend") + f".{ending}")


@pages.get("/questions/imports/template")
@requires(Can.WRITE_QUIZZES)
def import_template() -> Any:
    """A table with a question of each kind, to write over."""
    return _download(grid_writing.template(), _("questions") + ".xlsx")


def _download(data: bytes, name: str) -> Any:
    """Bytes to be saved, never shown as a page of ours."""
    answer = send_file(BytesIO(data), "application/octet-stream", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
