"""From evidence to a decision.

The decision is a pure function of the evidence, the session and a versioned rule (design.md §5), so it
can be made again at any time and explains itself. The order of the evidence does not matter.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol


class EvidenceKind(StrEnum):
    """What a trace is. RECAP: questions passed after a recording; WALK_IN: on a paper list."""

    CLICK = "click"
    CODE = "code"
    INTERVAL = "interval"
    QUIZ = "quiz"
    MARK = "mark"
    RECAP = "recap"
    WALK_IN = "walk_in"


class Mark(StrEnum):
    """What a trainer says. WITHDRAWN takes the earlier mark back: the evidence decides again."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """A decision. Not yet decided is no state."""

    PRESENT = "present"
    PARTIAL = "partial"
    ABSENT = "absent"
    EXCUSED = "excused"
    WATCHED_LATER = "watched_later"


class Why(StrEnum):
    """Codes of the reasons. MARK has the value `mark`, INTERVAL `minutes`, `of`, `percent`, LATE `minutes`."""

    MARK = "mark"
    WALK_IN = "walk_in"
    INTERVAL = "interval"
    CODE = "code"
    QUIZ = "quiz"
    RECAP = "recap"
    LATE = "late"
    CLICK_ONLY = "click_only"
    NOTHING = "nothing"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Rule:
    """The thresholds of one version. A changed threshold is a new version."""

    version: str
    present_percent: int = 70
    partial_percent: int = 30
    #: Later than this into the class is late: a flag, not a failure.
    late_after: timedelta = timedelta(minutes=10)
    #: Away for no longer than this (a re-join) is not away.
    gap: timedelta = timedelta(seconds=60)


RULE_2026_1 = Rule("2026-1")
#: The rule in force.
VERSION = RULE_2026_1.version


class Trace(Protocol):
    """What a piece of evidence must show: a `Fact`, or a row of the table. `id` breaks a tie of times."""

    kind: str
    at: datetime
    until: datetime | None
    value: str | None
    id: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of evidence. `until` ends an interval, `value` is a Mark."""

    kind: EvidenceKind
    at: datetime
    until: datetime | None = None
    value: str | None = None
    id: int = 0


Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Span:
    """When a session was planned, and when its meeting really ran (nothing: as planned)."""

    starts_at: datetime
    ends_at: datetime
    actual: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a decision is as it is."""

    code: Why
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision; `state` None while the session runs and nothing is certain."""

    state: State | None
    late: bool
    self_reported: bool
    reasons: list[Reason]
    rule: str

    def why(self) -> list[dict[str, Any]]:
        """The reasons as JSON, the decisive one first."""
        return [asdict(reason) for reason in self.reasons]


def _merged(stretches: Iterable[Stretch], gap: timedelta = timedelta(0)) -> list[Stretch]:
    """The union of stretches by time; gaps of at most `gap` are closed."""
    union: list[Stretch] = []
    for start, end in sorted(stretches):
        if union and start - union[-1][1] <= gap:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return union


def _common(one: Iterable[Stretch], other: list[Stretch]) -> list[Stretch]:
    """What two unions share, by time."""
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return sorted(pair for pair in pairs if pair[0] < pair[1])


def _seconds(stretches: Iterable[Stretch]) -> int:
    """The whole seconds of stretches that do not overlap."""
    return int(sum((end - start).total_seconds() for start, end in stretches))


def _class_time(session: Span) -> list[Stretch]:
    """Scheduled ∩ actual: a host who comes late costs nobody. A meeting at another time is ignored."""
    planned = [(session.starts_at, session.ends_at)]
    return _common(_merged(session.actual), planned) or planned


