"""Traces, decisions and their reasons in words, for trainer and learner alike."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

from lms.attendance.forms import MARKS
from lms.attendance.rules.decision import EvidenceKind, Mark, State, Why
from lms.attendance.rules.versions import RULE_2026_1, Rule
from lms.core.clock import local
from lms.core.words import _, _l, gettext

TRACES = {
    EvidenceKind.CLICK: _l("Pressed join %(hour)s"),
    EvidenceKind.CODE: _l("Gave the code %(hour)s"),
    EvidenceKind.INTERVAL: _l("In the room %(hour)s – %(until)s"),
    EvidenceKind.DURATION: _l("In the room for %(minutes)s minutes in all"),
    EvidenceKind.QUIZ: _l("Answered in class %(hour)s"),
    EvidenceKind.RECAP: _l("Watched later, %(day)s"),
    EvidenceKind.WALK_IN: _l("On the paper list"),
}
#: The sentence of each reason of a decision; a mark's are below.
REASONS = {
    Why.WALK_IN: _l("On the paper list"),
    Why.INTERVAL: _l("In the room for %(minutes)s of %(of)s minutes (%(percent)s%%)"),
    Why.DURATION: _l(
        "In the room for %(minutes)s of %(of)s minutes (%(percent)s%%) in all; from when to when is not known"
    ),
    Why.CODE: _l("Entered the check-in code"),
    Why.QUIZ: _l("Answered a live question"),
    Why.RECAP: _l("Passed the recap questions after the class"),
    Why.LATE: _l("Came %(minutes)s minutes after the start"),
    Why.CLICK_ONLY: _l("Only pressed the button to join, which does not show being there"),
    Why.NOTHING: _l("No trace of being there"),
    Why.NOT_YET: _l("Not certain before the class ends"),
    Why.OUTSIDE: _l("Not counted: %(minutes)s min before or after the class"),
    Why.TWICE: _l("Counted once: %(minutes)s min on two devices at the same time"),
    Why.TAKEN_BACK: _l("Not counted: time in the room that was somebody else's"),
}
#: What the rule says where this reason is the decisive one.
BY_RULE = {
    Why.INTERVAL: _l("By rule %(rule)s: present from %(present)s%% of the class, in part from %(partial)s%%"),
    Why.DURATION: _l("By rule %(rule)s: present from %(present)s%% of the class, in part from %(partial)s%%"),
    Why.CODE: _l("By rule %(rule)s: the check-in code counts as present, self-reported"),
    Why.QUIZ: _l("By rule %(rule)s: an answer in class counts as present, self-reported"),
    Why.MARK: _l("By rule %(rule)s: the trainer's word decides"),
    Why.WALK_IN: _l("By rule %(rule)s: the paper list counts as present"),
    Why.RECAP: _l("By rule %(rule)s: watching later counts once the questions are passed"),
    Why.CLICK_ONLY: _l("By rule %(rule)s: the button alone is not enough"),
    Why.NOTHING: _l("By rule %(rule)s: absent where there is no trace"),
    Why.NOT_YET: _l("By rule %(rule)s"),
}
MARKED = {
    Mark.PRESENT: _l("Marked present by the trainer"),
    Mark.LATE: _l("Marked late by the trainer"),
    Mark.ABSENT: _l("Marked absent by the trainer"),
    Mark.EXCUSED: _l("Excused by the trainer"),
}
MARK_WORDS = {Mark(value): words for value, words in MARKS}


class Word(NamedTuple):
    """A state as a tag: words, kind of the tag, sign."""

    text: str
    kind: str
    icon: str | None


def why(decision: Any) -> list[str]:
    """The reasons of a decision, the decisive one first."""
    return [_reason(entry) for entry in decision.why] if decision is not None else []


def rule(decision: Any) -> str:
    """The rule a decision was made by, with what it says of the decisive reason."""
    first = decision.why[0] if decision.why else {"code": Why.NOT_YET}
    built_in = {"present": RULE_2026_1.present_percent, "partial": RULE_2026_1.partial_percent}
    words = BY_RULE[first["code"]].msgid
    return gettext(words, **{**built_in, **(first.get("values") or {}), "rule": decision.rule})


def rule_line(rule: Rule) -> str:
    """A version of the rule in one line."""
    return _(
        "%(version)s: present from %(present)s%%, in part from %(partial)s%%, late after %(late)s min",
        version=rule.version,
        present=rule.present_percent,
        partial=rule.partial_percent,
        late=rule.late_after // timedelta(minutes=1),
    )


def label_word(label: str) -> Word:
    """What a recount calls a decision (`rules.recounts.label`), as a tag."""
    named, *flags = label.split(" ")
    word = state(
        SimpleNamespace(state=named, late="late" in flags, self_reported="self-reported" in flags, marked=True)
    )
    late = "late" in flags and (named != State.PRESENT or "self-reported" in flags)
    return word._replace(text=_("%(state)s, late", state=word.text)) if late else word


def _reason(entry: dict[str, Any]) -> str:
    """The sentence of one entry of `Decided.why()`."""
    values = entry.get("values") or {}
    words = MARKED[values["mark"]] if entry["code"] == Why.MARK else REASONS[entry["code"]]
    return gettext(words.msgid, **values)


def traces(evidence: Iterable[Any]) -> list[str]:
    """What a person left, one line each, the first of a kind only; marks with their reason."""
    said: dict[str, str] = {}
    rows = _standing(evidence)
    for row in rows:
        if row.kind == EvidenceKind.MARK:
            said[f"mark {row.id}"] = _mark(row)
        elif row.kind in {EvidenceKind.INTERVAL, EvidenceKind.DURATION}:
            said[f"{row.kind} {row.id}"] = TRACES[EvidenceKind(row.kind)] % _times(row)
        elif row.kind in set(TRACES):
            said.setdefault(row.kind, TRACES[EvidenceKind(row.kind)] % _times(row))
    if set(said) == {EvidenceKind.CLICK}:
        return [_("Pressed join %(hour)s, no code yet", hour=_hour(rows[0].at))]
    return list(said.values())


def state(decision: Any, evidence: Iterable[Any] = ()) -> Word:
    """Where a person stands, as a tag."""
    now = decision.state if decision is not None else "open"
    if now == State.PRESENT and decision.self_reported:
        return Word(_("Self-reported"), "cham", "smartphone")
    if now == State.PRESENT:
        return Word(_("Present, late") if decision.late else _("Present"), "ok", None)
    if now == State.WATCHED_LATER:
        return Word(_("Watched later"), "ok", None)
    if now == State.PARTIAL:
        return Word(_("In part"), "open", None)
    if now == State.EXCUSED:
        return Word(_("Excused"), "", "calendar-x")
    if any(row.kind != EvidenceKind.MARK for row in _standing(evidence)) and not (
        decision is not None and decision.marked
    ):
        return Word(_("Unclear"), "open", None)
    return Word(_("Absent"), "", "x") if now == State.ABSENT else Word(_("Not seen yet"), "open", "clock")


def _standing(evidence: Iterable[Any]) -> list[Any]:
    """The evidence without stays that were somebody else's: of each stay the latest row says so."""
    rows = list(evidence)
    latest = {row.stay_id: row for row in sorted(rows, key=lambda row: row.id) if row.stay_id}
    return [row for row in rows if not row.stay_id or (row is latest[row.stay_id] and row.value != Mark.WITHDRAWN)]


def _mark(row: Any) -> str:
    if row.value == Mark.WITHDRAWN:
        return _("Mark taken back %(hour)s", hour=_hour(row.at))
    said = _("Marked %(mark)s %(hour)s", mark=str(MARK_WORDS[Mark(row.value)]).lower(), hour=_hour(row.at))
    return f"{said}: {row.reason}" if row.reason else said


def _times(row: Any) -> dict[str, str]:
    day = local(row.at)
    return {
        "hour": _hour(row.at),
        "until": _hour(row.until) if row.until else "",
        "day": f"{day.day}/{day.month}",
        "minutes": str((row.seconds or 0) // 60),
    }


def _hour(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"
