"""What the worker does for the catalogue: bringing a track in."""

from typing import Any

from lms.catalogue import package
from lms.catalogue.actions import packing
from lms.catalogue.queries.packing import person
from lms.core import jobs
from lms.core.clock import now
from lms.core.db import mode, transaction
from lms.core.jobs import Job, task
from lms.files import actions as shelf
from lms.files import queries as files
from lms.files import store


@task("catalogue.bring_in")
def bring_in(job: Job) -> Any:
    """First the pictures, one by one; then the words, all at once; then the file may go."""
    at, number, owner = now(), job.args["file"], job.owner_id
    file = files.by_public_id(number)
    if file is None:  # a worker before this one was done with it
        return {"href": "/lessons/write"}
    brought = package.read(store.path_of(number).read_bytes())
    with mode("late"):
        ids = packing.bring_pictures(brought, lambda done, of: jobs.progress(job.id, done, of), by=person(owner), at=at)
        if ids is None:
            return None
        with transaction():
            track = packing.bring(brought, ids, as_new=job.args["as_new"], by=person(owner), at=at)
            shelf.remove(files.by_public_id(number), by=person(owner), at=at)
            return {"href": f"/tracks/{track.slug}/write"}
