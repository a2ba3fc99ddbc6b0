"""The history of a lesson: every text it had, what differs, taking one up again, signing what readers see."""

from typing import Any

from flask import flash, request

from lms.catalogue.actions import drafts, publishing
from lms.catalogue.comparing import compared
from lms.catalogue.models import Lesson
from lms.catalogue.queries import editing, history
from lms.catalogue.queries.texts import words_of
from lms.catalogue.sentences import KINDS
from lms.catalogue.views.trainer.pages import pages
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _

HISTORY = "catalogue/trainer/history.html"


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _words(lesson: Lesson, chosen: str) -> dict[str, Any] | None:
    """The words of a kept text, of the draft, or what readers see ("0")."""
    if chosen == "draft":
        draft = editing.draft(lesson)
        return draft.words if draft else None
    if _number(chosen) == 0 or _number(chosen) == lesson.version:
        return words_of(lesson)
    kept = history.version(lesson, _number(chosen))
    return kept.words if kept else None


def _facts(lesson: Lesson) -> dict[str, Any]:
    draft = editing.draft(lesson)
    found = {"lesson": lesson, "draft": draft, "entries": history.entries(lesson), "kinds": KINDS}
    return found | {"signer": editing.signer(lesson), "words": words_of(lesson)}


def _chosen(lesson: Lesson) -> dict[str, Any]:
    """The two texts of the address, and what differs."""
    old, new = request.args.get("old", ""), request.args.get("new", "")
    texts = (_words(lesson, old), _words(lesson, new)) if old and new else (None, None)
    parts = compared(*texts) if texts[0] is not None and texts[1] is not None else None
    return {"old": old, "new": new, "parts": parts}


@pages.get("/lessons/<lesson>/history")
@requires(Can.EDIT_LESSONS, editing.lesson)
def past(lesson: Lesson) -> Any:
    """Every text, and the differences between two of them."""
    return page(HISTORY, refused=None, **_facts(lesson), **_chosen(lesson))


def _refused(lesson: Lesson, broken: RuleBroken) -> Any:
    return again(HISTORY, refused=broken, **_facts(lesson), **_chosen(lesson))


@pages.post("/lessons/<lesson>/history/restore")
@requires(Can.EDIT_LESSONS, editing.lesson)
def restore(lesson: Lesson) -> Any:
    """Begin a draft with an older text, or with the one the programme offers."""
    try:
        draft = drafts.take_up(lesson, _number(request.form.get("number")), by=me(), at=request_time())
    except RuleBroken as broken:
        return _refused(lesson, broken)
    flash(
        _("This text is a draft now. Readers see it once you publish it.")
        if draft
        else _("Readers see this text already.")
    )
    return back_to(".write", lesson=lesson.slug)


@pages.post("/lessons/<lesson>/history/leave")
@requires(Can.EDIT_LESSONS, editing.lesson)
def leave(lesson: Lesson) -> Any:
    """The programme's newer text is not wanted."""
    try:
        drafts.leave(lesson, _number(request.form.get("number")), by=me(), at=request_time())
    except RuleBroken as broken:
        return _refused(lesson, broken)
    flash(_("Your text stays. The programme's text is kept in the history."))
    return back_to(".past", lesson=lesson.slug)


@pages.post("/lessons/<lesson>/signature")
@requires(Can.EDIT_LESSONS, editing.lesson)
def sign(lesson: Lesson) -> Any:
    """Sign what readers see as reviewed."""
    version = request.form.get("version")
    try:
        publishing.sign(lesson, _number(version) if version else -1, by=me(), at=request_time())
    except RuleBroken as broken:
        return _refused(lesson, broken)
    flash(_("Signed. Readers see that a trainer has reviewed this lesson."))
    return back_to(".past", lesson=lesson.slug)


@pages.post("/lessons/<lesson>/signature/remove")
@requires(Can.EDIT_LESSONS, editing.lesson)
def unsign(lesson: Lesson) -> Any:
    """Take the signature back."""
    publishing.take_signature_back(lesson, by=me(), at=request_time())
    flash(_("The signature is taken back. The lesson waits for a reviewer again."))
    return back_to(".past", lesson=lesson.slug)
