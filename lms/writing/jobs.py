"""What the worker does for pictures."""

from typing import Any

from lms.core.clock import now
from lms.core.db import db, mode
from lms.core.jobs import Job, task
from lms.files import store
from lms.people.models import Person
from lms.writing import actions, queries, shrinking
from lms.writing.rules import WAITING


@task("writing.make")
def make(job: Job) -> Any:
    """Make the small files of a picture, while no transaction is open; one that is made already stays as it is."""
    with mode("late"):
        picture = queries.by_id(job.args["picture"])
        if picture is None or picture.state != WAITING:
            return None
        upload = store.path_of(picture.upload_id)
        db.session.rollback()
        made = shrinking.shrink(upload.read_bytes()) if upload.is_file() else "PictureGone"
        if isinstance(made, str):
            actions.note_refused(picture, made, at=now())
        else:
            actions.note_made(picture, made, db.session.get(Person, picture.by_id), at=now())
        return None
