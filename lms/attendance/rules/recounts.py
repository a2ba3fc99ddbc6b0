"""Deciding again: the states of a recount, and what a decision is called in it."""

from enum import StrEnum
from typing import Protocol

from lms.core.errors import RuleBroken
from lms.core.words import _l


class RecountState(StrEnum):
    """Looked at first, then applied or dropped."""

    LOOKING = "looking"
    LOOKED = "looked"
    APPLYING = "applying"
    APPLIED = "applied"
    DROPPED = "dropped"


#: While a worker is at it.
WORKING = frozenset({RecountState.LOOKING, RecountState.APPLYING})


class NotOver(RuleBroken):
    """A session that still runs, or has yet to."""

    sentence = _l("Only a class that is over can be decided again")


class UnknownVersion(RuleBroken):
    """A version that was never in force."""

    sentence = _l("Choose a version from the list")


class Says(Protocol):
    """What a decision says."""

    state: str | None
    late: bool
    self_reported: bool


def label(decision: Says | None, unsaid: str) -> str:
    """What a decision says in one line: `present`, `present late`, `present late self-reported`; `unsaid` for none."""
    if decision is None or decision.state is None:
        return unsaid
    flags = (("late", decision.late), ("self-reported", decision.self_reported))
    return " ".join([str(decision.state), *(name for name, holds in flags if holds)])


def has_work(version: str | None, differences: int) -> bool:
    """Whether there is anything to apply: decisions that would differ, or a version to note."""
    return bool(differences or version)
