"""Where a lesson stands: moving it to another module, copying it, archiving it and bringing it back."""

from typing import Any

from flask import flash, request

from lms.catalogue.actions import arranging, making, publishing
from lms.catalogue.forms import LessonForm, PlaceForm
from lms.catalogue.models import Lesson
from lms.catalogue.queries import editing
from lms.catalogue.views.trainer.pages import pages
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _

PLACE = "catalogue/trainer/place.html"


def _form(lesson: Lesson, typed: Any = None) -> PlaceForm:
    return PlaceForm(typed, modules=editing.module_choices(), module=editing.module_of(lesson).slug)


def _facts(lesson: Lesson) -> dict[str, Any]:
    return {"lesson": lesson, "module": editing.module_of(lesson), "draft": editing.draft(lesson)}


@pages.get("/lessons/<lesson>/place")
@requires(Can.EDIT_LESSONS, editing.lesson)
def place(lesson: Lesson) -> Any:
    """Move, copy, archive."""
    return page(PLACE, form=_form(lesson), **_facts(lesson))


@pages.post("/lessons/<lesson>/move")
@requires(Can.EDIT_LESSONS, editing.lesson)
def move(lesson: Lesson) -> Any:
    """Put it at the end of another module."""
    form = _form(lesson, request.form)
    if not form.validate():
        return again(PLACE, form=form, **_facts(lesson))
    module = editing.module(form.module.data)
    arranging.move(lesson, module, by=me(), at=request_time())
    flash(_("The lesson stands in this module now. Its address is the same."))
    return back_to(".module_sheet", module=module.slug)


@pages.post("/lessons/<lesson>/copy")
@requires(Can.EDIT_LESSONS, editing.lesson)
def copy(lesson: Lesson) -> Any:
    """A draft with the same words, in this module or another."""
    form = _form(lesson, request.form)
    if not form.validate():
        return again(PLACE, form=form, **_facts(lesson))
    try:
        made = making.duplicate(lesson, editing.module(form.module.data), by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken("module", broken)
        return again(PLACE, form=form, **_facts(lesson))
    flash(_("This is the copy, a draft. Readers do not see it yet."))
    return back_to(".write", lesson=made.slug)


@pages.post("/lessons/<lesson>/archive")
@requires(Can.EDIT_LESSONS, editing.lesson)
def archive(lesson: Lesson) -> Any:
    """Take it out of the lists."""
    form = _form(lesson)
    try:
        publishing.archive(lesson, by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(PLACE, form=form, **_facts(lesson))
    flash(_("The lesson is archived. Whoever has its address can still read it."))
    return back_to(".place", lesson=lesson.slug)


@pages.post("/lessons/<lesson>/return")
@requires(Can.EDIT_LESSONS, editing.lesson)
def bring_back(lesson: Lesson) -> Any:
    """Put it back into the lists."""
    publishing.bring_back(lesson, by=me(), at=request_time())
    flash(_("The lesson is back in its place."))
    return back_to(".place", lesson=lesson.slug)


@pages.post("/lessons/<lesson>/remove")
@requires(Can.EDIT_LESSONS, editing.lesson)
def remove(lesson: Lesson) -> Any:
    """Take away what readers never saw."""
    form, module = _form(lesson), editing.module_of(lesson)
    try:
        publishing.remove(lesson, LessonForm(request.form).seen, by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(PLACE, form=form, **_facts(lesson))
    flash(_("The lesson is removed. No reader had seen it."))
    return back_to(".module_sheet", module=module.slug)
