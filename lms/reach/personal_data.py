"""What reach keeps of a person: on which day they first reached a rung, and how they were described then."""

from typing import Any

from sqlalchemy import or_, select

from lms.core.clock import now
from lms.core.db import db
from lms.reach.actions import counting
from lms.reach.models import Milestone


def export(person: Any) -> dict[str, Any]:
    """Every row, those withdrawn with the reason."""
    either = or_(Milestone.withdrawn_at.is_(None), Milestone.withdrawn_at.is_not(None))  # each has an index of its own
    rows = select(Milestone).where(Milestone.person_id == person.id, either)
    return {
        "counted": [
            {
                "indicator": row.indicator,
                "scope": row.scope,
                "day": row.day.isoformat(),
                "province": row.province_code,
                "gender": row.gender,
                "age_band": row.age_band,
                "self_reported": row.self_reported,
                "proof": row.proof_kind,
                "rule": row.rule,
                "recorded_at": row.recorded_at.isoformat(),
                "withdrawn_at": row.withdrawn_at and row.withdrawn_at.isoformat(),
                "withdrawn_why": row.withdrawn_why,
            }
            for row in db.session.scalars(rows.order_by(Milestone.id))
        ]
    }


def erase(person: Any) -> None:
    """Nothing here names a person: the row is counted on, and points at somebody without a name."""


def move(source: Any, target: Any) -> dict[str, Any]:
    """Count `source` as `target` from now on: every room below has moved its facts before.

    Nobody is counted twice in a scope: the rows of `source` are withdrawn, those of `target` follow the facts.
    Targets keep who set them.
    """
    return counting.merge(source, target, at=now())


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`, after the rooms below have undone theirs."""
    counting.part(source, target, undo, at=now())
