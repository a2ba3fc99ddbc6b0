"""What the worker does for pictures."""

from typing import Any

from lms.core.clock import now
from lms.core.db import db, mode
from lms.core.jobs import Job, task
from lms.files import queries as files
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
        upload = files.by_public_id(picture.upload_id)
        path = upload and store.path_of(upload.public_id)
        db.session.rollback()
        made = shrinking.shrink(path.read_bytes()) if path and path.is_file() else "PictureGone"
        if isinstance(made, str):
            actions.note_refused(picture, made, at=now())
        else:
            actions.note_made(picture, made, db.session.get(Person, picture.by_id), at=now())
        return None
