"""What certificates do by themselves."""

from lms.certificates import actions
from lms.core.clock import now
from lms.core.jobs import Job, every, task


@every(seconds=1800)
def look() -> dict[str, int]:
    """In the morning: whose certificate is in danger."""
    return {"classes": actions.look(at=now())}


@task(actions.WARN)
def warn(job: Job) -> dict[str, int]:
    """Warn those of one class."""
    return {"written": actions.warn_class(job.args["series"], job.id, at=now())}
