"""What Zoom tells by itself, and how it stands with Zoom."""

from datetime import datetime
from typing import Any

from lms.core.db import db, insert_once
from lms.core.revisions import put
from lms.live import queries
from lms.live.models import LiveEvent
from lms.live.rules.webhook import Happened


def note_event(event: Happened, *, by: Any, at: datetime) -> bool:
    """Keep an event of one of our meetings, once; answers whether it was new."""
    if not queries.is_ours(event.meeting_id):
        return False
    return insert_once(LiveEvent, {**event._asdict(), "received_at": at}, "key")


def note_answer(*, at: datetime) -> None:
    """Zoom did what it was asked."""
    put(queries.ANSWERED, at.isoformat())
    if queries.standing().why:
        put(queries.PAUSED, f"{at.isoformat()} ")


def note_pause(until: datetime, why: str, *, at: datetime) -> None:
    """Nothing is asked of Zoom before `until`; `why` is for the caretaker."""
    put(queries.PAUSED, f"{until.isoformat()} {why}"[:64])
    db.session.flush()
