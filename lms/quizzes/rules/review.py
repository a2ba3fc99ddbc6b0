"""What a learner is shown of an attempt, and when: marks, right answers, explanations.

A quiz may say, for each phase, what is shown: `{"during": [], "after": ["marks"], "later": [...], "closed": [...]}`.
What it does not say, and a quiz that says nothing, follows its default: nothing during the attempt, everything from
handing in on; in practice everything, question by question, once the learner asks for it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.quizzes.rules.attempts import HANDED_IN
from lms.quizzes.rules.terms import Purpose

#: How long after handing in is "right after".
RIGHT_AFTER = timedelta(minutes=30)


class Phase(StrEnum):
    """When somebody looks."""

    DURING = "during"
    AFTER = "after"
    LATER = "later"
    CLOSED = "closed"


class Shown(NamedTuple):
    """What is shown."""

    marks: bool = False
    answers: bool = False
    explanations: bool = False

    @property
    def everything(self) -> bool:
        """Whether nothing is held back."""
        return all(self)

    @property
    def nothing(self) -> bool:
        """Whether all of it is held back."""
        return not any(self)


class More(NamedTuple):
    """What will be shown besides, and from when on."""

    at: datetime
    shown: Shown


class NoLooking(RuleBroken):
    """The right answers of this quiz are not shown while it is open."""

    sentence = _l("The answers of this quiz are shown after you hand it in")


class ReviewUnclear(RuleBroken):
    """A phase, or a thing to show, that there is not."""

    sentence = _l("Choose for each time what is shown")


def rule_of(quiz: Any) -> dict[Phase, Shown]:
    """What a quiz shows in each phase."""
    said = quiz.review if isinstance(quiz.review, Mapping) else {}
    practice = quiz.purpose == Purpose.PRACTICE
    usual = {phase: Shown(*[practice or phase != Phase.DURING] * 3) for phase in Phase}
    return {phase: _shown(said[phase]) if phase in said else usual[phase] for phase in Phase}


def _shown(names: Any) -> Shown:
    named = names if isinstance(names, list) else []
    return Shown(*(name in named for name in Shown._fields))


def checked(rule: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """A rule as it is stored. Refuses what no phase and no thing is called."""
    if set(rule) - set(Phase) or any(set(names) - set(Shown._fields) for names in rule.values()):
        raise ReviewUnclear()
    return {str(phase): [name for name in Shown._fields if name in rule[phase]] for phase in Phase if phase in rule}


def phase(attempt: Any, closes_at: datetime | None, at: datetime) -> Phase:
    """Which phase an attempt is in. `closes_at`: when its quiz closes."""
    if attempt.state != HANDED_IN:
        return Phase.DURING
    if closes_at is not None and at >= closes_at:
        return Phase.CLOSED
    return Phase.AFTER if at < attempt.handed_in_at + RIGHT_AFTER else Phase.LATER


def shown(quiz: Any, attempt: Any, at: datetime) -> Shown:
    """What the learner is shown of an attempt now; while it is open, of a question they asked to look at."""
    return rule_of(quiz)[phase(attempt, quiz.closes_at, at)]


def seen(quiz: Any, attempt: Any, standing: Any, at: datetime) -> Shown:
    """As `shown`, for whoever stands so: by their own closing time, and, while another try of theirs is open, without
    the right answers and explanations that the quiz holds back during a try.
    """
    rule, closes_at = rule_of(quiz), standing.terms.closes_at
    now, during = rule[phase(attempt, closes_at, at)], rule[Phase.DURING]
    if standing.open is None or standing.open.id == attempt.id:
        return now
    return Shown(now.marks, now.answers and during.answers, now.explanations and during.explanations)


def check_look(quiz: Any) -> Shown:
    """What is shown of a question to whoever asks during an attempt. Raises NoLooking if it is no answer."""
    during = rule_of(quiz)[Phase.DURING]
    if not during.answers:
        raise NoLooking()
    return during


def more(quiz: Any, attempt: Any, at: datetime, terms: Any = None) -> More | None:
    """The next time at which something is shown that is not shown now; None if there is none. `terms`: their own."""
    rule, closes_at = rule_of(quiz), (terms or quiz).closes_at
    now = rule[phase(attempt, closes_at, at)]
    if attempt.state != HANDED_IN:
        return None
    moments = [attempt.handed_in_at + RIGHT_AFTER, *([closes_at] if closes_at is not None else [])]
    for moment in sorted(moments):
        then = rule[phase(attempt, closes_at, moment)]
        added = Shown(*(later and not already for later, already in zip(then, now, strict=True)))
        if moment > at and not added.nothing:
            return More(moment, added)
    return None
