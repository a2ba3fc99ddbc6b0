"""What the worker does for lists: read, check, invite. Every batch is a transaction of its own.

A worker that dies leaves the batches it wrote; the next one goes on behind them.
"""

from typing import Any

from flask import current_app

from lms.core import jobs
from lms.core.clock import now
from lms.core.db import db, mode, transaction
from lms.core.jobs import Job, every, task
from lms.core.words import speak
from lms.files import queries as files
from lms.files import store
from lms.files.sheets import SheetRefused
from lms.invitations import queries, reading
from lms.invitations.actions import batches, claims
from lms.invitations.rules import codes
from lms.invitations.rules.lists import State
from lms.people.rules import day_of

BATCH = 500


@task("invitations.read")
def read(job: Job) -> Any:
    """Find the table in a sheet, and what its columns may be."""
    with mode("late"):
        listing = queries.listing(job.args["list"])
        if listing.state != State.UPLOADED:
            return None
        opened = _opened(job, listing)
        if opened is not None:
            batches.note_found(listing, opened, at=now())
        return _page_of(listing)


def _opened(job: Job, listing: Any) -> reading.Opened | None:
    """The sheet of a list, read while no transaction is open; None, and noted, when it is none."""
    path, names = store.path_of(listing.file_id), queries.province_names()
    jobs.progress(job.id, job.done)
    db.session.rollback()
    try:
        return reading.open_file(path.read_bytes(), names)
    except (SheetRefused, FileNotFoundError) as broken:
        refused = broken if isinstance(broken, SheetRefused) else SheetRefused()
        batches.note_failed(listing, refused, at=now())
        return None


def _page_of(listing: Any) -> dict[str, str]:
    return {"href": f"/people/lists/{listing.public_id}"}


@task("invitations.check")
def check(job: Job) -> Any:
    """Look at each row: who is new, who is here already, what cannot be read."""
    with mode("late"):
        listing = queries.listing(job.args["list"])
        if listing.state != State.CHECKING:
            return None
        columns, day, done = listing.columns, day_of(listing.uploaded_at), listing.done_rows
        file, owner = files.by_public_id(listing.file_id), queries.owner(listing)
        digest = file.digest if file else ""  # gone: it lay there for too long, and cannot be opened below
        speak(owner.language)
        opened = _opened(job, listing)
        if opened is None:
            return _page_of(listing)
        found = list(reading.lines(opened, columns, queries.province_names(), day))
        if _noted(job, listing, found, done, digest):
            batches.finish_check(listing, owner=owner, at=now())
        return _page_of(listing)


def _noted(job: Job, listing: Any, found: list[Any], done: int, digest: str) -> bool:
    """Write the rows down in batches, from where a worker before stopped; False when it was told to stop."""
    key = current_app.config["SECRET_KEY"]
    for start in range(done, len(found), BATCH):
        batch = found[start : start + BATCH]
        likenesses = [codes.likeness(key, row, digest) for row, _cells in batch]
        with transaction():
            batches.note_rows(listing, batch, likenesses, start + len(batch), at=now())
        if not jobs.progress(job.id, start + len(batch), len(found)):
            return False
    return True


@task("invitations.write")
def write(job: Job) -> Any:
    """Invite everybody who is new."""
    with mode("late"):
        listing, key = queries.listing(job.args["list"]), current_app.config["SECRET_KEY"]
        if listing.state != State.WRITING:
            return None
        total = listing.counts.get("new", 0)
        while True:
            with transaction():
                if not batches.invite(listing, key, most=BATCH, at=now()):
                    break
            done = total - queries.counts(listing).get("new", 0)
            if not jobs.progress(job.id, done, total):
                return _page_of(listing)
        batches.finish_writing(listing, at=now())
        return _page_of(listing)


@every(seconds=86400)
def forget_old() -> dict[str, int]:
    """Let go of what waited too long."""
    return {"ended": claims.forget_old(at=now())}
