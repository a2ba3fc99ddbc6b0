"""How somebody was recognised in a live room, and why somebody is suggested, in words for trainers."""

from collections.abc import Sequence

from lms.attendance.rules.matching import Step
from lms.attendance.rules.names import take_apart
from lms.attendance.rules.suggesting import Likeness, Suggestion
from lms.core.words import _, _l

RECOGNISED = {
    Step.REGISTRANT: _l("Recognised by their own registration in Zoom"),
    Step.MARK: _l("Recognised by the personal mark in the name"),
    Step.ALIAS: _l("This name was confirmed in this class before"),
    Step.EMAIL: _l("Recognised by their verified e-mail address"),
    Step.NAME: _l("Same full name, nobody else in the class is called so"),
    Step.WORDS: _l("Same full name with the words in another order, nobody else in the class is called so"),
    Step.TONES: _l("Same full name, and only theirs has these tones"),
    Step.CONFIRMED: _l("Confirmed by the trainer"),
    Step.CLAIMED: _l("Said it was them, and the trainer agreed"),
}
#: Why somebody is suggested: first the steps that point to them without being sure.
SUGGESTED = {
    Step.REGISTRANT: _l("Came by their registration in Zoom, but the rest points to somebody else"),
    Step.MARK: _l("Their mark is in the name, but the rest does not fit"),
    Step.ALIAS: _l("This name was confirmed as theirs before, but it may be somebody else's too"),
    Step.EMAIL: _l("Their e-mail address, but the rest points to somebody else"),
    Step.NAME: _l("Same full name, but the rest points to somebody else"),
    Step.WORDS: _l("Same full name in another order, but the rest points to somebody else"),
    Step.TONES: _l("Same full name, but the rest points to somebody else"),
    Likeness.TIE: _l("Several learners are called so"),
    Likeness.SHARED_EMAIL: _l("Several learners use this e-mail address"),
    Likeness.OTHER_TONES: _l("Same letters, other tones"),
    Likeness.SAME_WORDS: _l("Same words in another order"),
    Likeness.TYPED_RAW: _l("Looks like the name typed without the Vietnamese keyboard"),
    Likeness.SLIP: _l("One letter differs"),
    Likeness.PART: _l("Part of the full name"),
    Likeness.MORE: _l("The full name with other words beside it"),
    Likeness.MARK_SLIP: _l("One sign of the personal mark differs"),
    Likeness.SAME_GIVEN: _l("Same given name"),
    Likeness.INITIALS: _l("Same first letters"),
    Likeness.CLOSE: _l("Looks alike"),
}


def recognised(step: str, mark: str | None = None) -> str:
    """By which step somebody was recognised; `mark`: theirs, to be shown where it was what told."""
    if step == Step.MARK and mark:
        return _("Recognised by the mark #%(mark)s in the name", mark=mark)
    return str(RECOGNISED[Step(step)])


def suggested(suggestion: Suggestion) -> str:
    """Why somebody is suggested."""
    return str({str(why): words for why, words in SUGGESTED.items()}[suggestion.why])


def left_open(name: str | None, suggestions: Sequence[Suggestion]) -> str:
    """Why nobody was matched with a shown name."""
    whys = {one.why for one in suggestions}
    if Likeness.TIE in whys:
        return _("Several learners are called so. Choose one")
    if whys & set(Step):
        return _("Not everything points to the same person. Choose one")
    if suggestions:
        return _("Not certain. Confirm it if you know who it is")
    if name and take_apart(name).device:
        return _("Only the name of a device")
    return _("Nobody in the class is called so")
