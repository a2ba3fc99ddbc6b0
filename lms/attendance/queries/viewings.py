"""Questions about figures of broadcasts. Nothing here is ever added to people."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from lms.attendance.models import Viewing
from lms.attendance.queries.subjects import OfSession
from lms.core.db import db
from lms.people.models import Person
from lms.schedule.queries import session_by_public_id


@dataclass(frozen=True)
class Broadcast(OfSession):
    """A figure and its session: what the policy is asked about."""

    viewing: Viewing


def broadcast(session_id: str, viewing_id: str) -> Broadcast | None:
    """A figure of a session, both by public id."""
    session = session_by_public_id(session_id)
    if session is None:
        return None
    found = select(Viewing).where(Viewing.session_id == session.id, Viewing.public_id == viewing_id)
    viewing = db.session.scalar(found)
    return viewing and Broadcast(session, viewing)


def noted(session: Any) -> list[tuple[Viewing, str]]:
    """(figure, name of who noted it), the latest reading first, those taken back too."""
    found = select(Viewing, Person.name).join(Person, Person.id == Viewing.by_id)
    found = found.where(Viewing.session_id == session.id).order_by(Viewing.read_at.desc(), Viewing.id.desc())
    return [(viewing, name) for viewing, name in db.session.execute(found)]


def same(session: Any, **values: Any) -> Viewing | None:
    """A figure that stands with these values: the same noted twice."""
    standing = select(Viewing).where(Viewing.session_id == session.id, Viewing.ended_at.is_(None))
    return db.session.scalars(standing.filter_by(**values).order_by(Viewing.id)).first()
