"""What the room does: copies, erasing, the list outside the database, keeping time."""

from pathlib import Path
from typing import Any

from flask import current_app

from lms.core import clock, jobs
from lms.core.jobs import Job, every, task
from lms.core.outbox import claim
from lms.core.words import _, speak
from lms.files import store
from lms.rights import archive, queries
from lms.rights.actions import copies, erasing, requests, retention
from lms.rights.rules import State


def folder() -> Path:
    """Where the list of the erased stands."""
    return Path(current_app.instance_path)


def desks() -> erasing.Desks:
    """Every room's `personal_data`, from the ground up."""
    return current_app.extensions["personal_data"]


@task(requests.DOWNLOAD)
def make_copy(job: Job) -> dict[str, Any] | None:
    """Two files for whoever asked, in their language."""
    request, at = queries.by_job(job.public_id), clock.now()
    if request is None or request.state != State.OPEN or request.person.erased_at is not None:
        return None
    person = request.person
    speak(person.language)
    kept = archive.exports(person, desks())
    data, page = archive.as_json(person, kept, at=at), archive.as_page(person, kept, at=at)
    copies.keep(request, data, page, by=person, at=at)
    said = _("Your data is ready: this file is the one to read. It goes in 7 days.")
    return {"text": said, "file": request.page_file_id, "href": "/me/data"}


@task(requests.ERASE)
def erase(job: Job) -> None:
    """Erase whoever is to be erased; their files leave the disk once that is certain."""
    request, at = queries.by_job(job.public_id), clock.now()
    if request is None:
        return
    gone = erasing.erase(request.person, desks(), by=None, at=at)
    if request.state == State.OPEN:
        requests.finish(request, by=None, at=at)
    jobs.progress(job.id, 1, 1)
    for number in gone:
        store.remove(number)


@every(seconds=5)
def take_notice() -> dict[str, int]:
    """What others announced: somebody was erased, took a consent back, a guardian wants a child's account gone."""
    at = clock.now()
    listed = erasing.write_down(folder(), at=at)
    taken_back = [retention.note_withdrawal(change.subject, at=change.at) for change in claim("people.withdrawn")]
    asked = [retention.ask_for_child(change.subject, at=at) for change in claim("guardians.deletion-asked")]
    return {"listed": listed, "taken_back": len(taken_back), "asked": len(asked)}


@every(seconds=300)
def keep_time() -> dict[str, int]:
    """One small step of what goes by itself: warn and erase the quiet, forget old requests and entries."""
    return retention.step(at=clock.now())


@every(seconds=3600)
def compare() -> dict[str, int]:
    """The list and the database: what one lacks, it gets from the other."""
    at = clock.now()
    done = erasing.replay(folder(), desks(), at=at)
    return {"listed": erasing.complete_list(folder(), at=at), "erased": done.people}
