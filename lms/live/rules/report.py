"""Reports: when they are pulled, which instances belong to a session, what a row says.

A host who starts the meeting again makes another instance with a UUID of its own; all of them count.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from lms.live.rules.states import Round
from lms.live.rules.webhook import moment

#: After the end of the session.
DUE = {Round.FIRST: timedelta(minutes=45), Round.LAST: timedelta(hours=24)}
#: Instances that began so long before the session, or so long after its end, are looked at.
BEFORE, AFTER = timedelta(hours=3), timedelta(hours=2)
#: Stays count from so long before the beginning.
EARLY = timedelta(minutes=30)
#: Tries before a report is given up, and the time between them.
TRIES, PAUSE = 5, timedelta(hours=2)
#: Names and addresses in reports and events are kept so many days.
NAMES_KEPT_FOR = timedelta(days=90)
#: Zoom's page, the largest there is.
PAGE = 300


class Stay(NamedTuple):
    """One stay of one participant in one instance."""

    key: str
    registrant_id: str | None
    name: str | None
    email: str | None
    joined_at: datetime
    left_at: datetime


def in_path(uuid: str) -> str:
    """An instance's UUID as Zoom wants it in an address: encoded twice if it begins with / or holds //."""
    once = quote(uuid, safe="")
    return quote(once, safe="") if uuid.startswith("/") or "//" in uuid else once


def belongs(instance_at: datetime, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether an instance that began then may be the session."""
    return starts_at - BEFORE <= instance_at <= ends_at + AFTER


def stay(row: dict[str, Any], uuid: str, starts_at: datetime, ends_at: datetime) -> Stay | None:
    """A row of Zoom's report; None for who waited outside, or was gone before the session or came after it."""
    joined, left = moment(row.get("join_time")), moment(row.get("leave_time"))
    if joined is None or left is None or left < joined or row.get("status") == "in_waiting_room":
        return None
    if left < starts_at - EARLY or joined > ends_at + AFTER:
        return None
    who = str(row.get("user_id") or row.get("id") or row.get("name") or "")
    mark = "|".join((uuid, who, starts_at.isoformat(), joined.isoformat()))
    key = hashlib.sha256(mark.encode()).hexdigest()
    return Stay(
        key, _text(row, "registrant_id", 64), _text(row, "name", 200), _text(row, "user_email", 254), joined, left
    )


def _text(row: dict[str, Any], field: str, most: int) -> str | None:
    value = row.get(field)
    return value.replace("\0", "").strip()[:most] or None if isinstance(value, str) else None
