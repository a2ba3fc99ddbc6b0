"""The sheet on which a lesson is written: draft, preview, publish."""

from typing import Any

from flask import flash, request

from lms.catalogue.actions import drafts, publishing
from lms.catalogue.comparing import compared
from lms.catalogue.forms import LessonForm, lesson_form
from lms.catalogue.models import Lesson
from lms.catalogue.queries import editing, history
from lms.catalogue.queries.texts import words_of
from lms.catalogue.rules.editing import Overtaken, Seen, ShownChanged
from lms.catalogue.rules.words import NotReady
from lms.catalogue.views.trainer.pages import pages
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.writing.text import render

SHEET = "catalogue/trainer/write.html"


def _seen(lesson: Lesson, draft: Any) -> Seen:
    return Seen(draft.revision if draft else 0, lesson.version)


def _facts(lesson: Lesson) -> dict[str, Any]:
    draft = editing.draft(lesson)
    found = {"lesson": lesson, "draft": draft, "writer": editing.drafted_by(draft)}
    return found | {"offered": history.offered(lesson), "behind": draft is not None and draft.base != lesson.version}


@pages.get("/lessons/<lesson>/write")
@requires(Can.EDIT_LESSONS, editing.lesson)
def write(lesson: Lesson) -> Any:
    """The draft, or what readers see if there is none."""
    facts = _facts(lesson)
    draft = facts["draft"]
    words = draft.words if draft else words_of(lesson)
    return page(SHEET, form=lesson_form(words, _seen(lesson, draft)), other=None, **facts)


@pages.post("/lessons/<lesson>/write")
@requires(Can.EDIT_LESSONS, editing.lesson)
def save(lesson: Lesson) -> Any:
    """Keep the draft; then look at it, or show it to readers, if that button was pressed."""
    form, facts, do = LessonForm(request.form), _facts(lesson), request.form.get("do", "")
    if not form.validate():
        return again(SHEET, form=form, other=None, **facts)
    told = (lesson, form.words, form.seen)
    try:
        if do == "publish":
            publishing.write_and_publish(*told, form.note.data or "", by=me(), at=request_time())
            flash(_("Readers see this text now."))
        else:
            drafts.save(*told, by=me(), at=request_time())
            flash(_("The draft is saved. Readers do not see it yet."))
    except (Overtaken, ShownChanged) as broken:
        return _beside(form, broken, facts)
    except RuleBroken as broken:
        return _refused(form, broken, facts)
    return back_to(".preview" if do == "preview" else ".write", lesson=lesson.slug)


def _beside(form: LessonForm, broken: RuleBroken, facts: dict[str, Any]) -> Any:
    """What was typed stays in the form, what came in between stands above it; the form knows of both now."""
    lesson, draft = facts["lesson"], facts["draft"]
    theirs = draft.words if draft and isinstance(broken, Overtaken) else words_of(lesson)
    seen = _seen(lesson, draft)
    form.revision.data, form.version.data = str(seen.revision), str(seen.version)
    form.broken(None, broken)
    return again(SHEET, form=form, other=compared(theirs, form.words), theirs=theirs, **facts)


def _refused(form: LessonForm, broken: RuleBroken, facts: dict[str, Any]) -> Any:
    for field, fault in broken.faults if isinstance(broken, NotReady) else [(None, broken)]:
        form.broken(field, fault)
    return again(SHEET, form=form, other=None, **facts)


@pages.get("/lessons/<lesson>/draft")
@requires(Can.EDIT_LESSONS, editing.lesson)
def preview(lesson: Lesson) -> Any:
    """The draft as readers would see it."""
    draft = editing.draft(lesson)
    words = draft.words if draft else words_of(lesson)
    html = {"body": render(words["body"]), "activity": render(words["activity"], "a-")}
    return page("catalogue/trainer/preview.html", lesson=lesson, draft=draft, words=words, html=html)


@pages.post("/lessons/<lesson>/draft/discard")
@requires(Can.EDIT_LESSONS, editing.lesson)
def discard(lesson: Lesson) -> Any:
    """Go back to what readers see; the draft stays in the history."""
    form = LessonForm(request.form)
    try:
        drafts.discard(lesson, form.seen, by=me(), at=request_time())
    except RuleBroken as broken:
        facts = _facts(lesson)
        sheet = lesson_form(facts["draft"].words, _seen(lesson, facts["draft"]))
        return _refused(sheet, broken, facts)
    flash(_("The draft is gone from here; the history keeps it."))
    return back_to(".write", lesson=lesson.slug)


@pages.post("/lessons/<lesson>/publish")
@requires(Can.EDIT_LESSONS, editing.lesson)
def publish(lesson: Lesson) -> Any:
    """Show the saved draft to readers, from its preview; what is missing is said on the sheet."""
    typed, facts = LessonForm(request.form), _facts(lesson)
    draft = facts["draft"]
    try:
        publishing.publish(lesson, typed.seen, (typed.note.data or ""), by=me(), at=request_time())
    except RuleBroken as broken:
        form = lesson_form(draft.words if draft else words_of(lesson), _seen(lesson, draft))
        form.note.data = typed.note.data
        return _refused(form, broken, facts)
    flash(_("Readers see this text now."))
    return back_to(".write", lesson=lesson.slug)
