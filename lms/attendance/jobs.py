"""What the worker does for attendance.

A worker that dies while it decides again leaves whole sessions behind it; the next one begins anew, and finds
nothing to change in them.
"""

from collections import Counter
from datetime import datetime
from functools import partial
from typing import Any

from lms.attendance import actions, claim_letters, recap_letters
from lms.attendance.actions import claims, forgetting, recaps, recounts, reports
from lms.attendance.models import Recount
from lms.attendance.queries import recounts as found
from lms.attendance.rules.recounts import RecountState
from lms.attendance.weighing import BATCH
from lms.core import clock, jobs
from lms.core.db import db, mode, transaction
from lms.core.jobs import Job, every, task
from lms.core.outbox import work_off
from lms.schedule.models import Session


@every(seconds=5)
def decide() -> None:
    """Decide for those who pressed join or gave the code."""
    actions.decide_new(at=clock.now())


@every(seconds=5)
def open_doors() -> None:
    """Check in those who gave the code before the doors opened."""
    actions.complete_early(at=clock.now())


@every(seconds=60)
def settle() -> None:
    """Give everyone in classes that are over a decision."""
    actions.settle(at=clock.now())


@every(seconds=60)
def note_caught_up() -> dict[str, int]:
    """Note who watched later: missed a session, and passed its questions since."""
    return {"noted": recaps.note_caught_up(at=clock.now())}


@every(seconds=6 * 3600)
def forget_names() -> dict[str, int]:
    """Take the names out of reports of long ago."""
    return forgetting.forget(at=clock.now())


@every(seconds=30)
def take_in_pulled() -> int:
    """Take in the reports that Zoom gave."""
    at = clock.now()
    return work_off("live.pulled", lambda number: reports.from_zoom(db.session.get_one(Session, number), at=at), at=at)


@every(seconds=5)
def answer_claims() -> dict[str, int]:
    """Write to those who said "I was there" what the trainer answered."""
    at = clock.now()
    return {"written": work_off(claims.ANSWERED, partial(claim_letters.answered, at=at), at=at)}


@every(seconds=6 * 3600)
def forget_drafts() -> None:
    """Drop reports that nobody confirmed in time."""
    reports.forget_drafts(at=clock.now())


@task(recounts.LOOK)
def look(job: Job) -> Any:
    """Look what deciding again would change, from the beginning if another worker had begun."""
    with mode("late"):
        recount = db.session.get_one(Recount, job.args["recount"])
        if recount.state != RecountState.LOOKING:
            return None
        at, rule = clock.now(), found.introduced(recount)
        sessions, past = found.concerned(recount, at), found.compared(rule, at) if rule else []
        concerned = set(sessions)
        total, done, told = found.decisions_in([*sessions, *past]), 0, Counter()
        with transaction():
            recounts.begin(recount, at=at)
        for number in [*sessions, *past]:
            for people in found.batches(number, BATCH):
                with transaction():
                    told += recounts.note(recount, number, people, apart=number not in concerned, at=at)
                done += len(people)
                if not jobs.progress(job.id, done, max(done, total)):
                    return None
        recounts.finish_look(recount, told, done - recount.looked, at=clock.now())
        return {"href": f"/recounts/{recount.public_id}"}


@task(recounts.APPLY)
def apply(job: Job) -> Any:
    """Decide again what was looked at, by what is known now."""
    with mode("late"):
        recount = db.session.get_one(Recount, job.args["recount"])
        if recount.state != RecountState.APPLYING:
            return None
        # Sessions that ended since the look were decided by the version before, if this puts a new one in force.
        sessions = found.concerned(recount, clock.now() if found.introduced(recount) else recount.at)
        for done, number in enumerate(sessions, 1):
            with transaction():
                recounts.apply_to(recount, number, at=clock.now())
            if not jobs.progress(job.id, done, len(sessions)):
                return None
        recounts.finish(recount, at=clock.now())
        return {"href": f"/recounts/{recount.public_id}"}


@task(recaps.TELL)
def tell_recap(job: Job) -> dict[str, int]:
    """Write to a whole class what a session was about, some letters at a time."""
    since = datetime.fromisoformat(job.args["at"])
    return {"written": recap_letters.tell_class(job.args["session"], since, job.id, at=clock.now())}
