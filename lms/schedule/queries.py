"""Questions about series and sessions."""

from typing import Any

from sqlalchemy import select

from lms.core.db import db
from lms.schedule.models import SeriesTrainer


def teaches(person: Any, series_id: int) -> bool:
    """Whether a person is a trainer of a series."""
    return (
        db.session.scalar(
            select(SeriesTrainer.position).where(
                SeriesTrainer.series_id == series_id, SeriesTrainer.person_id == person.id
            )
        )
        is not None
    )
