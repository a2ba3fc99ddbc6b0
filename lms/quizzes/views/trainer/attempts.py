"""What happened in an attempt, and when: for its learner, and for the trainers of their class."""

from datetime import datetime
from typing import Any

from flask import abort, flash, request

from lms.audit import actions as audit
from lms.core.access import me, requires
from lms.core.db import afterwards, identity
from lms.core.errors import RuleBroken
from lms.core.pages import back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _
from lms.quizzes import paper, queries, telling
from lms.quizzes.actions import late
from lms.quizzes.models import Attempt
from lms.quizzes.queries import records
from lms.quizzes.rules import review
from lms.quizzes.views.trainer.pages import pages
from lms.writing.text import brief


@pages.get("/attempts/<attempt_id>/record")
@requires(Can.SEE_RECORD, queries.attempt_by_id)
def record(attempt: Attempt) -> Any:
    """Everything that arrived, in order; what came too late, and whether it counts. Staff reading is recorded."""
    own, at = attempt.person_id == me().id, request_time()
    if not own:
        number = identity(attempt)
        afterwards(audit.record_reading, "quizzes.attempt_read", "attempt", number, identity(me()), at=at)
    sheet = records.sheet(attempt)
    items = {item.position: item for item, _answer, _late in sheet}
    return page(
        "quizzes/trainer/record.html",
        attempt=attempt,
        own=own,
        lines=telling.lines(records.events(attempt), items),
        late=[(item, answer, late) for item, answer, late in sheet if late is not None],
        brief=brief,
        said=lambda item, value: paper.said(item.kind, item.options, value),
        shown=_shown(attempt, at) if own else review.Shown(True, True, True),
    )


def _shown(attempt: Attempt, at: datetime) -> review.Shown:
    standing = queries.standing(me(), [attempt.quiz_id])[attempt.quiz_id]
    return review.seen(attempt.quiz, attempt, standing, at)


@pages.post("/attempts/<attempt_id>/record")
@requires(Can.RUN_ATTEMPT, queries.attempt_by_id)
def count_late(attempt: Attempt) -> Any:
    """Let an answer count that came late (`position`)."""
    position = paper.number(request.form.get("position"))
    row = records.late_answer(attempt.id, position) if position is not None else None
    if row is None:
        abort(404)
    try:
        late.count(row, by=me(), at=request_time())
        flash(_("The late answer counts now."))
    except RuleBroken as broken:
        flash(f"{broken}.")
    return back_to(".record", attempt_id=attempt.public_id)
