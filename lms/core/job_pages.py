"""The page of a job, for whoever started it: how far it is, what came of it, a way to stop it.

A starter may say in `args["title"]` what the work is called. A handler's result may hold `text` (a sentence),
`file` (public id of a stored file) or `href` (a path of ours); the page offers them.
"""

from typing import Any

from flask import Blueprint, Flask, flash

from lms.core import jobs
from lms.core.access import requires
from lms.core.jobs import Job, JobState
from lms.core.pages import back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _

room = Blueprint("core", __name__)
pages = Blueprint("jobs", __name__)


def install(app: Flask) -> None:
    """Add `/jobs/…`."""
    app.register_blueprint(room)


@pages.get("/jobs/<job_id>")
@requires(Can.SEE_JOB, jobs.by_public_id)
def show(job: Job) -> Any:
    """How far it is and what came of it; safe to close."""
    result = job.result or {}
    href = result.get("href", "")
    return page(
        "core/jobs/show.html",
        job=job,
        JobState=JobState,
        running=job.state in (JobState.WAITING, JobState.RUNNING),
        text=result.get("text"),
        file=result.get("file"),
        href=href if href.startswith("/") and not href.startswith("//") else None,
    )


@pages.post("/jobs/<job_id>/stop")
@requires(Can.SEE_JOB, jobs.by_public_id)
def stop(job: Job) -> Any:
    """Ask the worker to stop after the step it is at; what is done stays done."""
    if jobs.stop(job, at=request_time()):
        flash(_("The work is being stopped."))
    return back_to("core.jobs.show", job_id=job.public_id)


room.register_blueprint(pages)
