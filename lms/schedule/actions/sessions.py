"""What goes with one session."""

from datetime import datetime
from typing import Any

from lms.audit import actions as audit
from lms.core.db import lock
from lms.core.revisions import touch
from lms.schedule.models import Session
from lms.schedule.planner import Material, material_of, merged


def put_material(session: Session, material: Material, *, stood: str | None = None, by: Any, at: datetime) -> None:
    """Module, slides, recording and recap. They may come after the class; no calendar shows them.

    `stood`: the marks of what the form showed. Raises ChangedMeanwhile.
    """
    lock(session)
    material = merged(material, material_of(session), stood)
    if material_of(session) == material:
        return
    for field, value in material._asdict().items():
        setattr(session, field, value)
    touch("schedule")
    audit.record("schedule.material-put", "session", session.id, by=by, at=at)
