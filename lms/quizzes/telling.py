"""The record of an attempt as somebody reads it: a line for each thing that happened, in plain words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from lms.core.clock import local
from lms.core.words import Lazy, _, _l
from lms.quizzes import paper
from lms.quizzes.rules.events import Happened

#: What happened, in words; those of a question name its place.
WORDS: dict[str, Lazy] = {
    Happened.STARTED: _l("Began"),
    Happened.HANDED_IN: _l("The quiz was handed in"),
    Happened.OVERDUE: _l("The time was up: handed in with what had arrived"),
    Happened.EXTENDED: _l("More time was granted"),
}
OF_A_QUESTION: dict[str, Lazy] = {
    Happened.SAVED: _l("Answer to question %(place)s arrived"),
    Happened.LATE: _l("Answer to question %(place)s arrived too late: kept, outside the score"),
    Happened.LOOKED: _l("Looked at the right answer to question %(place)s"),
    Happened.MARKED: _l("A trainer gave points to question %(place)s"),
    Happened.COUNTED: _l("The late answer to question %(place)s counts now"),
    Happened.REGRADED: _l("The key of question %(place)s was mended"),
}
#: Seconds from which on a phone's time is another one.
APART = 60


class Line(NamedTuple):
    """One line of the record."""

    kind: str
    words: str
    at: datetime
    #: By the phone's clock, where it said.
    phone_at: datetime | None
    #: A, B, … for the devices of an attempt, in the order they came; empty where nobody said.
    device: str
    #: The answer in words.
    said: list[str]
    #: Points before and after; None where none changed.
    marks: tuple[float | None, float | None] | None
    #: Whether somebody else than the learner did it.
    by_staff: bool

    @property
    def clock(self) -> str:
        """19:32:07, by our clock."""
        return f"{local(self.at):%H:%M:%S}"

    @property
    def phone_clock(self) -> str:
        """The same by the phone's."""
        return f"{local(self.phone_at):%H:%M:%S}" if self.phone_at else ""

    @property
    def apart(self) -> bool:
        """Whether the phone told another time: it is set wrong, or the line waited on it."""
        return self.phone_at is not None and abs((self.phone_at - self.at).total_seconds()) >= APART


def lines(events: Iterable[Any], items: Mapping[int, Any]) -> list[Line]:
    """The lines of a record; `items`: the frozen questions by position."""
    devices: dict[str, str] = {}
    return [_line(event, items.get(event.position or 0), _letter(event.device, devices)) for event in events]


def _letter(device: str | None, known: dict[str, str]) -> str:
    if not device:
        return ""
    return known.setdefault(device, chr(ord("A") + len(known)) if len(known) < 26 else str(len(known) + 1))


def _line(event: Any, item: Any, letter: str) -> Line:
    value = event.value if isinstance(event.value, Mapping) else {}
    answer = value.get("answer") if event.kind == Happened.COUNTED else event.value
    given = event.kind in (Happened.SAVED, Happened.LATE, Happened.COUNTED) and item is not None
    changed = value.get("marks") if event.kind in (Happened.MARKED, Happened.COUNTED, Happened.REGRADED) else None
    said = paper.said(item.kind, item.options, answer) if given else []
    if given and not said:
        said = [_("No answer") if not answer else _("An answer that cannot be read")]
    return Line(
        event.kind,
        words(event.kind, event.position),
        event.at,
        event.phone_at,
        letter,
        said,
        (changed[0], changed[1]) if changed else None,
        event.by_id is not None,
    )


def words(kind: str, position: int | None) -> str:
    """What happened, in one sentence without a full stop."""
    if kind in OF_A_QUESTION:
        return str(OF_A_QUESTION[kind]) % {"place": position}
    return str(WORDS.get(kind, kind))
