"""Whether a class was told what a session was about."""

from typing import Any

from sqlalchemy import select

from lms.attendance.models import RecapTold


def told(session_id: Any) -> Any:
    """SELECT when that was; no row before."""
    return select(RecapTold.at).where(RecapTold.session_id == session_id)
