"""The door to the disk: bytes under `<instance>/files/ab/<public id>`. A name from outside never becomes a path."""

import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

#: Public ids of ours, and nothing else: no dots, no slashes.
ID = re.compile(r"[a-z2-7]{13}")


class NotAnId(ValueError):
    """Something that is not an id of ours was about to become a path."""


def folder() -> Path:
    """Where the files of this house are."""
    return Path(current_app.instance_path) / "files"


def path_of(file_id: str) -> Path:
    """Where the bytes of a file are. Raises NotAnId."""
    if not ID.fullmatch(file_id):
        raise NotAnId(file_id)
    return folder() / file_id[:2] / file_id


def write(file_id: str, data: bytes) -> None:
    """Put bytes there, whole or not at all, and on the disk before this returns."""
    path = path_of(file_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def remove(file_id: str) -> None:
    """Take bytes away; nothing there is no trouble."""
    path_of(file_id).unlink(missing_ok=True)


def older_than(moment: datetime) -> Iterator[Path]:
    """Everything in the store, half-written files too, that was last written before `moment`."""
    for path in sorted(folder().glob("??/*")):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
            yield path
