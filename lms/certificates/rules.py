"""The completion rule: enough sessions of one series, and enough quizzes of its track (design.md §7)."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from lms.people.rules import ZONE


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """The thresholds of one version, in percent. A changed threshold is a new version."""

    version: str
    sessions_percent: int = 70
    modules_percent: int = 80


#: The rule in force.
RULE = CompletionRule("2026-1")


@dataclass(frozen=True, slots=True)
class Checklist:
    """How far a person is: what is needed, done (at most all there is) and left, and by which version."""

    sessions_held: int
    sessions_needed: int
    sessions_done: int
    modules: int
    modules_needed: int
    modules_done: int
    rule: str

    @property
    def sessions_left(self) -> int:
        """Sessions still to be present in, or to watch later."""
        return max(0, self.sessions_needed - self.sessions_done)

    @property
    def modules_left(self) -> int:
        """Modules whose quiz is still to be passed."""
        return max(0, self.modules_needed - self.modules_done)

    @property
    def complete(self) -> bool:
        """Whether nothing is left. Where nothing was held or there is no quiz, nothing can be completed."""
        return bool(self.sessions_held and self.modules and not self.sessions_left and not self.modules_left)


def needed(whole: int, percent: int) -> int:
    """The least number that is at least `percent` of `whole`: 70 % of 8 is 6. Whole numbers throughout."""
    return -(-max(0, whole) * percent // 100)


def completion(
    held: int, present_sessions: int, modules: int, passed_modules: int, *, rule: CompletionRule = RULE
) -> Checklist:
    """The checklist of one person in one series.

    `held` counts the series' sessions (cancelled ones never), `present_sessions` those decided present or
    watched later; `modules` the track's modules that have a quiz, `passed_modules` those passed.
    """
    return Checklist(
        sessions_held=held,
        sessions_needed=needed(held, rule.sessions_percent),
        sessions_done=min(present_sessions, held),
        modules=modules,
        modules_needed=needed(modules, rule.modules_percent),
        modules_done=min(passed_modules, modules),
        rule=rule.version,
    )


class Danger(StrEnum):
    """How near a learner is to missing too much: every session ahead counts, or they alone are not enough any more."""

    CLOSE = "close"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Prospect:
    """Where a learner stands in a series that runs, in sessions; cancelled ones never count.

    `held` are over, `seen` of them since the learner took the seat; `ahead` are not over, running ones too. `done`
    of those held are present or watched later, `pending` may still turn out to be: nobody has decided them yet, or
    the learner says "I was there" and waits for the answer.
    """

    held: int
    seen: int
    ahead: int
    done: int
    pending: int = 0

    def needed(self, rule: CompletionRule = RULE) -> int:
        """Sessions to be present in, or to watch later, of all."""
        return needed(self.held + self.ahead, rule.sessions_percent)

    def missing(self, rule: CompletionRule = RULE) -> int:
        """How many of these are still to come."""
        return max(0, self.needed(rule) - self.done)

    def to_watch(self, rule: CompletionRule = RULE) -> int:
        """How many past sessions have to be watched later even if nothing ahead is missed."""
        return max(0, self.missing(rule) - self.ahead)


#: A class has just begun until a learner has seen so many sessions of it go by.
BEGUN = 2


def danger(prospect: Prospect, *, rule: CompletionRule = RULE) -> Danger | None:
    """Whether to warn: only while something ahead can still be attended. GONE is not said while pending ones may help.

    | missing, of those ahead                  | says  |
    |------------------------------------------|-------|
    | nothing ahead, or fewer than BEGUN seen  | –     |
    | fewer than are ahead                     | –     |
    | exactly as many as are ahead             | CLOSE |
    | more, but not if all pending ones count  | CLOSE |
    | more than ahead and pending together     | GONE  |
    """
    missing = prospect.missing(rule)
    if not prospect.ahead or prospect.seen < BEGUN or not missing or missing < prospect.ahead:
        return None
    return Danger.GONE if missing > prospect.ahead + prospect.pending else Danger.CLOSE


#: When warnings are written, on the clock in Vietnam: long before the classes of the evening.
MORNING_FROM, MORNING_UNTIL = time(7, 0), time(10, 0)


def is_morning(at: datetime) -> bool:
    """Whether warnings are written at `at`."""
    return MORNING_FROM <= at.astimezone(ZONE).time() < MORNING_UNTIL
