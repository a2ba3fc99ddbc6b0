"""Loading the shipped curriculum."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from lms.catalogue import queries, rules
from lms.catalogue.models import Lesson, Module, Track
from lms.core import revisions
from lms.core.db import db
from lms.core.markdown import outline, render
from lms.core.text import nfc

#: The programme's curriculum; its text is the content, the database the working copy.
CURRICULUM = Path(__file__).resolve().parents[3] / "content" / "curriculum.json"


#: Name of the revision that says which curriculum file was loaded last.
LOADED = "catalogue-curriculum"


def load(path: Path = CURRICULUM, *, at: datetime) -> int:
    """Bring tracks, modules and lessons up to the shipped file; answers how many rows changed.

    Run at every start: with the file of last time it costs two SELECTs. Addresses stay as they are,
    and a lesson that somebody has edited is left alone.
    """
    source = path.read_bytes()
    digest = hashlib.sha256(source).hexdigest()
    if revisions.revision(LOADED) == f"{LOADED}={digest}" and queries.has_content():
        return 0
    curriculum = json.loads(nfc(source.decode()))
    by_ai = bool(curriculum["about"]["drafted_with_ai"])
    changed = _load_tracks(curriculum["tracks"], by_ai=by_ai, at=at)
    revisions.put(LOADED, digest)
    if changed:
        revisions.touch("catalogue")
    return changed


def _load_tracks(shipped: list[dict[str, Any]], *, by_ai: bool, at: datetime) -> int:
    tracks, modules, lessons = (_Shelf(model) for model in (Track, Module, Lesson))
    changed = 0
    for position, track in enumerate(shipped, 1):
        row, new = tracks.place(track, {"position": position})
        changed += new
        for place, module in enumerate(track["modules"], 1):
            values = {"position": place, "track_id": row.id, "competences": module["nls"], "unesco": module["unesco"]}
            inside, new = modules.place(module, values)
            changed += new
            for number, lesson in enumerate(module["lessons"], 1):
                changed += _load_lesson(lessons, lesson, inside.id, number, by_ai=by_ai, at=at)
    return changed


class _Shelf:
    """The rows of one table by code, with the addresses already taken."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.rows = {row.code: row for row in db.session.scalars(select(model))}
        self.slugs = {row.slug for row in self.rows.values()}

    def place(self, shipped: dict[str, Any], values: dict[str, Any]) -> tuple[Any, bool]:
        """The row of a shipped track or module, and whether it is new or changed."""
        values = values | {name: shipped[name] for name in ("title_vi", "title_en")}
        row = self.rows.get(shipped["code"])
        if row is None:
            return self.add(shipped["code"], values), True
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        return row, before != values

    def add(self, code: str, values: dict[str, Any]) -> Any:
        """A new row with a free address; flushed, for its children need the id."""
        slug = rules.slug(values["title_vi"], self.slugs)
        row = self.rows[code] = self.model(code=code, slug=slug, **values)
        self.slugs.add(slug)
        db.session.add(row)
        db.session.flush()
        return row


def _load_lesson(
    shelf: _Shelf, shipped: dict[str, Any], module_id: int, number: int, *, by_ai: bool, at: datetime
) -> bool:
    words = {name: shipped["min" if name == "minutes" else name] for name in rules.WORDS}
    coming = rules.fingerprint(words)
    row = shelf.rows.get(shipped["code"])
    if row is None:
        made = _in_html(words) | {"drafted_with_ai": by_ai, "shipped": coming, "changed_at": at}
        shelf.add(shipped["code"], words | made | {"module_id": module_id, "position": number})
        return True
    moved = (row.module_id, row.position) != (module_id, number)
    row.module_id, row.position = module_id, number
    now = rules.fingerprint({name: getattr(row, name) for name in rules.WORDS})
    if not rules.may_replace(row.shipped, now, coming):
        return moved
    reviewed = {"reviewed_by_id": None, "reviewed_at": None}
    for name, value in (words | _in_html(words) | reviewed).items():
        setattr(row, name, value)
    row.drafted_with_ai, row.shipped, row.changed_at = by_ai, coming, at
    return True


def _in_html(words: dict[str, Any]) -> dict[str, Any]:
    html = render(words["body"])
    return {"body_html": html, "activity_html": render(words["activity"], "a-"), "outline": outline(html)}
