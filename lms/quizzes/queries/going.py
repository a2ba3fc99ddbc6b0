"""The quiz a person is in the middle of, for pages of other rooms that lead straight back into it."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, or_, select

from lms.catalogue.models import Module
from lms.quizzes.models import Attempt, Quiz
from lms.quizzes.rules import attempts as rules


class Going(NamedTuple):
    """An open attempt whose time is not up, with the titles of its quiz."""

    attempt_id: str
    due_at: datetime | None
    title_vi: str
    title_en: str


@cache
def going_one() -> Any:
    """The columns of `Going`, a row at most: what ends soonest, then what was begun last.

    Binds `person_id` and `still_due` (now, less the grace).
    """
    titles = (
        case((Quiz.title_vi != "", own), else_=of_module).label(name)
        for name, own, of_module in (
            ("title_vi", Quiz.title_vi, Module.title_vi),
            ("title_en", Quiz.title_en, Module.title_en),
        )
    )
    return (
        select(Attempt.public_id.label("attempt_id"), Attempt.due_at, *titles)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Module, Module.id == Quiz.module_id)
        .where(
            Attempt.person_id == bindparam("person_id"),
            Attempt.state == rules.OPEN,
            or_(Attempt.due_at.is_(None), Attempt.due_at >= bindparam("still_due")),
        )
        .order_by(Attempt.due_at.is_(None), Attempt.due_at, Attempt.started_at.desc(), Attempt.id.desc())
        .limit(1)
    )


def still_due(at: datetime) -> datetime:
    """What `going_one` asks for at a moment."""
    return at - rules.GRACE
