"""A track with its modules, a module with its lessons: names and order."""

from typing import Any

from flask import flash, request

from lms.catalogue.actions import arranging, making
from lms.catalogue.forms import ModuleForm, NamesForm
from lms.catalogue.models import Module, Track
from lms.catalogue.queries import editing
from lms.catalogue.rules.editing import Names
from lms.catalogue.views.trainer.pages import pages
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _

TRACK, MODULE = "catalogue/trainer/track.html", "catalogue/trainer/module.html"


def _track_facts(track: Track) -> dict[str, Any]:
    return {"track": track, "modules": editing.desk(track_id=track.id)[0].modules}


def _module_facts(module: Module) -> dict[str, Any]:
    found = editing.desk(module_id=module.id)[0]
    return {"module": module, "track": found.track, "lessons": found.modules[0].lessons}


def _renamed(row: Any, form: NamesForm) -> bool:
    """Whether the names are kept; a form that was overtaken knows of the newer ones then."""
    if not form.validate():
        return False
    try:
        making.rename(row, form.names, form.seen.data or "", by=me(), at=request_time())
    except RuleBroken as broken:
        form.seen.data = Names.of(row).mark
        form.broken(None, broken)
        return False
    return True


@pages.get("/tracks/<track>/write")
@requires(Can.EDIT_LESSONS, editing.track)
def track_sheet(track: Track) -> Any:
    """What a track is called, and its modules in order."""
    form = NamesForm(None, title_vi=track.title_vi, title_en=track.title_en, seen=Names.of(track).mark)
    return page(TRACK, form=form, **_track_facts(track))


@pages.post("/tracks/<track>/write")
@requires(Can.EDIT_LESSONS, editing.track)
def name_track(track: Track) -> Any:
    """Other titles; the address stays."""
    form = NamesForm(request.form)
    if not _renamed(track, form):
        return again(TRACK, form=form, **_track_facts(track))
    flash(_("The changes are kept."))
    return back_to(".track_sheet", track=track.slug)


def _wish() -> tuple[str, int]:
    """("address of the row", place) of the pressed button `put=address:3`, or of a row that was let go over another."""
    slug, _colon, place = request.form.get("put", "").rpartition(":")
    return slug, int(place) if place.isascii() and place.isdigit() and len(place) < 6 else 0


@pages.post("/tracks/<track>/order")
@requires(Can.EDIT_LESSONS, editing.track)
def order_modules(track: Track) -> Any:
    """Give a module its place."""
    slug, place = _wish()
    module = editing.module(slug)
    if module is not None and place:
        arranging.put_module(track, module, place, by=me(), at=request_time())
    return back_to(".track_sheet", track=track.slug, _anchor="order")


@pages.get("/modules/<module>/write")
@requires(Can.EDIT_LESSONS, editing.module)
def module_sheet(module: Module) -> Any:
    """What a module is called and trains, and its lessons in order."""
    names = Names.of(module)
    return page(MODULE, form=ModuleForm(None, **names.told, seen=names.mark), **_module_facts(module))


@pages.post("/modules/<module>/write")
@requires(Can.EDIT_LESSONS, editing.module)
def name_module(module: Module) -> Any:
    """Other titles and competences; the address stays."""
    form = ModuleForm(request.form)
    if not _renamed(module, form):
        return again(MODULE, form=form, **_module_facts(module))
    flash(_("The changes are kept."))
    return back_to(".module_sheet", module=module.slug)


@pages.post("/modules/<module>/order")
@requires(Can.EDIT_LESSONS, editing.module)
def order_lessons(module: Module) -> Any:
    """Give a lesson its place."""
    slug, place = _wish()
    lesson = editing.lesson(slug)
    if lesson is not None and place:
        arranging.put_lesson(module, lesson, place, by=me(), at=request_time())
    return back_to(".module_sheet", module=module.slug, _anchor="order")
