"""Looking at the right answer of one question while an attempt is open: what was answered stands since."""

from datetime import datetime
from typing import Any

from lms.core.db import db, lock
from lms.quizzes.actions import record
from lms.quizzes.actions.saving import AlreadyHandedIn, NotAsked
from lms.quizzes.models import Attempt, AttemptItem
from lms.quizzes.queries import Line, records
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules import review
from lms.quizzes.rules.events import UNKNOWN, Happened, Phone


def look(attempt: Attempt, position: int, *, phone: Phone = UNKNOWN, by: Any, at: datetime) -> Line:
    """Note that a right answer is shown from now on; answers the question. A second time is like the first.

    Raises NoLooking where the quiz shows none before handing in, NotAsked and AlreadyHandedIn.
    """
    review.check_look(attempt.quiz)
    lock(attempt)
    if attempt.state != rules.OPEN:
        raise AlreadyHandedIn()
    found = records.item_and_answers(attempt, position)
    if found is None:
        raise NotAsked()
    item: AttemptItem = found[0]
    if item.looked_at is None:
        item.looked_at = at
        db.session.flush()
        record.note(attempt, Happened.LOOKED, position=position, phone=phone, by=by, at=at)
    return Line(item, found[1])
