"""What a quiz is for, in which state it is, and which limits hold for one person at it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from lms.core.errors import RuleBroken
from lms.core.words import _l

#: Most minutes, and most attempts, that may be granted to one person.
MOST_MINUTES, MOST_ATTEMPTS = 60 * 24 * 31, 50


class Purpose(StrEnum):
    """What a quiz is for. Only `module` counts for anything."""

    MODULE = "module"
    PRACTICE = "practice"
    PRE = "pre"
    POST = "post"


class QuizState(StrEnum):
    """Who sees a quiz: its writers; everybody; those who took it, for their results."""

    DRAFT = "draft"
    OPEN = "open"
    ARCHIVED = "archived"


class ExtraUnclear(RuleBroken):
    """Below nothing, or beyond all reason."""

    sentence = _l("Give 0 to %(minutes)s minutes and 0 to %(attempts)s attempts more")


class Terms(NamedTuple):
    """The limits of a quiz as they are for one person."""

    #: 0: any number.
    attempts_allowed: int
    #: None: no limit.
    minutes: int | None
    opens_at: datetime | None
    closes_at: datetime | None


def terms(quiz: Any, extra: Any = None) -> Terms:
    """The limits of a quiz, with what the person is granted beyond them."""
    more, tries = (extra.minutes, extra.attempts) if extra else (0, 0)
    return Terms(
        quiz.attempts_allowed + tries if quiz.attempts_allowed else 0,
        quiz.minutes + more if quiz.minutes is not None else None,
        quiz.opens_at,
        quiz.closes_at + timedelta(minutes=more) if quiz.closes_at is not None else None,
    )


def check_extra(minutes: int, attempts: int) -> None:
    """Refuses what cannot be granted."""
    if not (0 <= minutes <= MOST_MINUTES and 0 <= attempts <= MOST_ATTEMPTS):
        raise ExtraUnclear(minutes=MOST_MINUTES, attempts=MOST_ATTEMPTS)
