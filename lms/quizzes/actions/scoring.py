"""The score of an attempt: worked out here and nowhere else, from the marks of its answers."""

from datetime import datetime
from typing import Any

from lms.core.db import db, lock
from lms.core.outbox import announce
from lms.quizzes import queries, rows
from lms.quizzes.actions import record
from lms.quizzes.models import Attempt, Quiz
from lms.quizzes.rules import attempts as rules
from lms.quizzes.rules.events import Happened
from lms.quizzes.rules.terms import Purpose

#: The score of an attempt is there, or is another one: the subject is the attempt.
SCORED = "quizzes.handed_in"


def tell(attempt: Attempt, quiz: Quiz, *, at: datetime) -> None:
    """Tell the floors above. Practice, and what is asked before and after a class, is no business of theirs."""
    if quiz.purpose == Purpose.MODULE:
        announce(SCORED, attempt.id, at=at)


def rescore(
    attempt: Attempt, *, kind: Happened | str, position: int | None = None, by: Any, at: datetime, **values: Any
) -> Attempt:
    """Work the score out again after marks of answers have changed; the record says why (`kind`, and `values`).

    Change the answers first, in the same transaction. An attempt that is still open has no score yet.
    """
    quiz = attempt.quiz
    lock(attempt)
    before = (attempt.score, attempt.passed)
    if attempt.state == rules.HANDED_IN:
        lines = queries.paper(attempt)
        marked = [rules.Marked(item.worth, rows.marks(row)) for item, row in lines if row]
        attempt.score, attempt.pending, attempt.passed = rules.total(marked, attempt.out_of, quiz.pass_percent)
        db.session.flush()
        tell(attempt, quiz, at=at)
    said = {"score": [before[0], attempt.score], "passed": [before[1], attempt.passed], **values}
    record.note(attempt, Happened(kind), position=position, value=said, by=by, at=at)
    return attempt
