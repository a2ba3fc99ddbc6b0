"""Warning learners while it can still be heeded."""

from datetime import datetime

from lms.certificates import queries, rules, sentences
from lms.certificates.queries import Risk
from lms.core import jobs
from lms.core.db import db
from lms.notifications.actions import post
from lms.schedule.models import Series, Session

WARN = "certificates.warn"
#: Learners looked at in one transaction.
BATCH = 200


def look(*, at: datetime) -> int:
    """Begin to look through each class that runs, in the morning; answers how many."""
    if not rules.is_morning(at):
        return 0
    classes = queries.running(at)
    for series in classes:
        jobs.start(WARN, args={"series": series.id}, key=f"warn:{series.id}", at=at)
    return len(classes)


def warn_class(number: int, job_id: int, *, at: datetime) -> int:
    """Write to those of a class who are in danger, some at a time; answers how many. Each is told once of each level,
    so that it is safe to begin again.
    """
    series, coming = db.session.get_one(Series, number), queries.next_session(number, at)
    after, written = 0, 0
    while coming is not None and after is not None:
        risks, after = queries.threatened(series, at, after=after, limit=BATCH)
        written += sum(_write(series, coming, risk, at) for risk in risks)
        if not jobs.progress(job_id, written):
            break
    return written


def _write(series: Series, coming: Session, risk: Risk, at: datetime) -> bool:
    """One letter, of no use once the next session has begun."""
    return post(
        f"certificates/letters/{risk.danger}",
        to=risk.person,
        key=f"certificate-{risk.danger}:{series.id}:{risk.person.id}",
        at=at,
        not_after=coming.starts_at,
        series=series,
        session=coming,
        risk=risk,
        sentences=sentences,
    )
