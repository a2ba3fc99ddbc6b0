"""Putting files on the shelf and taking them off."""

import hashlib
from datetime import datetime, timedelta
from itertools import islice
from typing import IO, Any

from sqlalchemy import delete

from lms.core.db import db
from lms.core.ids import public_id
from lms.files import queries, rules, store
from lms.files.models import File

#: Bytes without a row are younger than this only while their transaction is still open.
UNCLAIMED = timedelta(hours=1)


def keep(
    owner: Any,
    purpose: str,
    name: str,
    data: bytes | IO[bytes],
    media_type: str,
    keep_until: datetime | None,
    *,
    by: Any,
    at: datetime,
) -> File:
    """Store bytes for `owner`, offered at download as `name`. Raises FileTooLarge.

    `purpose` says what it is for, room first ("reach.report"); `keep_until` when it goes, None keeps it.
    """
    content = data if isinstance(data, bytes) else data.read(rules.MOST_BYTES + 1)
    rules.check_size(len(content))
    number = public_id()
    store.write(number, content)
    file = File(
        public_id=number,
        owner_id=owner.id,
        purpose=purpose,
        name=rules.safe_name(name),
        media_type=media_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        stored_at=at,
        keep_until=keep_until,
    )
    db.session.add(file)
    db.session.flush()
    return file


def remove(file: File, *, by: Any, at: datetime) -> None:
    """Nobody can open it any more; the bytes go with the next sweep."""
    db.session.delete(file)


def remove_expired(*, at: datetime) -> int:
    """Remove the rows of files past their date; answers how many."""
    return db.session.execute(delete(File).where(File.keep_until < at)).rowcount


def sweep(*, at: datetime) -> int:
    """Take bytes without a row off the disk; answers how many files that were."""
    gone, old = 0, store.older_than(at - UNCLAIMED)
    while paths := list(islice(old, 500)):
        kept = queries.known(path.name for path in paths)
        for path in paths:
            if path.name not in kept:
                path.unlink(missing_ok=True)
                gone += 1
    return gone
