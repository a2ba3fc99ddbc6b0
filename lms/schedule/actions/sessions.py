"""What goes with one session."""

from datetime import datetime
from typing import Any

from lms.audit import actions as audit
from lms.core.db import lock
from lms.core.revisions import touch
from lms.schedule.models import Session
from lms.schedule.planner import Material


def put_material(session: Session, material: Material, *, by: Any, at: datetime) -> None:
    """Module, slides, recording and recap. They may come after the class; no calendar shows them."""
    lock(session)
    if Material(*(getattr(session, field) for field in Material._fields)) == material:
        return
    for field, value in material._asdict().items():
        setattr(session, field, value)
    touch("schedule")
    audit.record("schedule.material-put", "session", session.id, by=by, at=at)
