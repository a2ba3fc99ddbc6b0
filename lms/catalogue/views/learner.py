"""What a learner does with a lesson."""

from typing import Any

from flask import Blueprint, request

from lms.catalogue import actions, queries
from lms.catalogue.models import Lesson
from lms.catalogue.rules import notes as rules
from lms.catalogue.views.public import lesson_again
from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import back_to
from lms.core.permissions import Can
from lms.core.text import nfc

pages = Blueprint("learner", __name__)


@pages.post("/lessons/<slug>/read")
@requires(Can.TRACK_PROGRESS, queries.lesson_at)
def read(lesson: Lesson) -> Any:
    """*Đã học xong bài này*."""
    actions.mark_read(lesson, by=me(), at=now())
    return back_to("catalogue.public.lesson", slug=lesson.slug, _anchor="done")


@pages.post("/lessons/<slug>/notes")
@requires(Can.TRACK_PROGRESS, queries.lesson_at)
def notes(lesson: Lesson) -> Any:
    """Keep what a reader wrote for themselves. A phone (`Accept: application/json`) says how often it was changed.

    It is told what stands there instead (`newer`) when another device was ahead: nothing is lost without a word.
    """
    part, text = request.form.get("part", ""), nfc(request.form.get("text", "")).replace("\r\n", "\n").replace("\0", "")
    json = request.accept_mimetypes.best == "application/json"
    if part not in rules.PARTS:
        return ({"saved": False}, 422) if json else lesson_again(lesson, part, "", None)
    sequence = rules.sequence(request.form.get("sequence", ""), queries.sequence_of(me(), lesson, part))
    try:
        kept = actions.keep_note(lesson, part, text, sequence, by=me(), at=now())
    except RuleBroken as broken:
        return ({"saved": False, "error": str(broken)}, 422) if json else lesson_again(lesson, part, text, broken)
    if json:
        note = queries.notes(me(), lesson)[part]
        saved = kept or note.text == text
        return {"saved": saved, "sequence": note.sequence} | ({} if saved else {"newer": note.text})
    return back_to("catalogue.public.lesson", slug=lesson.slug, _anchor=f"note-{part}")
