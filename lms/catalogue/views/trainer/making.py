"""Beginning a track, a module or a lesson."""

from typing import Any

from flask import flash, request, url_for

from lms.catalogue.actions import making
from lms.catalogue.forms import ModuleForm, NamesForm
from lms.catalogue.models import Lesson, Module, Track
from lms.catalogue.queries import editing
from lms.catalogue.queries.places import next_code
from lms.catalogue.views.trainer.pages import pages
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _

NEW = "catalogue/trainer/new.html"


def _facts(kind: str, back: str, parent: Any = None) -> dict[str, Any]:
    return {"kind": kind, "back": back, "parent": parent}


def _code(model: Any, parent: Any = None) -> str:
    """The code the new one will have; "" when there is no room, which the attempt will say."""
    try:
        return next_code(model, parent)
    except RuleBroken:
        return ""


@pages.get("/tracks/new")
@requires(Can.EDIT_LESSONS)
def new_track() -> Any:
    """An empty sheet for a track."""
    return page(NEW, form=NamesForm(None, code=_code(Track)), **_facts("track", url_for(".lessons")))


@pages.post("/tracks/new")
@requires(Can.EDIT_LESSONS)
def create_track() -> Any:
    """Keep a new track."""
    form, facts = NamesForm(request.form), _facts("track", url_for(".lessons"))
    if not form.validate():
        return again(NEW, form=form, **facts)
    try:
        track = making.create_track(form.names, form.code.data or "", by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(NEW, form=form, **facts)
    flash(_("The track is made. Readers see it once it has a published lesson."))
    return back_to(".track_sheet", track=track.slug)


@pages.get("/tracks/<track>/modules/new")
@requires(Can.EDIT_LESSONS, editing.track)
def new_module(track: Track) -> Any:
    """An empty sheet for a module."""
    form = ModuleForm(None, code=_code(Module, track))
    return page(NEW, form=form, **_facts("module", url_for(".track_sheet", track=track.slug), track))


@pages.post("/tracks/<track>/modules/new")
@requires(Can.EDIT_LESSONS, editing.track)
def create_module(track: Track) -> Any:
    """Keep a new module."""
    form, facts = ModuleForm(request.form), _facts("module", url_for(".track_sheet", track=track.slug), track)
    if not form.validate():
        return again(NEW, form=form, **facts)
    try:
        module = making.create_module(track, form.names, form.code.data or "", by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(NEW, form=form, **facts)
    flash(_("The module is made. Now begin its first lesson."))
    return back_to(".module_sheet", module=module.slug)


@pages.get("/modules/<module>/lessons/new")
@requires(Can.EDIT_LESSONS, editing.module)
def new_lesson(module: Module) -> Any:
    """The titles of a new lesson."""
    form = NamesForm(None, code=_code(Lesson, module))
    return page(NEW, form=form, **_facts("lesson", url_for(".module_sheet", module=module.slug), module))


@pages.post("/modules/<module>/lessons/new")
@requires(Can.EDIT_LESSONS, editing.module)
def create_lesson(module: Module) -> Any:
    """Begin it, and go on to its text."""
    form, facts = NamesForm(request.form), _facts("lesson", url_for(".module_sheet", module=module.slug), module)
    if not form.validate():
        return again(NEW, form=form, **facts)
    try:
        lesson = making.create_lesson(module, form.names, form.code.data or "", by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken(None, broken)
        return again(NEW, form=form, **facts)
    return back_to(".write", lesson=lesson.slug)
