"""A track taken out as one file, and one brought in: a new track, or drafts for the lessons that are here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from lms.audit import actions as audit
from lms.catalogue import package, rules
from lms.catalogue.actions import drafts, making
from lms.catalogue.models import Lesson, Module, Track
from lms.catalogue.package import Package
from lms.catalogue.queries import packing as queries
from lms.catalogue.queries.packing import NAMED
from lms.catalogue.queries.places import codes, last_place, next_code
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.files import actions as shelf
from lms.files.models import File
from lms.writing import actions as pictures
from lms.writing import queries as shown

PURPOSE = "catalogue.track"
#: How long a file waits for somebody to say yes.
WAITS = timedelta(days=7)


def upload(data: bytes, name: str, *, by: Any, at: datetime) -> File:
    """Keep a file until somebody says yes. Raises what `package.read` raises."""
    package.read(data)
    return shelf.keep(by, PURPOSE, name, data, "application/zip", at + WAITS, by=by, at=at)


def bring_pictures(
    brought: Package, tell: Callable[[int, int], bool], *, by: Any, at: datetime
) -> dict[str, str] | None:
    """Take the pictures in that are not here; answers {id in the file: id here}. What cannot be read stays out.

    `tell(done, of)` moves a bar and may end a transaction: the same picture again is the same picture. When it
    answers False somebody has stopped the work, and the answer is None.
    """
    ids: dict[str, str] = {}
    known, of = shown.known(brought.pictures), len(brought.pictures) + 1
    for place, (name, data) in enumerate(sorted(brought.pictures.items()), 1):
        if name not in known:
            ids[name] = _bring_picture(name, data, by=by, at=at)
        if not tell(place, of):
            return None
    return ids if tell(of - 1, of) else None


def _bring_picture(name: str, data: bytes, *, by: Any, at: datetime) -> str:
    """The pixels are made anew by the worker; the id stays when it is free, so that texts need no change."""
    try:
        picture = pictures.take(data, f"{name}.webp", by=by, at=at)
    except RuleBroken:
        return name
    if picture.at == at and picture.name == f"{name}.webp":
        picture.public_id = name
        db.session.flush()
    return picture.public_id


def bring(brought: Package, ids: dict[str, str], *, as_new: bool, by: Any, at: datetime) -> Track:
    """The track of a file: new, with every lesson a draft; or drafts for the lessons whose codes are here.

    Titles, competences and order of what is here stay as they are.
    """
    said = brought.track
    track = None if as_new else queries.track_by_code(said["code"])
    if track is None:
        place = (db.session.scalar(select(func.max(Track.position))) or 0) + 1
        code = _free(Track, said["code"], None)
        track = making.create(Track, code, _names(said) | {"position": place}, by=by, at=at)
    lock(track)
    for module in said["modules"]:
        _bring_module(track, module, ids, as_new=as_new, by=by, at=at)
    audit.record("catalogue.track_brought_in", "track", track.id, by=by, at=at, new=as_new)
    return track


def _names(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("title_vi", "title_en", "competences", "unesco") if name in said}


def _free(model: Any, code: str, parent: Any) -> str:
    """The code of the file if nobody has it here, the next one otherwise."""
    return next_code(model, parent) if code in codes(model) else code


def _bring_module(
    track: Track, said: dict[str, Any], ids: dict[str, str], *, as_new: bool, by: Any, at: datetime
) -> None:
    module = None if as_new else db.session.scalar(select(Module).where(Module.code == said["code"]))
    if module is None:
        place = {"track_id": track.id, "position": last_place(Module, track)}
        module = making.create(Module, _free(Module, said["code"], track), _names(said) | place, by=by, at=at)
    lock(module)
    for lesson in said["lessons"]:
        words = {name: lesson[name] for name in rules.WORDS}
        words |= {name: _renamed(words[name], ids) for name in ("body", "activity")}
        words["videos"] = [video | {"poster": ids.get(video["poster"], video["poster"])} for video in words["videos"]]
        here = None if as_new else db.session.scalar(select(Lesson).where(Lesson.code == lesson["code"]))
        if here is not None:
            drafts.replace(lock(here), words, by=by, at=at)
        else:
            code = _free(Lesson, lesson["code"], module)
            making.begin_lesson(module, words, code, by=by, at=at, by_ai=lesson["drafted_with_ai"])


def _renamed(text: str, ids: dict[str, str]) -> str:
    return NAMED.sub(lambda found: f"/pictures/{ids.get(found[1], found[1])}", text)
