"""Questions about versions of the rule."""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from lms.attendance.models import AttendanceRule, Recount, SessionRule
from lms.attendance.rules.versions import Rule, rule_of
from lms.core.db import db
from lms.people.models import Person

#: States of the look at a new version from which on it is in force.
IN_FORCE = ("applying", "applied")


def versions() -> list[Rule]:
    """The versions in force now or from a day to come, beside the built-in one, in the order they were made."""
    return [as_rule(row) for row in db.session.scalars(_in_force(AttendanceRule))]


class Made(NamedTuple):
    """A version with the look at what it changes, and who made it."""

    row: AttendanceRule
    recount: Recount
    by: Person


def made() -> list[Made]:
    """Every version made, but for those that were dropped, the latest first."""
    rows = db.session.execute(
        select(AttendanceRule, Recount, Person)
        .join(Recount, Recount.id == AttendanceRule.recount_id)
        .join(Person, Person.id == AttendanceRule.by_id)
        .where(Recount.state != "dropped")
        .order_by(AttendanceRule.from_day.desc(), AttendanceRule.id.desc())
    )
    return [Made(*row) for row in rows]


def version_of(session: Any) -> Rule:
    """The version a session is decided by (one SELECT)."""
    chosen = select(SessionRule.version).where(SessionRule.session_id == session.id).scalar_subquery()
    rows = db.session.execute(_in_force(AttendanceRule, chosen)).all()
    return rule_of([as_rule(row) for row, _chosen in rows], session.date_local, rows[0][1] if rows else None)


def _in_force(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .join(Recount, Recount.id == AttendanceRule.recount_id)
        .where(Recount.state.in_(IN_FORCE))
        .order_by(AttendanceRule.id)
    )


def as_rule(row: AttendanceRule) -> Rule:
    """A version as the rule knows it."""
    return Rule(
        row.version,
        row.present_percent,
        row.partial_percent,
        timedelta(minutes=row.late_minutes),
        from_day=row.from_day,
    )
