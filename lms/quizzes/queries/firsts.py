"""Which attempt of a person counts for figures: the first that was handed in."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.quizzes.models import Attempt
from lms.quizzes.rules.attempts import HANDED_IN


def firsts(of: Any, quiz_id: int | None) -> tuple[Any, ...]:
    """Conditions on `of` (Attempt, or an alias): at this quiz, handed in, and nothing handed in before."""
    earlier = aliased(Attempt)
    before = (
        select(earlier.id)
        .where(earlier.quiz_id == quiz_id, earlier.person_id == of.person_id, earlier.number < of.number)
        .where(earlier.state == HANDED_IN)
        .exists()
    )
    return (of.quiz_id == quiz_id, of.state == HANDED_IN, ~before)
