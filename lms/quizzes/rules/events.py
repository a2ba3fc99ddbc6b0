"""The record of an attempt: what may stand in it, and what a phone may say about itself.

A phone's clock and its name are noted as they were told. Nothing is decided by them.
"""

import re
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class Happened(StrEnum):
    """Kinds of lines in the record."""

    STARTED = "started"
    #: One answer, as it was given.
    SAVED = "saved"
    #: One answer that came too late to count.
    LATE = "late"
    #: In practice: the right answer was looked at.
    LOOKED = "looked"
    HANDED_IN = "handed_in"
    #: Handed in by the house, for the time was up.
    OVERDUE = "overdue"
    #: A trainer gave marks, or let a late answer count; a mended key gave other marks.
    MARKED = "marked"
    COUNTED = "counted"
    REGRADED = "regraded"
    #: More time was granted.
    EXTENDED = "extended"


#: Lines that hold what somebody answered.
ANSWERS = (Happened.SAVED, Happened.LATE, Happened.COUNTED)
DEVICE = re.compile(r"[0-9a-f]{8}", re.ASCII)
MOMENT = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Phone(NamedTuple):
    """What a phone says about itself: a name made at random by the page, and what its clock showed."""

    device: str | None = None
    at: datetime | None = None


#: Nothing was said, or nothing that can be read.
UNKNOWN = Phone()


def phone(device: Any, at: Any) -> Phone:
    """The two, each None unless it is exactly in its shape: 8 hexadecimal digits; a moment with its zone."""
    known = device if isinstance(device, str) and DEVICE.fullmatch(device) else None
    return Phone(known, _moment(at))


def _moment(text: Any) -> datetime | None:
    if not isinstance(text, str) or not MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
