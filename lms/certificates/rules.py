"""The completion rule: enough sessions of one series, and enough quizzes of its track (design.md §7)."""

from dataclasses import dataclass


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
