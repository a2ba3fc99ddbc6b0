"""Questions about files."""

from collections.abc import Iterable

from sqlalchemy import select

from lms.core.db import db
from lms.files.models import File


def by_public_id(file_id: str) -> File | None:
    """The file of an address."""
    return db.session.scalar(select(File).where(File.public_id == file_id))


def known(file_ids: Iterable[str]) -> set[str]:
    """Which of these ids have a row."""
    return set(db.session.scalars(select(File.public_id).where(File.public_id.in_(list(file_ids)))))
