"""A track as one file: taking it out, and bringing one in after a look."""

from typing import Any

from flask import Response, flash, request

from lms.catalogue import package
from lms.catalogue.actions import packing
from lms.catalogue.forms import TrackFileForm
from lms.catalogue.models import Track
from lms.catalogue.queries import editing
from lms.catalogue.queries import packing as queries
from lms.catalogue.views.trainer.pages import pages
from lms.core import jobs
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.files import actions as shelf
from lms.files import queries as files
from lms.files import store

BRING, LOOK = "catalogue/trainer/bring_in.html", "catalogue/trainer/look.html"
#: Room for the bounds of an upload.
BESIDE = 64 * 1024


@pages.get("/tracks/<track>/file")
@requires(Can.EDIT_LESSONS, editing.track)
def take_out(track: Track) -> Any:
    """The file, to be saved."""
    answer = Response(queries.take_out(track), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{track.slug}.zip"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.get("/tracks/import")
@requires(Can.EDIT_LESSONS)
def bring_in() -> Any:
    """Choose a file."""
    return page(BRING, form=TrackFileForm())


@pages.post("/tracks/import")
@requires(Can.EDIT_LESSONS)
def take_in() -> Any:
    """Keep a file that can be read, and look at it."""
    request.max_content_length = package.MOST + BESIDE
    form = TrackFileForm(request.form, files=request.files)
    if not form.validate():
        return again(BRING, form=form)
    sent = form.file.data
    try:
        data = sent.stream.read(package.MOST + 1)
        file = packing.upload(data, sent.filename, by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken("file", broken)
        return again(BRING, form=form)
    return back_to(".look", file_id=file.public_id)


def _own(file_id: str) -> Any:
    """A file that the person at the screen brought, while its bytes are there."""
    file = files.by_public_id(file_id)
    mine = file is not None and (file.purpose, file.owner_id) == (packing.PURPOSE, me().id)
    return file if mine and store.path_of(file.public_id).is_file() else None


@pages.get("/tracks/imports/<file_id>")
@requires(Can.EDIT_LESSONS, _own)
def look(file: Any) -> Any:
    """What would become of each lesson; nothing is changed yet."""
    brought = package.read(store.path_of(file.public_id).read_bytes())
    here, lines = queries.look(brought)
    return page(LOOK, file=file, track=brought.track, pictures=len(brought.pictures), here=here, lines=lines)


@pages.post("/tracks/imports/<file_id>")
@requires(Can.EDIT_LESSONS, _own)
def confirm(file: Any) -> Any:
    """Say yes: the worker brings it in, once."""
    args = {"file": file.public_id, "as_new": request.form.get("as") == "new", "title": _("A track from a file")}
    key = f"{packing.PURPOSE}:{file.public_id}"
    number = jobs.start("catalogue.bring_in", args=args, owner=me(), at=request_time(), key=key)
    return back_to("core.jobs.show", job_id=number)


@pages.post("/tracks/imports/<file_id>/drop")
@requires(Can.EDIT_LESSONS, _own)
def drop(file: Any) -> Any:
    """Say no: the file goes."""
    shelf.remove(file, by=me(), at=request_time())
    flash(_("The file is gone. Nothing was changed."))
    return back_to(".lessons")
