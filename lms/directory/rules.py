"""Rules of finding people. Pure."""

from datetime import timedelta
from enum import StrEnum

from lms.core.errors import RuleBroken
from lms.core.words import Lazy, _l


class Why(StrEnum):
    """Why staff need to know how somebody can be reached. Part of the record."""

    CLASS = "class"
    SIGN_IN = "sign-in"
    REQUEST = "request"
    DUPLICATE = "duplicate"
    SAFETY = "safety"


WHYS: dict[Why, Lazy] = {
    Why.CLASS: _l("About a class"),
    Why.SIGN_IN: _l("Help with signing in"),
    Why.REQUEST: _l("A request about their data"),
    Why.DUPLICATE: _l("To see whether two people are one"),
    Why.SAFETY: _l("Somebody may be in danger"),
}


class ReasonMissing(RuleBroken):
    """Contacts open with a reason only."""

    sentence = _l("Choose why you need the contacts")


class Kind(StrEnum):
    """What a list is written as."""

    XLSX = "xlsx"
    CSV = "csv"


#: A list of people that was taken out is on the shelf no longer than it is needed.
LIST_STANDS = timedelta(days=2)
#: People read in one go while a list is written.
BATCH = 1000


def read_why(text: str) -> Why:
    """The reason of a form. Raises ReasonMissing."""
    if text not in set(Why):
        raise ReasonMissing()
    return Why(text)


def read_kind(text: str) -> Kind:
    """What a form wants a list written as; a workbook unless it says otherwise."""
    return Kind(text) if text in set(Kind) else Kind.XLSX
