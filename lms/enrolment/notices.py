"""Telling a class what changed: one letter for each notice to everybody who held a seat then."""

from datetime import datetime
from typing import Any

from lms.core import jobs
from lms.core.db import db
from lms.core.outbox import claim
from lms.enrolment import links
from lms.enrolment.queries.told import to_tell
from lms.notifications.actions import post
from lms.schedule import queries as schedules
from lms.schedule import telling
from lms.schedule.models import Notice
from lms.schedule.telling import News, Tale

#: Letters written in one transaction.
BATCH = 100


def begin(*, at: datetime) -> int:
    """Start the work for each notice that may be told by now; answers how many."""
    due = claim("schedule.notice", due=at)
    for change in due:
        jobs.start("enrolment.tell", args={"notice": change.subject}, key=f"tell:{change.subject}", at=at)
    return len(due)


def tell_class(number: int, job_id: int, *, at: datetime) -> int:
    """Write the letters of a notice, some at a time; answers how many. Safe to begin again: each is written once."""
    notice = db.session.get_one(Notice, number)
    series, told, last, written = notice.series, 0, 0, 0
    sessions = [item for item in schedules.sessions_of(series) if item.id in notice.sessions]
    tale = telling.tell(notice, series, sessions, at)
    while tale and (people := to_tell(series.id, notice.at, after=last, limit=BATCH)):
        written += sum(_write(tale, person, at) for person in people)
        told, last = told + len(people), people[-1].id
        if not jobs.progress(job_id, told):
            break
    return written


def _write(tale: Tale, person: Any, at: datetime) -> bool:
    """One letter, of no use once all is over. With one session left it leads straight to that one."""
    ahead = [item.session for item in tale.told if item.session.ends_at > at and item.news != News.CANCELLED]
    return post(
        "enrolment/letters/changed",
        to=person,
        key=f"changed:{tale.notice.id}:{person.id}",
        at=at,
        not_after=max((max(item.ends_at, item.session.ends_at) for item in tale.told), default=None),
        tale=tale,
        telling=telling,
        way=links.address(person, ahead[0]) if len(ahead) == 1 else None,
    )
