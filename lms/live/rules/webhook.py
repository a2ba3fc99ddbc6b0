"""Webhooks: whether one is Zoom's, and what it says. Zoom sends each at least once, in no order."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from lms.live import answers

CHALLENGE = "endpoint.url_validation"
JOINED, LEFT, STARTED, ENDED = (
    f"meeting.{what}" for what in ("participant_joined", "participant_left", "started", "ended")
)
#: What is kept; everything else is answered and forgotten.
KEPT = (JOINED, LEFT, STARTED, ENDED)
#: Retries come up to 85 minutes later, with an old stamp perhaps. A second copy is harmless.
PAST, FUTURE = timedelta(hours=2), timedelta(minutes=5)
MOST_BYTES = 64 * 1024
#: Before and after a session in which events are about it.
EARLIEST = timedelta(hours=2)
NEVER = datetime.min.replace(tzinfo=UTC)


class Happened(NamedTuple):
    """One event as it is kept; `body`: participant, registrant, name."""

    key: str
    event: str
    meeting_id: str
    instance: str
    at: datetime
    body: dict[str, Any]


def seal(secret: str, text: bytes) -> str:
    """HMAC-SHA256 under the secret token, hexadecimal."""
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def genuine(secret: str, stamp: str | None, signature: str | None, body: bytes, at: datetime) -> bool:
    """Whether the signature is that of the raw body and its time (Unix seconds) is near enough to `at`."""
    if not stamp or not signature or not (stamp.isascii() and stamp.isdigit()) or len(stamp) > 12:
        return False
    wanted = "v0=" + seal(secret, b"v0:" + stamp.encode() + b":" + body)
    if not hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace")):
        return False
    return at.timestamp() - PAST.total_seconds() <= int(stamp) <= at.timestamp() + FUTURE.total_seconds()


def read(body: bytes) -> dict[str, Any]:
    """The JSON object that was sent; ValueError for anything else."""
    said = answers.read(body)
    if said is None or not isinstance(said.get("payload"), dict):
        raise ValueError("not a webhook")
    return said


def happened(said: dict[str, Any]) -> Happened | None:
    """What is kept of an event; None if it is none of ours or says no time."""
    meeting = said["payload"].get("object")
    if said.get("event") not in KEPT or not isinstance(meeting, dict):
        return None
    person = meeting.get("participant")
    person = person if isinstance(person, dict) else {}
    at = _time(said, meeting, person)
    meeting_id, instance = _text(meeting.get("id"), 20), _text(meeting.get("uuid"), 64)
    if at is None or not meeting_id:
        return None
    who = _text(person.get("user_id") or person.get("participant_uuid"), 64)
    body = {"participant": who, "registrant": _text(person.get("registrant_id"), 64)}
    body["name"] = _text(person.get("user_name"), 200)
    mark = "|".join((said["event"], instance, who, at.isoformat()))
    return Happened(hashlib.sha256(mark.encode()).hexdigest(), said["event"], meeting_id, instance, at, body)


def _time(said: dict[str, Any], meeting: dict[str, Any], person: dict[str, Any]) -> datetime | None:
    """When it happened, by what Zoom says of the person or the meeting; when it was sent is the last resort."""
    field = {JOINED: "join_time", LEFT: "leave_time", STARTED: "start_time", ENDED: "end_time"}[said["event"]]
    found = moment(person.get(field) or meeting.get(field))
    stamp = said.get("event_ts")
    if found is None and isinstance(stamp, int) and 0 < stamp < 10**14:
        return datetime.fromtimestamp(stamp / 1000, UTC)
    return found


def moment(text: Any) -> datetime | None:
    """An instant of Zoom's, `2026-11-26T12:30:00Z`; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _text(value: Any, most: int) -> str:
    return str(value)[:most].replace("\0", "") if isinstance(value, (str, int)) else ""


def inside(events: list[Happened]) -> set[str]:
    """Who is in the room (registrant, else participant) by the times of the events; their order does not matter."""
    last: dict[tuple[str, str], Any] = {}
    ended: dict[str, datetime] = {}
    for one in events:
        if one.event == ENDED:
            ended[one.instance] = max(one.at, ended.get(one.instance, one.at))
        elif one.event in (JOINED, LEFT):
            who = (one.instance, one.body["participant"])
            last[who] = max(last.get(who, (one.at, False, one)), (one.at, one.event == LEFT, one), key=lambda x: x[:2])
    there = (one for at, left, one in last.values() if not left and at > ended.get(one.instance, NEVER))
    return {one.body["registrant"] or one.body["participant"] for one in there}
