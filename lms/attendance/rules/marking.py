"""When a trainer's mark needs a reason: whenever it contradicts what is already known."""

from collections.abc import Iterable
from datetime import UTC, datetime

from lms.attendance.rules.decision import Decided, EvidenceKind, Mark, State, Trace, Why
from lms.core.errors import RuleBroken
from lms.core.words import _l

#: Absent for want of a trace: a mark then adds, and contradicts nothing.
UNPROVEN = frozenset({Why.NOTHING, Why.CLICK_ONLY})


class ReasonMissing(RuleBroken):
    """A mark against evidence, without a word why."""

    sentence = _l("Write why: this changes what the traces or an earlier mark say")


class UnknownMark(RuleBroken):
    """Something else than the marks there are."""

    sentence = _l("Choose one of the results")


def read_mark(typed: str) -> Mark:
    """The mark that was chosen; taking back is not chosen but undone."""
    if typed not in set(Mark) - {Mark.WITHDRAWN}:
        raise UnknownMark()
    return Mark(typed)


def said_already(evidence: Iterable[Trace], mark: Mark, reason: str) -> bool:
    """Whether the mark in force is this one; with another reason it is another word. `evidence` by time."""
    marks = [row for row in evidence if row.kind == EvidenceKind.MARK]
    return bool(marks) and marks[-1].value == mark and reason in ("", marks[-1].reason)


def check_rest(mark: Mark) -> None:
    """Refuses what cannot be said of everybody who is left: they are there or they are not. Raises UnknownMark."""
    if mark not in {Mark.PRESENT, Mark.ABSENT}:
        raise UnknownMark()


def read_moment(typed: str) -> datetime | None:
    """The moment that a mark was given, as the page carries it (ISO 8601 with zone); None for anything else."""
    try:
        moment = datetime.fromisoformat(typed[:40])
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def check_reason(known: Decided, mark: Mark, reason: str) -> None:
    """Refuses a mark that contradicts `known` (the decision as the evidence stands) without a reason."""
    if reason or mark == Mark.WITHDRAWN or known.state is None:
        return
    says = State.PRESENT if mark == Mark.LATE else State(mark)
    agrees = says == known.state and (mark == Mark.LATE) == (known.late and known.reasons[0].code == Why.MARK)
    unproven = known.state == State.ABSENT and known.reasons[0].code in UNPROVEN
    confirms = says == known.state == State.PRESENT and known.reasons[0].code != Why.MARK
    if not (agrees or unproven or confirms):
        raise ReasonMissing()
