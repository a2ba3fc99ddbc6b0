"""One's own calendar: its address, what an address still opens, and the span it shows. Pure; the key is given.

The address is an HMAC of person and version. Nothing is stored, so it can be shown at any time, and a
renewal is a new version.
"""

import base64
import hmac
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from lms.core.clock import ZONE, local

#: Characters of the person's public id, which begins a token.
PUBLIC_ID = 13
#: Earlier versions that are still recognised.
REMEMBERED = 20
#: How long a session stays after its end.
KEPT = timedelta(days=30)
#: How long an address that was replaced says so, before it ends. A client that gets no calendar keeps its old one.
NOTED = timedelta(days=30)


class Standing(StrEnum):
    """What an address opens: the calendar, a note that it was replaced, nothing any more; or it was never ours."""

    CURRENT = "current"
    REPLACED = "replaced"
    OVER = "over"
    UNKNOWN = "unknown"


class Claim(NamedTuple):
    """What a token says: whose it claims to be, and its seal (not yet checked)."""

    person_id: str
    seal: str


def token_of(key: str, person_id: str, version: int) -> str:
    """The token of a person (public id) at a version: the id and 128 bits of HMAC-SHA256, base32 in lower case."""
    return person_id + _seal(key, person_id, version)


def read(token: str) -> Claim | None:
    """The claim inside a token, or None if it has not the form of one."""
    if len(token) != PUBLIC_ID + 26 or not token.isascii() or not token.isalnum():
        return None
    return Claim(token[:PUBLIC_ID], token[PUBLIC_ID:])


def is_current(key: str, claim: Claim, version: int) -> bool:
    """Whether a claim was sealed at this version."""
    return hmac.compare_digest(claim.seal, _seal(key, claim.person_id, version))


def standing(
    key: str, claim: Claim, version: int, *, replaced_at: datetime | None, at: datetime, here: bool
) -> Standing:
    """What the address in a claim opens at `at`.

    `version` is the current one; `replaced_at` when the one before ended, or when the whole person did who is not
    `here` (turned out to be somebody else). Of the versions before, the last few are remembered.
    """
    last = version - 1 if here else version
    if here and is_current(key, claim, version):
        return Standing.CURRENT
    if is_current(key, claim, last):
        return Standing.REPLACED if replaced_at and at < replaced_at + NOTED else Standing.OVER
    older = range(max(1, last - REMEMBERED), last)
    return Standing.OVER if any(is_current(key, claim, old) for old in older) else Standing.UNKNOWN


def _seal(key: str, person_id: str, version: int) -> str:
    digest = hmac.digest(key.encode(), f"calendar:{person_id}:{version}".encode(), "sha256")
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def window_begins(at: datetime) -> datetime:
    """Sessions that ended before this instant have left the calendar; it moves at midnight in Vietnam."""
    return midnight(at) - KEPT


def left_window(ended_at: datetime) -> datetime:
    """The instant at which a session that ended at `ended_at` left the calendar: the first midnight after KEPT."""
    return midnight(ended_at + KEPT) + timedelta(days=1)


def midnight(at: datetime) -> datetime:
    """The beginning of the day in Vietnam that `at` lies in."""
    return datetime.combine(local(at).date(), time(), ZONE)
