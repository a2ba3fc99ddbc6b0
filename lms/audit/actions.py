"""Writing the record."""

from datetime import datetime
from typing import Any

import structlog

from lms.audit.models import Entry
from lms.core import network
from lms.core.db import db


def record(
    action: str,
    subject_kind: str,
    subject_id: int | None,
    *,
    by: Any,
    at: datetime,
    why: str | None = None,
    **detail: Any,
) -> None:
    """Note that `by` (a person, or None for the house) did `action` to a subject.

    `why`: a reason chosen from a list. `detail`: ids and states only.
    """
    _write(action, subject_kind, subject_id, by and by.id, at, why, detail)


def record_refusal(can: str, endpoint: str, actor_id: int, *, at: datetime) -> None:
    """Note that a signed-in person was refused a page; runs after the refused request has ended."""
    _write("access.refused", "endpoint", None, actor_id, at, None, {"can": can, "endpoint": endpoint})


def record_reading(
    action: str, subject_kind: str, subject_id: int | None, actor_id: int, *, at: datetime, **detail: Any
) -> None:
    """Note that staff looked at personal data; runs after the request that only read."""
    _write(action, subject_kind, subject_id, actor_id, at, None, detail)


def _write(
    action: str,
    kind: str,
    subject_id: int | None,
    actor_id: int | None,
    at: datetime,
    why: str | None,
    detail: dict[str, Any],
) -> None:
    db.session.add(
        Entry(
            at=at,
            action=action,
            actor_id=actor_id,
            subject_kind=kind,
            subject_id=subject_id,
            request_id=structlog.contextvars.get_contextvars().get("request"),
            network=network.of_request(),
            why=why,
            detail=detail,
        )
    )
