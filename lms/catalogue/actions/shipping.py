"""Loading the shipped curriculum: the programme's newer words come in, and nothing a trainer did is undone."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from lms.catalogue import queries, rules
from lms.catalogue.actions.rendering import render_again
from lms.catalogue.actions.texts import keep, keep_first, put_in_place
from lms.catalogue.models import Lesson, LessonVersion, Module, Track
from lms.catalogue.queries import places
from lms.catalogue.queries.texts import in_html, words_of
from lms.catalogue.rules import Kind
from lms.catalogue.rules.editing import number
from lms.core import revisions
from lms.core.db import db
from lms.core.text import nfc
from lms.writing import text

#: The programme's curriculum; its text is the content, the database the working copy.
CURRICULUM = Path(__file__).resolve().parents[3] / "content" / "curriculum.json"


#: Name of the revision that says which curriculum file was loaded last. Its number goes up when this module keeps
#: more of the file than before, so that the file is read once more.
LOADED = "catalogue-curriculum-2"
#: Name of the revision that says by which reader of Markdown the stored HTML was made.
RENDERED = "catalogue-rendered"


def load(path: Path = CURRICULUM, *, at: datetime) -> int:
    """Bring tracks, modules and lessons up to the shipped file; answers how many rows changed.

    Run at every start: with the file of last time it costs two SELECTs. Addresses stay as they are; words, titles,
    competences and an order that somebody has changed are left alone, and what the file no longer has stays.
    """
    source = path.read_bytes()
    digest = hashlib.sha256(source).hexdigest()
    stands = revisions.revision(LOADED, RENDERED).split(";")
    changed = 0
    if f"{LOADED}={digest}" not in stands or not queries.has_content():
        curriculum = json.loads(nfc(source.decode()))
        by_ai = bool(curriculum["about"]["drafted_with_ai"])
        changed = _load_tracks(curriculum["tracks"], by_ai=by_ai, at=at)
        revisions.put(LOADED, digest)
    if f"{RENDERED}={text.edition()}" not in stands:
        changed += render_again(at=at)
        revisions.put(RENDERED, text.edition())
    if changed:
        revisions.touch("catalogue")
    return changed


def _load_tracks(shipped: list[dict[str, Any]], *, by_ai: bool, at: datetime) -> int:
    tracks, modules, lessons = _Shelf(Track), _Shelf(Module), _Shelf(Lesson)
    changed = 0
    for place, track in enumerate(shipped, 1):
        row, new = tracks.place(track, _names(track), {"position": place})
        changed += new
        inside = []
        for module in track["modules"]:
            names = _names(module) | {"competences": module["nls"], "unesco": module["unesco"]}
            found, new = modules.place(module, names, {"track_id": row.id, "position": 0})
            changed += new
            inside.append(found)
            shelved = [_load_lesson(lessons, lesson, found, by_ai=by_ai, at=at) for lesson in module["lessons"]]
            changed += sum(new for _lesson, new in shelved)
            changed += _after_shipped(Lesson, found, [lesson for lesson, _new in shelved], modules.rows)
        changed += _after_shipped(Module, row, inside, tracks.rows)
    return changed


def _names(shipped: dict[str, Any]) -> dict[str, Any]:
    return {name: shipped[name] for name in ("title_vi", "title_en")}


class _Shelf:
    """The rows of one table by code, with the addresses already taken."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.rows = {row.code: row for row in db.session.scalars(select(model).order_by(model.id))}
        self.slugs = {row.slug for row in self.rows.values()}

    def place(self, shipped: dict[str, Any], names: dict[str, Any], values: dict[str, Any]) -> tuple[Any, bool]:
        """The row of a shipped track or module, and whether it is new or has other words than before."""
        row, coming = self.shipped(shipped["code"]), rules.fingerprint_of_names(names)
        if row is None:
            return self.add(shipped["code"], names | values | {"shipped": coming}), True
        before = {name: getattr(row, name) for name in names}
        untouched = row.shipped is None or rules.fingerprint_of_names(before) == row.shipped
        if not untouched:
            return row, False
        for name, value in names.items():
            setattr(row, name, value)
        row.shipped = coming
        return row, before != names

    def shipped(self, code: str) -> Any:
        """The row a shipped code stands for. One that was made here under this code goes on to the next number."""
        row = self.rows.get(code)
        if row is None or row.shipped != "":
            return row
        most = rules.LESSON_CODE_LENGTH if self.model is Lesson else rules.CODE_LENGTH
        row.code = rules.next_code(code.rpartition(".")[0], self.rows, most=most)
        self.rows[row.code] = self.rows.pop(code)
        db.session.flush()
        return None

    def add(self, code: str, values: dict[str, Any]) -> Any:
        """A new row with a free address; flushed, for its children need the id."""
        slug = rules.slug(values["title_vi"], self.slugs)
        row = self.rows[code] = self.model(code=code, slug=slug, **values)
        self.slugs.add(slug)
        db.session.add(row)
        db.session.flush()
        return row


def _load_lesson(
    shelf: _Shelf, shipped: dict[str, Any], module: Module, *, by_ai: bool, at: datetime
) -> tuple[Lesson, bool]:
    words = {name: shipped["min" if name == "minutes" else name] for name in rules.WORDS if name != "videos"}
    words["videos"] = shipped.get("videos", [])
    coming = rules.fingerprint(words)
    row = shelf.shipped(shipped["code"])
    if row is None:
        made = in_html(words) | {"drafted_with_ai": by_ai, "shipped": coming, "changed_at": at}
        return shelf.add(shipped["code"], words | made | {"module_id": module.id, "position": 0}), True
    if row.shipped == coming:
        return row, False
    now = rules.fingerprint(words_of(row))
    if rules.may_replace(row.shipped, now, coming):
        keep_first(row, at=at)
        put_in_place(row, words, at=at)
        row.reviewed_by_id = row.reviewed_at = None
        row.version = keep(row, Kind.PUBLISHED, words, by=None, at=at).number
        row.drafted_with_ai = by_ai
    elif now != coming:
        _offer(row, words, at=at)
    row.shipped = coming
    return row, True


def _offer(lesson: Lesson, words: dict[str, Any], *, at: datetime) -> None:
    """Keep the programme's newer text beside the edited one; it takes the place of an older offer."""
    keep_first(lesson, at=at)
    older = (LessonVersion.lesson_id == lesson.id, LessonVersion.kind == Kind.SHIPPED.value)
    db.session.execute(update(LessonVersion).where(*older).values(kind=Kind.LEFT.value))
    keep(lesson, Kind.SHIPPED, words, by=None, at=at)


def _after_shipped(model: Any, parent: Any, shipped: list[Any], parents: Mapping[str, Any]) -> int:
    """Put what is shipped in its order, with what was made here after it; answers how many rows moved.

    Where somebody has arranged `parent`, or the place a row stands in, nothing moves but what is new, to the end.
    """
    arranged = {row.id for row in parents.values() if row.arranged_at}
    name, moved = places.PARENT[model], 0
    for row in shipped:
        if getattr(row, name) != parent.id and not arranged & {parent.id, getattr(row, name)}:
            setattr(row, name, parent.id)
            moved += 1
    db.session.flush()
    here = places.inside(model, parent)
    new = [row for row in shipped if row in here and not row.position]
    if parent.id in arranged:
        ordered = [row for row in here if row not in new] + new
    else:
        ordered = [row for row in shipped if row in here] + [row for row in here if row not in shipped]
    return moved + number(ordered) - len(new)
