"""From evidence to a decision.

The decision is a pure function of the evidence, the session and a versioned rule (design.md §5), so it
can be made again at any time and explains itself. The order of the evidence does not matter.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from lms.attendance.rules.intervals import Stretch, at_least, common, merged, seconds
from lms.attendance.rules.versions import RULE_2026_1, Rule


class EvidenceKind(StrEnum):
    """What a trace is. DURATION: a sum without times; RECAP: questions passed after a recording; WALK_IN: on paper."""

    CLICK = "click"
    CODE = "code"
    INTERVAL = "interval"
    DURATION = "duration"
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
    """Codes of the reasons, with their values; the decisive one stands first.

    MARK `mark` · INTERVAL and DURATION `minutes`, `of`, `percent`, and the thresholds `present`, `partial` ·
    LATE `minutes`, the threshold `after` · set aside: OUTSIDE and TWICE `minutes`, TAKEN_BACK `stays`.
    """

    MARK = "mark"
    WALK_IN = "walk_in"
    INTERVAL = "interval"
    DURATION = "duration"
    CODE = "code"
    QUIZ = "quiz"
    RECAP = "recap"
    LATE = "late"
    CLICK_ONLY = "click_only"
    NOTHING = "nothing"
    NOT_YET = "not_yet"
    OUTSIDE = "outside"
    TWICE = "twice"
    TAKEN_BACK = "taken_back"


MINUTE = timedelta(minutes=1)
#: What reports can amount to, from the least.
ORDER = (State.ABSENT, State.PARTIAL, State.PRESENT)
#: Before and after the class, for which it is said that the person was there; what lies beyond is another meeting.
AROUND = timedelta(minutes=15)
#: A meeting that shares less with the plan was not this class.
SHORTEST = timedelta(minutes=1)


class Trace(Protocol):
    """What a piece of evidence must show: a `Fact`, or a row of the table. `id` breaks a tie of times."""

    kind: str
    at: datetime
    until: datetime | None
    value: str | None
    id: int
    seconds: int | None
    stay_id: int | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of evidence. `at` – `until`: an interval, or the meeting of a duration. `value`: a Mark."""

    kind: EvidenceKind
    at: datetime
    until: datetime | None = None
    value: str | None = None
    id: int = 0
    seconds: int | None = None
    stay_id: int | None = None


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


@dataclass(frozen=True, slots=True)
class _Measure:
    """What reports prove: the part of the class in percent, and in words. `whole`: from when to when is known."""

    percent: int
    whole: bool
    reasons: list[Reason]

    def state(self, rule: Rule) -> State:
        """The decision by it alone."""
        if self.percent >= rule.present_percent:
            return State.PRESENT
        return State.PARTIAL if self.percent >= rule.partial_percent else State.ABSENT


def class_time(session: Span) -> list[Stretch]:
    """Scheduled ∩ actual: a host who comes late costs nobody. A meeting at another time is ignored."""
    planned = [(session.starts_at, session.ends_at)]
    real = common(merged(session.actual), planned)
    return real if seconds(real) >= SHORTEST.total_seconds() else planned


