"""A new version of the rule: it is looked at like any recount, and in force once that is applied."""

from datetime import date, datetime, timedelta
from typing import Any

from lms.attendance.actions.recounts import begun
from lms.attendance.models import AttendanceRule, Recount
from lms.attendance.queries.recounts import look, made_names
from lms.attendance.queries.rules import versions
from lms.attendance.rules.versions import Rule, check_new, next_version
from lms.audit import actions as audit
from lms.core.clock import local
from lms.core.db import db


def propose(
    *, number: str, present: int, partial: int, late: int, from_day: date, reason: str, by: Any, at: datetime
) -> Recount:
    """Write down a new version and let the worker look what it changes. `number`: as in `recounts.start`.

    `present`, `partial`: percent of the class; `late`: minutes. Raises a rule of `versions`.
    """
    known = look(number)
    if known is not None:
        return known.recount
    name = next_version(made_names(), from_day.year)
    check_new(Rule(name, present, partial, timedelta(minutes=late), from_day=from_day), versions(), local(at).date())
    recount, _new = begun(number, None, None, name, reason, by=by, at=at)
    db.session.add(
        AttendanceRule(
            version=name,
            present_percent=present,
            partial_percent=partial,
            late_minutes=late,
            from_day=from_day,
            recount_id=recount.id,
            reason=reason,
            by_id=by.id,
            at=at,
        )
    )
    audit.record("attendance.rule_made", "recount", recount.id, by=by, at=at, rule=name)
    return recount
