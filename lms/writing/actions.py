"""Taking pictures in, making them small, letting them go."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from lms.audit import actions as audit
from lms.core import jobs
from lms.core.db import db, lock
from lms.files import actions as shelf
from lms.files import queries as files
from lms.files.rules import safe_name
from lms.writing import queries, rules
from lms.writing.models import Picture

#: How long an upload waits for a worker at most.
WAITS = timedelta(days=7)
WEBP = "image/webp"


def take(data: bytes, name: str, *, by: Any, at: datetime) -> Picture:
    """Keep an upload and let the worker make the picture. The same file again is the same picture.

    Raises PictureRefused kinds.
    """
    rules.check_upload(data)
    digest = hashlib.sha256(data).hexdigest()
    picture = queries.same(digest)
    if picture is None:
        upload = shelf.keep(by, "writing.upload", name, data, "application/octet-stream", at + WAITS, by=by, at=at)
        picture = Picture(name=safe_name(name), digest=digest, upload_id=upload.public_id, by_id=by.id, at=at)
        db.session.add(picture)
        db.session.flush()
    if picture.state == rules.WAITING:  # also one whose job was given up on
        jobs.start("writing.make", args={"picture": picture.id}, at=at, key=f"writing.make:{picture.id}")
    return picture


def note_made(picture: Picture, made: Iterable[Any], owner: Any, *, at: datetime) -> None:
    """The small files are there: keep them and let the upload go. A second worker with the same changes nothing."""
    lock(picture)
    if picture.state != rules.WAITING:
        return
    sizes = []
    for width, height, data in made:
        file = shelf.keep(
            owner, "writing.picture", f"{picture.public_id}-{width}.webp", data, WEBP, None, by=owner, at=at
        )
        sizes.append({"width": width, "height": height, "bytes": len(data), "file": file.public_id})
    picture.sizes, picture.state = sizes, rules.READY
    _let_upload_go(picture, by=owner, at=at)


def note_refused(picture: Picture, why: str, *, at: datetime) -> None:
    """No picture could be made of it: `why` is the name of a rule."""
    lock(picture)
    if picture.state == rules.WAITING:
        picture.state, picture.why = rules.REFUSED, why
        _let_upload_go(picture, by=None, at=at)


def _let_upload_go(picture: Picture, *, by: Any, at: datetime) -> None:
    upload = files.by_public_id(picture.upload_id or "")
    if upload is not None:
        shelf.remove(upload, by=by, at=at)
    picture.upload_id = None


def remove(picture: Picture, where: Collection[str], *, by: Any, at: datetime) -> None:
    """Take a picture away that stands in no text; `where` names those it stands in. Raises PictureInUse."""
    rules.check_unused(where)
    for number in [picture.upload_id, *(size["file"] for size in picture.sizes)]:
        file = files.by_public_id(number or "")
        if file is not None:
            shelf.remove(file, by=by, at=at)
    audit.record("writing.picture_removed", "picture", picture.id, by=by, at=at)
    db.session.delete(picture)
