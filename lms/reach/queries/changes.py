"""Whom a change below concerns."""

from collections.abc import Iterable

from sqlalchemy import Select, select

from lms.attendance.models import Decision
from lms.catalogue.models import Module
from lms.core.db import db
from lms.core.outbox import Change
from lms.enrolment.models import Enrolment
from lms.people.models import Person
from lms.quizzes.models import Attempt, Quiz
from lms.schedule.models import Series, Session

#: Asked for by this room itself: the subject is a person.
AGAIN = "reach.person"
#: Sessions of a series that take place: its subject is a series, and everybody who was there is concerned.
PLANNED = "schedule.planned"
#: Which quizzes a track asks for, or which tries count there: its subject is a quiz, and everybody who was in a class
#: of the track is concerned.
ASKED = "quizzes.asked"
#: Changes whose subject is one person's, and where that person is found.
_SUBJECTS = {
    "people.consented": Person.id,
    "people.described": Person.id,
    AGAIN: Person.id,
    "enrolment.enrolled": Enrolment.person_id,
    "attendance.decision": Decision.person_id,
    "quizzes.handed_in": Attempt.person_id,
    "quizzes.regraded": Attempt.person_id,
}
KINDS = (*_SUBJECTS, PLANNED, ASKED)


def people_behind(changes: Iterable[Change]) -> list[int]:
    """The persons these changes concern, each once, by id. At most one SELECT for each kind."""
    subjects: dict[str, set[int]] = {}
    for change in changes:
        subjects.setdefault(change.kind, set()).add(change.subject)
    found: set[int] = set()
    for kind, column in _SUBJECTS.items():
        numbers = subjects.get(kind, set())
        if column is Person.id:
            found |= numbers
        elif numbers:
            found.update(db.session.scalars(select(column).where(column.class_.id.in_(numbers))))
    return sorted(found)


def there_in(series_id: int) -> Select[tuple[int]]:
    """Everybody with a decision in a series."""
    return (
        select(Decision.person_id)
        .join(Session, Session.id == Decision.session_id)
        .where(Session.series_id == series_id)
        .distinct()
    )


def in_track_of(quiz_id: int) -> Select[tuple[int]]:
    """Everybody with a decision in a series of the track that a quiz belongs to."""
    return (
        select(Decision.person_id)
        .join(Session, Session.id == Decision.session_id)
        .join(Series, Series.id == Session.series_id)
        .join(Module, Module.track_id == Series.track_id)
        .join(Quiz, Quiz.module_id == Module.id)
        .where(Quiz.id == quiz_id)
        .distinct()
    )
