"""Work of the caretaker that takes longer than a page may."""

from typing import Any

from lms.admin import actions
from lms.core import clock
from lms.core.db import db
from lms.core.jobs import Job, progress, task
from lms.core.words import speak
from lms.people import queries as people
from lms.people.models import Person


class Stopped(Exception):
    """Whoever asked for it wants it no more."""


@task("admin.record")
def write_record(job: Job) -> dict[str, Any] | None:
    """Write the part of the record that a caretaker asked for."""
    number, args = job.id, job.args
    speak(args["language"])
    viewer = people.as_viewer(db.session.get_one(Person, job.owner_id))

    def say(done: int) -> None:
        if not progress(number, done):
            raise Stopped

    try:
        file = actions.write_record(args["asked"], args["kind"], say, by=viewer, at=clock.now())
    except Stopped:
        return None
    return {"file": file.public_id}
