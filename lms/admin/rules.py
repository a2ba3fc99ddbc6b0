"""Rules of the caretaker's room. Pure."""

import re

from lms.core.errors import RuleBroken
from lms.core.text import national
from lms.core.words import _l


class LastCaretaker(RuleBroken):
    """Somebody has to be able to give roles."""

    sentence = _l("This is the only caretaker. Make somebody else a caretaker first")


class NotYourself(RuleBroken):
    """Closing one's own account would shut the door from inside."""

    sentence = _l("You cannot close your own account here. Ask another caretaker")


#: The part of a personal calendar address that opens it.
TOKEN = re.compile(r"(/calendar/)[a-z2-7]+(\.ics)")


def without_tokens(text: str) -> str:
    """The text of a letter as somebody else may read it: what opens the reader's calendar is struck out."""
    return TOKEN.sub(r"\1•••\2", text)


def check_stays(others: int) -> None:
    """Refuses to do without a caretaker when there are no `others`."""
    if not others:
        raise LastCaretaker()


def check_other(person_id: int, own_id: int) -> None:
    """Refuses what one may only do to somebody else."""
    if person_id == own_id:
        raise NotYourself()


def masked(kind: str, value: str) -> str:
    """A contact as lists show it, enough to tell two people apart: "0912 ••• 678" · "m•••@mail.vn"."""
    if kind == "phone":
        shown = national(value)
        return f"{shown[:4]} ••• {shown[-3:]}"
    name, _at, domain = value.partition("@")
    return f"{name[:1]}•••@{domain}"