def _late(first: datetime, counted: list[Stretch], rule: Rule) -> list[Reason]:
    """The reason LATE if `first` is later into the class than allowed."""
    behind = first - counted[0][0]
    values = {"minutes": behind // MINUTE, "after": rule.late_after // MINUTE}
    return [Reason(Why.LATE, values)] if behind > rule.late_after else []


def _marked(evidence: list[Trace]) -> tuple[Mark, datetime] | None:
    """The mark in force: the latest one, unless that takes the marks back."""
    marks = [(item.at, item.id or 0, item.value or "") for item in evidence if item.kind == EvidenceKind.MARK]
    if not marks:
        return None
    at, _, value = max(marks)
    return None if value not in set(Mark) - {Mark.WITHDRAWN} else (Mark(value), at)


def _standing(evidence: Iterable[Trace]) -> tuple[list[Trace], list[Reason]]:
    """(the evidence without what was taken back, the reason TAKEN_BACK). Of each stay the latest row by id decides."""
    rows: list[Trace] = []
    stays: dict[int, Trace] = {}
    for item in sorted(evidence, key=lambda row: (row.id or 0, row.value == Mark.WITHDRAWN)):
        if item.stay_id is None:
            rows.append(item)
        else:
            stays[item.stay_id] = item
    there = [item for item in stays.values() if item.value != Mark.WITHDRAWN]
    gone = len(stays) - len(there)
    return rows + there, [Reason(Why.TAKEN_BACK, {"stays": gone})] if gone else []


def _share(spent: int, counted: list[Stretch], rule: Rule) -> tuple[int, dict[str, int]]:
    """(percent of the class, values of the reason) of `spent` seconds."""
    of = seconds(counted)
    percent = spent * 100 // of
    thresholds = {"present": rule.present_percent, "partial": rule.partial_percent}
    return percent, {"minutes": spent // 60, "of": of // 60, "percent": percent, **thresholds}


def _by_interval(evidence: list[Trace], session: Span, rule: Rule) -> _Measure | None:
    """What intervals prove, or None if none touches the class. Two devices count once, a short gap not at all."""
    counted = class_time(session)
    stretches = {
        (item.at, item.until)
        for item in evidence
        if item.kind == EvidenceKind.INTERVAL and item.until is not None and item.at < item.until
    }
    around = [(session.starts_at - AROUND, session.ends_at + AROUND)]
    here = common(merged(stretches, rule.gap), around)
    inside = common(here, counted)
    if not inside:
        return None
    percent, values = _share(seconds(inside), counted, rule)
    twice = sum(seconds(common([each], counted)) for each in stretches) - seconds(common(merged(stretches), counted))
    aside = {Why.OUTSIDE: seconds(here) - seconds(inside), Why.TWICE: twice}
    said = [Reason(why, {"minutes": spent // 60}) for why, spent in aside.items() if spent >= 60]
    return _Measure(percent, True, [Reason(Why.INTERVAL, values), *_late(inside[0][0], counted, rule), *said])


def _by_duration(evidence: list[Trace], session: Span, rule: Rule) -> _Measure | None:
    """What sums prove, at most the whole class. Nobody knows from when to when, so nobody is late by them."""
    counted = class_time(session)
    sums = []
    for item in evidence:
        if item.kind == EvidenceKind.DURATION and item.seconds:
            known = item.until is not None and item.at < item.until
            window = (item.at, item.until) if known else (session.starts_at, session.ends_at)
            sums.append((window, min(item.seconds, seconds(common([window], counted)))))
    spent = at_least(sums)
    if not spent:
        return None
    percent, values = _share(spent, counted, rule)
    return _Measure(percent, False, [Reason(Why.DURATION, values)])


def _measured(evidence: list[Trace], session: Span, rule: Rule) -> _Measure | None:
    """What reports prove in all: times, unless a sum proves more."""
    times, total = _by_interval(evidence, session, rule), _by_duration(evidence, session, rule)
    if times and total and ORDER.index(total.state(rule)) > ORDER.index(times.state(rule)):
        return _Measure(total.percent, True, total.reasons + times.reasons[:1])
    return times or total


def _by_own_word(evidence: list[Trace], session: Span, rule: Rule) -> list[Reason]:
    """Reasons from the check-in code or a live-quiz answer; a click alone gives none, it only dates."""
    own = [item for item in evidence if item.kind in {EvidenceKind.CODE, EvidenceKind.QUIZ}]
    if not own:
        return []
    clicks = [item.at for item in evidence if item.kind == EvidenceKind.CLICK]
    kinds = {item.kind for item in own}
    reasons = [Reason(why) for why in (Why.CODE, Why.QUIZ) if why.value in kinds]
    return reasons + _late(min([item.at for item in own] + clicks), class_time(session), rule)


def _live(evidence: list[Trace], session: Span, rule: Rule, ended: bool) -> tuple[State | None, bool, list[Reason]]:
    """(state, self-reported, reasons) of having been there, marks and recaps apart."""
    measure, own = _measured(evidence, session, rule), _by_own_word(evidence, session, rule)
    if measure and measure.percent >= rule.present_percent:
        return State.PRESENT, False, measure.reasons
    if any(item.kind == EvidenceKind.WALK_IN for item in evidence):
        return State.PRESENT, False, [Reason(Why.WALK_IN)]
    if own and not (measure and measure.whole and ended):
        return State.PRESENT, True, own + (measure.reasons[:1] if measure and ended else [])
    if not ended:
        return None, False, [Reason(Why.NOT_YET)]
    if measure:
        return measure.state(rule), False, measure.reasons
    clicked = any(item.kind == EvidenceKind.CLICK for item in evidence)
    return State.ABSENT, False, [Reason(Why.CLICK_ONLY if clicked else Why.NOTHING)]


def decide(evidence: Iterable[Trace], session: Span, *, rule: Rule = RULE_2026_1, ended: bool) -> Decided:
    """What the evidence about one person in one session amounts to.

    A mark wins over everything live; the latest counts. Otherwise the times of reports decide, and without them
    the code (or a live-quiz answer) is the person's own word. A sum without times confirms, but is not held
    against one's own word. Recap questions passed make a session that ended *watched later*, unless the person
    was present or a trainer marked after that.
    """
    traces, taken_back = _standing(evidence)
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
        reasons = reasons + taken_back
    if recaps and state != State.PRESENT:
        return Decided(State.WATCHED_LATER, False, False, [Reason(Why.RECAP), *reasons], rule.version)
    return Decided(state, late, own_word, reasons, rule.version)
