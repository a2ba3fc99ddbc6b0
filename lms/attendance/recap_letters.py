"""What a session was about, by letter to everybody of the class and as a text for its group."""

from datetime import datetime
from typing import Any

from lms.attendance.queries import decisions_by_person
from lms.attendance.rules.decision import State
from lms.core import jobs
from lms.core.db import db
from lms.core.screens import when
from lms.core.words import gettext as _
from lms.enrolment.queries import next_session
from lms.enrolment.queries.told import to_tell
from lms.notifications.actions import post
from lms.schedule.models import Session

#: Letters written in one transaction.
BATCH = 100
#: Who need not be told where to watch it.
SAW_IT = (State.PRESENT, State.WATCHED_LATER)


def tell_class(number: int, since: datetime, job_id: int, *, at: datetime) -> int:
    """Write the letters of a session to whoever held a seat at `since`; answers how many.

    Safe to begin again: each is written once.
    """
    session, last, done, written = db.session.get_one(Session, number), 0, 0, 0
    following = next_session(session.series_id, session.ends_at)
    while people := to_tell(session.series_id, since, after=last, limit=BATCH):
        decided = decisions_by_person(session.id, [person.id for person in people])
        for person in people:
            row = decided.get(person.id)
            written += _write(session, person, following, saw_it=bool(row) and row.state in SAW_IT, at=at)
        done, last = done + len(people), people[-1].id
        if not jobs.progress(job_id, done):
            break
    return written


def _write(session: Any, person: Any, following: Any, *, saw_it: bool, at: datetime) -> bool:
    return post(
        "attendance/letters/recap",
        to=person,
        key=f"recap:{session.id}:{person.id}",
        at=at,
        session=session,
        series=session.series,
        following=following,
        saw_it=saw_it,
    )


def group_text(session: Any, following: Any, link: str) -> str:
    """What a trainer pastes into the class's group; `link` leads to the session."""
    lines = [
        _("Session %(number)s: %(topic)s", number=session.number, topic=session.topic),
        *(line.strip() for line in (session.recap or "").splitlines() if line.strip()),
        _("Recap, recording and quiz: %(link)s", link=link),
    ]
    if following:
        lines.append(_("Next session: %(when)s", when=when(following.starts_at)))
    return "\n".join(lines)
