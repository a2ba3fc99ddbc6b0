"""A learner's word, *I was there*: when it can be said, what is written down of it, and when it is answered.

The name they had in the room is typed, never chosen from a list: the names of people nobody recognised are shown to
trainers only. Which of them is meant stays the trainer's to say, who sees the typed name beside those that are alike;
only where exactly one of them is written the same is it noted beside the claim, and even then nothing counts before
the trainer agrees. For the same reason the page says nothing of whether a name was found. Likeness is that of letters
here, not that of `suggesting`, which takes the names of devices off: "Galaxy A12" is what is looked for.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from lms.attendance.rules import names
from lms.attendance.rules.decision import State
from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.people.rules import day_of
from lms.schedule.rules import SessionState

#: A class is remembered for a month; names in reports go after three.
CLAIM_FOR = timedelta(days=30)
#: Signs of the name in the room (Zoom lets 64 be typed) and of the note; both are kept in one column of 200.
NAME, NOTE = 64, 130
#: Names shown to the trainer, and how alike they must be, of 1.
MOST, ALIKE = 5, 0.5
#: Decisions beside which there is nothing to claim: they count as much as anything could.
THERE = frozenset({State.PRESENT, State.WATCHED_LATER})


class ClaimState(StrEnum):
    """Where a claim stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


#: What a trainer said.
ANSWERED = frozenset({ClaimState.ACCEPTED, ClaimState.REFUSED})


class ClaimOfCancelled(RuleBroken):
    """Nobody was there."""

    sentence = _l("This session was cancelled, so nobody is missing in it")


class ClaimTooEarly(RuleBroken):
    """Before the end check-in does it."""

    sentence = _l("The class is not over yet. Check in with the code, or tell the trainer in the room")


class ClaimTooLate(RuleBroken):
    """More than CLAIM_FOR, `days` days, after the class."""

    sentence = _l("This can be said for %(days)s days after the class. Write to your trainer if something is wrong")


class ThereAlready(RuleBroken):
    """The decision says so already."""

    sentence = _l("You are counted as having been there. Nothing more to do")


class ClaimAnswered(RuleBroken):
    """A trainer has answered; a claim is made once."""

    sentence = _l("The trainer has answered already. Write to them if something is still wrong")


class AnsweredMeanwhile(RuleBroken):
    """Somebody else answered first, and otherwise."""

    sentence = _l("Somebody else has answered this meanwhile. Nothing has changed")


class ClaimTakenBack(RuleBroken):
    """The learner does not say it any more."""

    sentence = _l("The learner has taken this back. Nothing has changed")


class ClaimantGone(RuleBroken):
    """Erased, or one person with somebody else now."""

    sentence = _l("This person is not here any more. Nothing has changed")


class WordsMissing(RuleBroken):
    """A refusal without a word why."""

    sentence = _l("Write why, in a sentence. The learner reads it")


class NameTaken(RuleBroken):
    """The name chosen is somebody's by now, or of another session."""

    sentence = _l("This name is not open any more. Choose again")


class AnswerMissing(RuleBroken):
    """Neither yes nor no."""

    sentence = _l("Choose whether you agree")


class Planned(Protocol):
    """What a session must show."""

    state: str
    ends_at: datetime


class Said(NamedTuple):
    """What a learner wrote."""

    name: str
    note: str

    @property
    def line(self) -> str:
        """As it is kept: the name in the room on the first line, the note on the second."""
        return f"{self.name}\n{self.note}" if self.name else self.note


def said(name: str, note: str) -> Said:
    """What was typed, each on one line."""
    return Said(" ".join(name.split())[:NAME], " ".join(note.split())[:NOTE])


def read(line: str) -> Said:
    """What is kept, taken apart again."""
    name, cut, note = line.partition("\n")
    return Said(name, note) if cut else Said("", line)


def standing_in_the_way(session: Planned, decision: str | None, at: datetime) -> RuleBroken | None:
    """Why nothing can be claimed now, or None. `decision`: the state of the decision, if there is one."""
    if session.state == SessionState.CANCELLED:
        return ClaimOfCancelled()
    if at < session.ends_at:
        return ClaimTooEarly()
    if decision in THERE:
        return ThereAlready()
    return ClaimTooLate(days=CLAIM_FOR.days) if day_of(at) > last_day(session) else None


def last_day(session: Planned) -> date:
    """Until the end of which day in Vietnam it can be said."""
    return day_of(session.ends_at) + CLAIM_FOR


def check_open(state: str, wanted: ClaimState) -> bool:
    """Whether an answer changes anything: not if it was given already. Raises AnsweredMeanwhile, ClaimTakenBack."""
    if state == wanted:
        return False
    if state == ClaimState.WITHDRAWN:
        raise ClaimTakenBack()
    if state in ANSWERED:
        raise AnsweredMeanwhile()
    return True


class Shown(Protocol):
    """Somebody seen in the room, as reports show them."""

    id: int
    name: str | None
    original_name: str | None


T = TypeVar("T", bound=Shown)


def exactly(typed: str, seen: Iterable[T]) -> T | None:
    """The one who was shown under just this name, case and tones aside; None if nobody was, or several."""
    wanted = names.key(typed) if typed else None
    found = [one for one in seen if wanted in {names.key(name) for name in (one.name, one.original_name) if name}]
    return found[0] if wanted and len(found) == 1 else None


def candidates(typed: Iterable[str], seen: Iterable[T]) -> list[T]:
    """Those who may be meant, the likeliest first: alike to the typed name, or to the learner's own."""
    looks = [_Look(names.key(text)) for text in typed if text]
    scored = [(max((look.alike(name) for name in _names(one) for look in looks), default=0.0), one) for one in seen]
    likely = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].id))
    return [one for _score, one in likely[:MOST]]


def _names(one: Shown) -> list[str]:
    return [names.key(name) for name in (one.name, one.original_name) if name]


class _Look:
    """A typed name, made ready to be compared with many."""

    def __init__(self, typed: str) -> None:
        self.words, self.letters = set(typed.split()), SequenceMatcher(None, "", typed, autojunk=False)

    def alike(self, name: str) -> float:
        """From 0 to 1: the words in common, or the letters in order, whichever says more."""
        words, letters = set(name.split()), self.letters
        shared = len(words & self.words) / max(1, min(len(words), len(self.words)))
        letters.set_seq1(name)
        near = letters.real_quick_ratio() >= ALIKE and letters.quick_ratio() >= ALIKE
        return max(letters.ratio() if near else 0.0, shared * 0.9)
