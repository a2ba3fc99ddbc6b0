"""The desk of lessons: everything there is, what waits for somebody, and where to begin something new."""

from typing import Any

from flask import request

from lms.catalogue.queries import editing
from lms.catalogue.views.trainer.pages import pages
from lms.core.access import requires
from lms.core.pages import page
from lms.core.permissions import Can
from lms.core.text import nfc

#: Letters of a search that are looked at.
SEARCHED = 100


@pages.get("/lessons/write")
@requires(Can.EDIT_LESSONS)
def lessons() -> Any:
    """All tracks, modules and lessons with where they stand."""
    words, kind = nfc(request.args.get("q", "")[:SEARCHED]).strip(), request.args.get("kind", "")
    tracks = editing.desk()
    kind = kind if kind in editing.WAITING else ""
    return page(
        "catalogue/trainer/lessons.html",
        tracks=editing.narrowed(tracks, words, kind),
        counts=editing.counts(tracks),
        words=words,
        kind=kind,
    )
