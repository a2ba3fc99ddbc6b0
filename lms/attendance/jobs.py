"""What the worker does for attendance."""

from lms.attendance import actions
from lms.attendance.actions import forgetting, reports
from lms.core import clock
from lms.core.db import db
from lms.core.jobs import every
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


@every(seconds=6 * 3600)
def forget_names() -> dict[str, int]:
    """Take the names out of reports of long ago."""
    return forgetting.forget(at=clock.now())


@every(seconds=30)
def take_in_pulled() -> int:
    """Take in the reports that Zoom gave."""
    at = clock.now()
    return work_off("live.pulled", lambda number: reports.from_zoom(db.session.get_one(Session, number), at=at), at=at)


@every(seconds=6 * 3600)
def forget_drafts() -> None:
    """Drop reports that nobody confirmed in time."""
    reports.forget_drafts(at=clock.now())
