"""Rules of the caretaker's room. Pure."""

import re
from datetime import timedelta

from lms.core.errors import RuleBroken
from lms.core.words import _l

#: A part of the record that was taken out is on the shelf no longer than it is needed.
RECORD_STANDS = timedelta(days=2)
#: Entries read in one go while it is written.
RECORD_BATCH = 1000


class LastCaretaker(RuleBroken):
    """Somebody has to be able to give roles."""

    sentence = _l("This is the only caretaker. Make somebody else a caretaker first")


class NotYourself(RuleBroken):
    """Closing one's own account would shut the door from inside."""

    sentence = _l("You cannot close your own account here. Ask another caretaker")


class OwnFactors(RuleBroken):
    """Whoever sits at an open screen must not take the second lock off."""

    sentence = _l("You cannot forget your own second factor here. Ask another caretaker")


#: The part of a personal calendar address that opens it.
TOKEN = re.compile(r"(/calendar/)[a-z2-7]+(\.ics)")


def without_tokens(text: str) -> str:
    """The text of a letter as somebody else may read it: what opens the reader's calendar is struck out."""
    return TOKEN.sub(r"\1•••\2", text)


def check_stays(others: int) -> None:
    """Refuses to do without a caretaker when there are no `others`."""
    if not others:
        raise LastCaretaker()


def check_forgets(person_id: int, own_id: int) -> None:
    """Refuses to forget one's own second factors."""
    if person_id == own_id:
        raise OwnFactors()


def check_other(person_id: int, own_id: int) -> None:
    """Refuses what one may only do to somebody else."""
    if person_id == own_id:
        raise NotYourself()
