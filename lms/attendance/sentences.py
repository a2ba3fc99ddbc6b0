"""Traces, decisions and their reasons in words, for trainer and learner alike."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from lms.attendance.forms import MARKS
from lms.attendance.rules.decision import EvidenceKind, Mark, State, Why
from lms.core.clock import local
from lms.core.words import _, _l, gettext

TRACES = {
    EvidenceKind.CLICK: _l("Pressed join %(hour)s"),
    EvidenceKind.CODE: _l("Gave the code %(hour)s"),
    EvidenceKind.INTERVAL: _l("In the room %(hour)s – %(until)s"),
    EvidenceKind.QUIZ: _l("Answered in class %(hour)s"),
    EvidenceKind.RECAP: _l("Watched later, %(day)s"),
    EvidenceKind.WALK_IN: _l("On the paper list"),
}
#: The sentence of each reason of a decision; a mark's are below.
REASONS = {
    Why.WALK_IN: _l("On the paper list"),
    Why.INTERVAL: _l("In the room for %(minutes)s of %(of)s minutes (%(percent)s%%)"),
    Why.CODE: _l("Entered the check-in code"),
    Why.QUIZ: _l("Answered a live question"),
    Why.RECAP: _l("Passed the recap questions after the class"),
    Why.LATE: _l("Came %(minutes)s minutes after the start"),
    Why.CLICK_ONLY: _l("Only pressed the button to join, which does not show being there"),
    Why.NOTHING: _l("No trace of being there"),
    Why.NOT_YET: _l("Not certain before the class ends"),
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


def _reason(entry: dict[str, Any]) -> str:
    """The sentence of one entry of `Decided.why()`."""
    values = entry.get("values") or {}
    words = MARKED[values["mark"]] if entry["code"] == Why.MARK else REASONS[entry["code"]]
    return gettext(words.msgid, **values)


def traces(evidence: Iterable[Any]) -> list[str]:
    """What a person left, one line each, the first of a kind only; marks with their reason."""
    said: dict[str, str] = {}
    rows = list(evidence)
    for row in rows:
        if row.kind == EvidenceKind.MARK:
            said[f"mark {row.id}"] = _mark(row)
        elif row.kind == EvidenceKind.INTERVAL:
            said[f"interval {row.id}"] = TRACES[EvidenceKind.INTERVAL] % _times(row)
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
    if any(row.kind != EvidenceKind.MARK for row in evidence) and not (decision is not None and decision.marked):
        return Word(_("Unclear"), "open", None)
    return Word(_("Absent"), "", "x") if now == State.ABSENT else Word(_("Not seen yet"), "open", "clock")


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
    }


def _hour(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"
