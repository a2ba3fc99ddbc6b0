"""Lists of people that take longer than a page may."""

from typing import Any

from lms.core import clock
from lms.core.db import db
from lms.core.jobs import Job, progress, task
from lms.core.words import _n, speak
from lms.directory import actions
from lms.directory.rules import Kind, Why
from lms.people import queries as people
from lms.people.models import Person


class Stopped(Exception):
    """Whoever asked for the list wants it no more."""


@task("directory.list")
def write_list(job: Job) -> dict[str, Any] | None:
    """Write the list that somebody asked for, as far as they may see people now."""
    number, args = job.id, job.args
    speak(args["language"])
    viewer = people.as_viewer(db.session.get_one(Person, job.owner_id))
    total = people.count(viewer, **args["asked"])

    def say(done: int) -> None:
        if not progress(number, done, max(total, done)):
            raise Stopped

    try:
        asked, kind, why = args["asked"], Kind(args["kind"]), Why(args["why"])
        file, count = actions.write_list(asked, kind, why, say, by=viewer, at=clock.now())
    except Stopped:
        return None
    job.args = {"title": args["title"]}  # what was searched for may be somebody's name
    text = _n("%(num)s person is on the list.", "%(num)s people are on the list.", count)
    return {"file": file.public_id, "text": text}
