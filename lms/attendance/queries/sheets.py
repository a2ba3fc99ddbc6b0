"""The whole class at once: for paper and for a spreadsheet."""

from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select

from lms.attendance.models import Decision
from lms.attendance.queries.evidence import HAS_SEAT
from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.people.models import Person
from lms.schedule.models import Session
from lms.schedule.rules import SessionState


class Row(NamedTuple):
    """One person and their decision in each session that was asked for; None where there is none."""

    person: Person
    decisions: list[Decision | None]


def sheet(sessions: list[Session]) -> list[Row]:
    """Everybody with a seat, or decided although they gave it up, by given name; one SELECT.

    `sessions`: of one series, in the order of the columns.
    """
    numbers = [session.id for session in sessions]
    here = and_(Decision.person_id == Person.id, Decision.session_id.in_(numbers))
    found = db.session.execute(
        select(Person, Decision)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .outerjoin(Decision, here)
        .where(Enrolment.series_id == sessions[0].series_id, Person.merged_at.is_(None))
        .where(or_(Enrolment.state == HAS_SEAT, Decision.id.is_not(None)))
        .order_by(Person.name_sort, Person.id)
    )
    rows: dict[int, tuple[Person, dict[int, Decision]]] = {}
    for person, decision in found:
        decisions = rows.setdefault(person.id, (person, {}))[1]
        if decision is not None:
            decisions[decision.session_id] = decision
    return [Row(person, [decisions.get(number) for number in numbers]) for person, decisions in rows.values()]


def held(series: Any) -> list[Session]:
    """The sessions of a series that are not cancelled, by time."""
    not_cancelled = (Session.series_id == series.id, Session.state != SessionState.CANCELLED)
    return list(db.session.scalars(select(Session).where(*not_cancelled).order_by(Session.starts_at, Session.id)))
