"""What the quizzes do by themselves."""

from lms.core.clock import now
from lms.core.jobs import every
from lms.quizzes import queries
from lms.quizzes.actions import attempts


@every(seconds=30)
def hand_in_overdue() -> None:
    """Hand in, with the answers they hold, the attempts whose time is up."""
    at = now()
    for attempt in queries.overdue(at=at):
        attempts.hand_in(attempt, by=None, at=at)