def _late(first: datetime, class_time: list[Stretch], rule: Rule) -> list[Reason]:
    """The reason LATE if `first` is later into the class than allowed."""
    behind = first - class_time[0][0]
    return [Reason(Why.LATE, {"minutes": int(behind.total_seconds() // 60)})] if behind > rule.late_after else []


def _marked(evidence: list[Trace]) -> tuple[Mark, datetime] | None:
    """The mark in force: the latest one, unless that takes the marks back."""
    marks = [(item.at, item.id or 0, item.value or "") for item in evidence if item.kind == EvidenceKind.MARK]
    if not marks:
        return None
    at, _, value = max(marks)
    return None if value not in set(Mark) - {Mark.WITHDRAWN} else (Mark(value), at)


def _by_interval(evidence: list[Trace], session: Span, rule: Rule) -> tuple[int, list[Reason]] | None:
    """(percent of the class time, reasons), or None if no interval touches it. Two devices count once."""
    class_time = _class_time(session)
    stretches = [
        (item.at, item.until)
        for item in evidence
        if item.kind == EvidenceKind.INTERVAL and item.until is not None and item.at < item.until
    ]
    inside = _common(_merged(stretches, rule.gap), class_time)
    if not inside:
        return None
    seconds, of = _seconds(inside), _seconds(class_time)
    percent = seconds * 100 // of
    values = {"minutes": seconds // 60, "of": of // 60, "percent": percent}
    return percent, [Reason(Why.INTERVAL, values), *_late(inside[0][0], class_time, rule)]


def _by_own_word(evidence: list[Trace], session: Span, rule: Rule) -> list[Reason]:
    """Reasons from the check-in code or a live-quiz answer; a click alone gives none, it only dates."""
    own = [item for item in evidence if item.kind in {EvidenceKind.CODE, EvidenceKind.QUIZ}]
    if not own:
        return []
    clicks = [item.at for item in evidence if item.kind == EvidenceKind.CLICK]
    kinds = {item.kind for item in own}
    reasons = [Reason(why) for why in (Why.CODE, Why.QUIZ) if why.value in kinds]
    return reasons + _late(min([item.at for item in own] + clicks), _class_time(session), rule)


def _live(evidence: list[Trace], session: Span, rule: Rule, ended: bool) -> tuple[State | None, bool, list[Reason]]:
    """(state, self-reported, reasons) of having been there, marks and recaps apart."""
    interval, own = _by_interval(evidence, session, rule), _by_own_word(evidence, session, rule)
    if interval and interval[0] >= rule.present_percent:
        return State.PRESENT, False, interval[1]
    if any(item.kind == EvidenceKind.WALK_IN for item in evidence):
        return State.PRESENT, False, [Reason(Why.WALK_IN)]
    if own and not (interval and ended):
        return State.PRESENT, True, own
    if not ended:
        return None, False, [Reason(Why.NOT_YET)]
    if interval:
        return (State.PARTIAL if interval[0] >= rule.partial_percent else State.ABSENT), False, interval[1]
    clicked = any(item.kind == EvidenceKind.CLICK for item in evidence)
    return State.ABSENT, False, [Reason(Why.CLICK_ONLY if clicked else Why.NOTHING)]


def decide(evidence: Iterable[Trace], session: Span, *, rule: Rule = RULE_2026_1, ended: bool) -> Decided:
    """What the evidence about one person in one session amounts to.

    A mark wins over everything live; the latest counts. Otherwise an interval decides, and without one
    the code (or a live-quiz answer) is the person's own word. Recap questions passed make a session
    that ended *watched later*, unless the person was present or a trainer marked after that.
    """
    traces = list(evidence)
    mark = _marked(traces)
    recaps = [item.at for item in traces if item.kind == EvidenceKind.RECAP and ended]
    if mark:
        state = State.PRESENT if mark[0] == Mark.LATE else State(mark[0])
        own_word, reasons = False, [Reason(Why.MARK, {"mark": mark[0].value})]
        late = mark[0] == Mark.LATE
        recaps = [at for at in recaps if at > mark[1]]
    else:
        state, own_word, reasons = _live(traces, session, rule, ended)
        late = state in {State.PRESENT, State.PARTIAL} and any(reason.code == Why.LATE for reason in reasons)
    if recaps and state != State.PRESENT:
        return Decided(State.WATCHED_LATER, False, False, [Reason(Why.RECAP), *reasons], rule.version)
    return Decided(state, late, own_word, reasons, rule.version)
