"""Questions about deciding again: which sessions, whose decisions, and what would differ."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import contains_eager

from lms.attendance.models import AttendanceRule, Decision, Evidence, Recount, RecountChange
from lms.attendance.queries.rules import as_rule, versions
from lms.attendance.rules.check_in import CHECK_IN_CLOSES
from lms.attendance.rules.versions import COMPARED, RULE_2026_1, Rule
from lms.core.clock import local
from lms.core.db import db
from lms.people.models import Person
from lms.schedule.models import Series, Session
from lms.schedule.rules import SessionState

#: Changes on a page.
PAGE = 50
#: Recounts shown in a list.
SHOWN = 20


class Look(NamedTuple):
    """A recount, what it is about (nothing: all classes), and the new version it would put in force, if any."""

    recount: Recount
    session: Session | None
    series: Series | None
    rule: AttendanceRule | None

    @property
    def series_id(self) -> int | None:
        """The series, so that the policy can ask who teaches it; None for all classes."""
        return self.series and self.series.id

    @property
    def id(self) -> int:
        """The key of the recount."""
        return self.recount.id


class Change(NamedTuple):
    """A decision that would differ."""

    row: RecountChange
    person: Person
    session: Session


class Changes(NamedTuple):
    """A page of them. `after`: what to ask for the next one with."""

    rows: list[Change]
    after: int | None


def look(recount_id: str) -> Look | None:
    """A recount by its public id (one SELECT)."""
    found = db.session.execute(_looks().where(Recount.public_id == recount_id)).first()
    return found and Look(*found)


def looks(*, session: Any = None, series: Any = None) -> list[Look]:
    """The latest recounts of a session, of a series with its sessions, or of everything but new versions."""
    found = _looks().order_by(Recount.id.desc()).limit(SHOWN)
    if session is not None:
        found = found.where(Recount.session_id == session.id)
    elif series is not None:
        found = found.where(Series.id == series.id)
    else:
        found = found.where(AttendanceRule.id.is_(None))
    return [Look(*row) for row in db.session.execute(found)]


def _looks() -> Select[Any]:
    return (
        select(Recount, Session, Series, AttendanceRule)
        .outerjoin(Session, Session.id == Recount.session_id)
        .outerjoin(Series, Series.id == func.coalesce(Recount.series_id, Session.series_id))
        .outerjoin(AttendanceRule, AttendanceRule.recount_id == Recount.id)
    )


def made_names() -> list[str]:
    """The name of every version ever made."""
    return list(db.session.scalars(select(AttendanceRule.version)))


def introduced(recount: Any) -> AttendanceRule | None:
    """The new version this look would put in force."""
    return db.session.scalar(select(AttendanceRule).where(AttendanceRule.recount_id == recount.id))


def rule_for(recount: Any) -> Rule | None:
    """The version a look decides by; None: each session's own."""
    new = introduced(recount)
    known = [RULE_2026_1, *versions(), *([as_rule(new)] if new else [])]
    return next((rule for rule in known if rule.version == recount.version), None)


def concerned(recount: Any, at: datetime) -> list[int]:
    """Ids of the sessions over at `at` that somebody has a decision in, by time: of the session, the series, or all.

    Of a look at a new version: those from its first day on.
    """
    rule = introduced(recount)
    if recount.session_id:
        return _over(at, Session.id == recount.session_id)
    if recount.series_id:
        return _over(at, Session.series_id == recount.series_id)
    return _over(at, Session.date_local >= rule.from_day if rule else true())


def compared(rule: Any, at: datetime) -> list[int]:
    """Ids of the sessions of some weeks before a new version: it does not concern them, but they tell what it does."""
    today = local(at).date()
    return _over(at, and_(Session.date_local < rule.from_day, Session.date_local >= today - COMPARED))


def _over(at: datetime, wanted: ColumnElement[bool]) -> list[int]:
    return list(
        db.session.scalars(
            select(Session.id)
            .where(Session.ends_at < at - CHECK_IN_CLOSES, Session.state != SessionState.CANCELLED, wanted)
            .where(exists().where(Decision.session_id == Session.id))
            .order_by(Session.starts_at, Session.id)
        )
    )


def people_known(session_id: int) -> list[int]:
    """Ids of those with a decision or a trace in a session, by name."""
    decided = exists().where(Decision.session_id == session_id, Decision.person_id == Person.id)
    traced = exists().where(Evidence.session_id == session_id, Evidence.person_id == Person.id)
    found = select(Person.id).where(or_(decided, traced)).order_by(Person.name_sort, Person.id)
    return list(db.session.scalars(found))


def batches(session_id: int, size: int) -> Iterator[list[int]]:
    """`people_known`, so many at a time."""
    people = people_known(session_id)
    for start in range(0, len(people), size):
        yield people[start : start + size]


def decisions_in(session_ids: Iterable[int]) -> int:
    """How many decisions there are in these sessions."""
    return db.session.scalar(select(func.count()).where(Decision.session_id.in_(list(session_ids)))) or 0


def found_so_far(recount: Any) -> dict[str, int]:
    """`present>partial` -> how many, as noted."""
    rows = db.session.execute(
        select(RecountChange.before, RecountChange.after, func.count())
        .where(RecountChange.recount_id == recount.id)
        .group_by(RecountChange.before, RecountChange.after)
    )
    return {f"{before}>{after}": many for before, after, many in rows}


def changes(recount: Any, which: str = "", *, after: int = 0) -> Changes:
    """A page of what would differ, by class and name; `which`: only those, as `present>partial`."""
    before, _sign, then = which.partition(">")
    wanted = and_(RecountChange.before == before, RecountChange.after == then) if then else true()
    rows = db.session.execute(
        select(RecountChange, Person, Session)
        .join(Person, Person.id == RecountChange.person_id)
        .join(Session, Session.id == RecountChange.session_id)
        .join(Series, Series.id == Session.series_id)
        .options(contains_eager(Session.series))
        .where(RecountChange.recount_id == recount.id, RecountChange.id > after, wanted)
        .order_by(RecountChange.id)
        .limit(PAGE + 1)
    ).all()
    return Changes([Change(*row) for row in rows[:PAGE]], rows[PAGE - 1][0].id if len(rows) > PAGE else None)
