"""Questions about enrolments."""

from typing import Any

from sqlalchemy import select

from lms.core.db import db
from lms.enrolment.models import Enrolment


def is_enrolled(person: Any, series_id: int) -> bool:
    """Whether a person holds a seat in a series now."""
    return (
        db.session.scalar(
            select(Enrolment.id).where(
                Enrolment.series_id == series_id, Enrolment.person_id == person.id, Enrolment.state == "enrolled"
            )
        )
        is not None
    )
