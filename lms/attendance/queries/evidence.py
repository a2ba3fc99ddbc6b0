"""Questions about evidence, codes and decisions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, select

from lms.attendance.models import Decision, Evidence, Settled
from lms.attendance.rules.decision import EvidenceKind
from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.people.models import Person
from lms.schedule.models import Series, Session
from lms.schedule.rules import SeriesState, SessionState

HAS_SEAT = "enrolled"


def decisions_of(person: Any, series_ids: Iterable[int]) -> dict[int, Decision]:
    """session id → the person's decision, over these series (one SELECT)."""
    found = db.session.scalars(
        select(Decision)
        .join(Session, Session.id == Decision.session_id)
        .where(Decision.person_id == person.id, Session.series_id.in_(list(series_ids)))
    )
    return {row.session_id: row for row in found}


def evidence_of(session: Any, person: Any) -> list[Evidence]:
    """What a person left in a session, by time."""
    return evidence_by_person(session.id, [person.id])[person.id]


def mine(session: Any, person: Any) -> tuple[Decision | None, list[Evidence]]:
    """A person's decision in a session and the traces behind it (one SELECT)."""
    rows = db.session.execute(
        select(Decision, Evidence)
        .select_from(Person)
        .outerjoin(Decision, and_(Decision.session_id == session.id, Decision.person_id == Person.id))
        .outerjoin(Evidence, and_(Evidence.session_id == session.id, Evidence.person_id == Person.id))
        .where(Person.id == person.id)
        .order_by(Evidence.at, Evidence.id)
    ).all()
    return (rows[0][0] if rows else None), [evidence for _decision, evidence in rows if evidence is not None]


def has_checked_in(session: Any, person: Any) -> bool:
    """Whether a person gave the code of a session."""
    found = exists().where(
        Evidence.session_id == session.id, Evidence.person_id == person.id, Evidence.kind == EvidenceKind.CODE
    )
    return bool(db.session.scalar(select(found)))


def evidence_by_person(session_id: int, person_ids: Iterable[int]) -> dict[int, list[Evidence]]:
    """person id → their evidence in a session, by time."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in db.session.scalars(
        select(Evidence)
        .where(Evidence.session_id == session_id, Evidence.person_id.in_(list(person_ids)))
        .order_by(Evidence.at, Evidence.id)
    ):
        found[row.person_id].append(row)
    return found


def decisions_by_person(session_id: int, person_ids: Iterable[int]) -> dict[int, Decision]:
    """person id → the decision as the database has it now."""
    query = select(Decision).where(Decision.session_id == session_id, Decision.person_id.in_(list(person_ids)))
    return {row.person_id: row for row in db.session.scalars(query.execution_options(populate_existing=True))}


def people_behind(evidence_ids: Sequence[int]) -> dict[int, list[int]]:
    """session id → the persons whom these pieces of evidence are about, sessions in ascending order."""
    found: dict[int, list[int]] = defaultdict(list)
    for session_id, person_id in db.session.execute(
        select(Evidence.session_id, Evidence.person_id)
        .where(Evidence.id.in_(evidence_ids))
        .distinct()
        .order_by(Evidence.session_id, Evidence.person_id)
    ):
        found[session_id].append(person_id)
    return found


def people_of(session: Any, *, before: datetime) -> list[int]:
    """Ids of those who held a seat in the series before that instant and still do, and of those who left a trace."""
    seats = select(Enrolment.person_id).where(
        Enrolment.series_id == session.series_id, Enrolment.state == HAS_SEAT, Enrolment.enrolled_at < before
    )
    traces = select(Evidence.person_id).where(Evidence.session_id == session.id)
    return sorted(db.session.scalars(seats.union(traces)))


def unsettled(at: datetime, *, after: timedelta, most: int) -> list[Session]:
    """Sessions that ended at least `after` ago and in which not everyone is decided."""
    return list(
        db.session.scalars(
            select(Session)
            .join(Series, Series.id == Session.series_id)
            .outerjoin(Settled, Settled.session_id == Session.id)
            .where(
                Session.ends_at <= at - after,
                Session.state != SessionState.CANCELLED,
                Series.state.in_((SeriesState.PUBLISHED, SeriesState.FINISHED)),
                Settled.session_id.is_(None),
            )
            .order_by(Session.ends_at)
            .limit(most)
        )
    )


def others_in(session: Any, person: Any) -> int:
    """How many other people pressed join; none if this person did before, for their place is among them."""
    pressed = select(Evidence.person_id).where(Evidence.session_id == session.id, Evidence.kind == EvidenceKind.CLICK)
    people = set(db.session.scalars(pressed.distinct()))
    return 0 if person.id in people else len(people)
