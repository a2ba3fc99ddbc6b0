"""Names in reports and on paper lists go after a time; that somebody was there, and when, stays."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update

from lms.attendance.models import Alias, Participant
from lms.attendance.rules.keeping import NAMES_KEPT_FOR
from lms.core.db import db
from lms.schedule.models import Session


def forget(*, at: datetime) -> dict[str, int]:
    """Take names out of sessions that ended NAMES_KEPT_FOR ago, and aliases of classes that did; answers how many."""
    old = at - NAMES_KEPT_FOR
    told = ("name", "original_name", "email", "registrant_id")
    named = or_(*(getattr(Participant, column).is_not(None) for column in told))
    over = Participant.session_id.in_(select(Session.id).where(Session.ends_at < old))
    names = update(Participant).where(named, over).values(dict.fromkeys(told))
    running = select(Session.series_id).where(Session.ends_at >= old)
    aliases = delete(Alias).where(Alias.series_id.not_in(running))
    options = {"synchronize_session": False}
    return {
        "names": db.session.execute(names, execution_options=options).rowcount,
        "aliases": db.session.execute(aliases, execution_options=options).rowcount,
    }
