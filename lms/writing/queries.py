"""Questions about pictures."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from lms.core.db import db
from lms.writing.models import Picture
from lms.writing.rules import READY

#: Most pictures on the page that lists them.
MOST = 24


def by_public_id(picture_id: str) -> Picture | None:
    """The picture of an address."""
    return db.session.scalar(select(Picture).where(Picture.public_id == picture_id))


def by_id(number: int) -> Picture | None:
    """The picture a job is about."""
    return db.session.get(Picture, number)


def same(digest: str) -> Picture | None:
    """The picture made of the same file, if it was not refused; the oldest."""
    found = select(Picture).where(Picture.digest == digest, Picture.state != "refused").order_by(Picture.id).limit(1)
    return db.session.scalar(found)


def known(public_ids: Collection[str]) -> dict[str, Picture]:
    """Those of these pictures that we have, by public id. One SELECT."""
    found = db.session.scalars(select(Picture).where(Picture.public_id.in_(sorted(public_ids))).order_by(Picture.id))
    return {row.public_id: row for row in found}


def ready(public_ids: Collection[str]) -> dict[str, Picture]:
    """Those of these pictures that can be shown, by public id. One SELECT, none for no ids."""
    return {name: row for name, row in known(public_ids).items() if row.state == READY} if public_ids else {}


def latest(person: Any, *, before: str | None = None, most: int = MOST) -> list[Picture]:
    """Pictures in the texts, the latest first; they belong to the programme, so everybody who writes sees all.

    `before`: public id of the last one that was seen.
    """
    found = select(Picture).order_by(Picture.id.desc()).limit(most)
    seen = select(Picture.id).where(Picture.public_id == before).scalar_subquery()
    return list(db.session.scalars(found.where(Picture.id < seen) if before else found))


def named(public_ids: Iterable[str]) -> dict[str, str]:
    """How these pictures stand, by public id, of those that we have."""
    return {name: row.state for name, row in known(set(public_ids)).items()}
