"""A list from its upload to its end: what coordinators do to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from lms.audit import actions as audit
from lms.core import jobs
from lms.core.db import db, insert_once, lock
from lms.files import actions as shelf
from lms.files import queries as files
from lms.files import sheets
from lms.invitations import queries
from lms.invitations.models import Invitation, InvitationList
from lms.invitations.rules import codes, lists
from lms.invitations.rules.lists import State
from lms.invitations.rules.rows import Columns
from lms.people.queries import covers

#: What a row holds of a person, and what is left of it.
TEXTLESS = {
    "name": "", "phone": None, "email": None, "birth_year": None, "gender": None, "province_code": None,
    "cells": None, "refused": None,
}  # fmt: skip
#: What is left of an invitation that nobody can accept any more.
ENDED = {**TEXTLESS, "state": "withdrawn", "code": None, "likeness": None}


def upload(
    title: str, province_code: str, name: str, data: bytes, *, number: str, by: Any, at: datetime
) -> InvitationList:
    """Keep a sheet and let the worker read it. `number`: public id of the list, so that twice is once.

    Only the limits are looked at here. Raises SheetRefused, FileTooLarge and OutOfScope.
    """
    lists.check_scope(covers(by, province_code))
    sheets.check(data)
    values = {
        "public_id": number, "owner_id": by.id, "title": title, "province_code": province_code, "found": {},
        "columns": {}, "state": State.UPLOADED, "counts": {}, "done_rows": 0, "uploaded_at": at,
    }  # fmt: skip
    new = insert_once(InvitationList, values, "public_id")
    listing = queries.by_public_id(number)
    if new:
        until = at + codes.FILE_KEPT
        file = shelf.keep(by, "invitations.sheet", name, data, "application/octet-stream", until, by=by, at=at)
        listing.file_id = file.public_id
        _start(listing, "invitations.read", by=by, at=at)
        audit.record("invitations.uploaded", "list", listing.id, by=by, at=at)
    return listing


def _start(listing: InvitationList, kind: str, *, by: Any, at: datetime) -> None:
    args = {"list": listing.id}
    listing.job_id = jobs.start(kind, args=args, owner=by, at=at, key=f"invitations:{listing.id}")


def check(listing: InvitationList, columns: Columns, *, by: Any, at: datetime) -> None:
    """Let the worker look at each row, with these columns. Once for each time it stands still.

    Raises NoName, ColumnTwice and NotNow.
    """
    lock(listing)
    lists.check_columns(columns)
    lists.check_state(listing.state, State.UPLOADED, State.CHECKED, stopped=_has_stopped(listing))
    db.session.execute(delete(Invitation).where(Invitation.list_id == listing.id))
    listing.columns, listing.counts, listing.done_rows, listing.state = columns, {}, 0, State.CHECKING
    _start(listing, "invitations.check", by=by, at=at)


def _has_stopped(listing: InvitationList) -> bool:
    job = jobs.by_public_id(listing.job_id or "")
    return job is None or job.state in (jobs.JobState.STOPPED, jobs.JobState.FAILED)


def confirm(listing: InvitationList, *, by: Any, at: datetime) -> None:
    """Let the worker invite everybody who is new. A second time changes nothing. Raises NotNow."""
    lock(listing)
    if listing.state == State.WRITTEN or listing.state == State.WRITING and not _has_stopped(listing):
        return
    lists.check_state(listing.state, State.CHECKED, State.WRITING)
    listing.state = State.WRITING
    _start(listing, "invitations.write", by=by, at=at)
    audit.record("invitations.confirmed", "list", listing.id, by=by, at=at)


def drop(listing: InvitationList, *, by: Any, at: datetime) -> None:
    """Throw away a list by which nobody was invited, with its file. Raises NotNow."""
    lock(listing)
    if listing.state == State.DROPPED:
        return
    lists.check_state(listing.state, State.UPLOADED, State.CHECKING, State.CHECKED, State.FAILED)
    job = jobs.by_public_id(listing.job_id or "")
    if job is not None:
        jobs.stop(job, at=at)
    forget_files(listing, at=at)
    db.session.execute(delete(Invitation).where(Invitation.list_id == listing.id))
    listing.found, listing.columns, listing.counts, listing.state = {}, {}, {}, State.DROPPED
    audit.record("invitations.dropped", "list", listing.id, by=by, at=at)


def forget_files(listing: InvitationList, *, refused: bool = True, at: datetime) -> None:
    """Take the sheet, and the one with the `refused` rows, off the shelf."""
    for column in ("file_id", "refused_file_id") if refused else ("file_id",):
        file = files.by_public_id(getattr(listing, column) or "")
        if file is not None:
            shelf.remove(file, by=None, at=at)
        setattr(listing, column, None)


def withdraw_all(listing: InvitationList, *, by: Any, at: datetime) -> int:
    """Nobody can accept any more who has not yet; their texts go. Answers how many that were."""
    waiting = (Invitation.list_id == listing.id, Invitation.state == "invited")
    ended = db.session.execute(update(Invitation).where(*waiting).values(ENDED)).rowcount
    if ended:
        forget_files(listing, at=at)
        audit.record("invitations.list-withdrawn", "list", listing.id, by=by, at=at, count=ended)
    return ended


def withdraw(invitation: Invitation, *, by: Any, at: datetime) -> bool:
    """This one cannot be accepted any more; its texts go. Answers whether it waited still."""
    waiting = (Invitation.id == invitation.id, Invitation.state == "invited")
    ended = bool(db.session.execute(update(Invitation).where(*waiting).values(ENDED)).rowcount)
    if ended:
        audit.record("invitations.withdrawn", "invitation", invitation.id, by=by, at=at)
    return ended


def print_next(listing: InvitationList, *, by: Any, at: datetime) -> int | None:
    """Note the codes that are put on paper next; answers the line of the first, None when each was printed."""
    waiting = (Invitation.list_id == listing.id, Invitation.state == "invited", Invitation.printed_at.is_(None))
    chosen = select(Invitation.row).where(*waiting).order_by(Invitation.row).limit(codes.PRINTED_AT_ONCE)
    lines = list(db.session.scalars(chosen))
    if not lines:
        return None
    db.session.execute(update(Invitation).where(*waiting, Invitation.row <= lines[-1]).values(printed_at=at))
    audit.record("invitations.printed", "list", listing.id, by=by, at=at, count=len(lines))
    return lines[0]
