"""What a learner does with a lesson."""

from typing import Any

from flask import Blueprint

from lms.catalogue import actions, queries
from lms.catalogue.models import Lesson
from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.pages import back_to
from lms.core.permissions import Can

pages = Blueprint("learner", __name__)


@pages.post("/lessons/<slug>/read")
@requires(Can.TRACK_PROGRESS, queries.lesson_at)
def read(lesson: Lesson) -> Any:
    """*Đã học xong bài này*."""
    actions.mark_read(lesson, by=me(), at=now())
    return back_to("catalogue.public.lesson", slug=lesson.slug, _anchor="done")
