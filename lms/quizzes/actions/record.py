"""The record of attempts. Lines are only added."""

from datetime import datetime
from typing import Any

from lms.core.db import insert_row
from lms.quizzes.models import AttemptEvent
from lms.quizzes.rules.events import UNKNOWN, Happened, Phone


def line(
    attempt: Any,
    kind: Happened,
    *,
    position: int | None = None,
    sequence: int | None = None,
    value: Any = None,
    phone: Phone = UNKNOWN,
    by: Any,
    at: datetime,
) -> dict[str, Any]:
    """A line as `rows.write_lines` takes it. `by` is left out where it is the learner."""
    return {
        "attempt_id": attempt.id,
        "kind": kind.value,
        "position": position,
        "sequence": sequence,
        "value": value,
        "at": at,
        "phone_at": phone.at,
        "device": phone.device,
        "by_id": by.id if by is not None and by.id != attempt.person_id else None,
    }


def note(attempt: Any, kind: Happened, *, by: Any, at: datetime, **values: Any) -> None:
    """Add one line; for `values` see `line`."""
    insert_row(AttemptEvent, line(attempt, kind, by=by, at=at, **values))
