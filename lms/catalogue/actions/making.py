"""New tracks, modules and lessons, and the names of those there are."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from lms.audit import actions as audit
from lms.catalogue import rules
from lms.catalogue.actions import drafts
from lms.catalogue.models import Lesson, Module, Track
from lms.catalogue.queries import editing
from lms.catalogue.queries.places import last_place, next_code
from lms.catalogue.queries.texts import in_html, words_of
from lms.catalogue.rules.editing import Names, NamesChanged, Seen
from lms.catalogue.rules.words import alike, empty
from lms.core import revisions
from lms.core.db import db, insert_once_id, lock
from lms.core.errors import RuleBroken
from lms.core.words import _l

#: Two taps on one button lie closer together than two wishes.
A_MOMENT = timedelta(seconds=20)


class TryAgain(RuleBroken):
    """Two were made at the same moment, and this one lost."""

    sentence = _l("Somebody made another at the same moment. Try again")


def create_track(names: Names, code: str, *, by: Any, at: datetime) -> Track:
    """A new track after the others. `code`: what the form offered; sent again, it is the same track."""
    if (again := _made_already(Track, code, names)) is not None:
        return again
    place = (db.session.scalar(select(func.max(Track.position))) or 0) + 1
    return create(Track, next_code(Track), names.told | {"position": place}, by=by, at=at)


def create_module(track: Track, names: Names, code: str, *, by: Any, at: datetime) -> Module:
    """A new module at the end of a track; `code` as in `create_track`."""
    lock(track)
    if (again := _made_already(Module, code, names)) is not None:
        return again
    place = {"track_id": track.id, "position": last_place(Module, track)}
    return create(Module, next_code(Module, track), names.told | place, by=by, at=at)


def create_lesson(module: Module, names: Names, code: str, *, by: Any, at: datetime) -> Lesson:
    """A new lesson at the end of a module, which readers do not see before it is published."""
    lock(module)
    if (again := _made_already(Lesson, code, names)) is not None:
        return again
    return begin_lesson(module, empty(names.title_vi, names.title_en), by=by, at=at)


def begin_lesson(
    module: Module, words: dict[str, Any], code: str | None = None, *, by: Any, at: datetime, by_ai: bool = False
) -> Lesson:
    """A lesson with a draft of these words, at the end of a module that is locked; `code` must be free."""
    bare = empty(words["title_vi"], words["title_en"]) | {"minutes": words["minutes"]}
    values = bare | in_html(bare) | {"module_id": module.id, "position": last_place(Lesson, module)}
    values |= {"state": rules.State.DRAFT.value, "version": 0, "drafted_with_ai": by_ai, "changed_at": at}
    lesson = create(Lesson, code or next_code(Lesson, module), values, by=by, at=at)
    drafts.save(lesson, words, Seen(0, 0), by=by, at=at)
    return lesson


def duplicate(lesson: Lesson, module: Module, *, by: Any, at: datetime) -> Lesson:
    """A copy of what readers see (or of its draft, before they see anything), as a new draft at the end of `module`.

    Asked for twice within a moment it is one copy: a second tap.
    """
    lock(module)
    draft = editing.draft(lesson) if lesson.state == rules.State.DRAFT else None
    words = dict(draft.words if draft else words_of(lesson))
    tapped = editing.begun_since(module, at - A_MOMENT, by)
    if again := next((one for one, said in tapped if alike(said, words)), None):
        return again
    copy = begin_lesson(module, words, by=by, at=at, by_ai=lesson.drafted_with_ai)
    audit.record("catalogue.duplicated", "lesson", copy.id, by=by, at=at, source=lesson.id)
    return copy


def rename(row: Any, names: Names, seen: str = "", *, by: Any, at: datetime) -> None:
    """Other titles or competences for a track or a module; its address stays.

    `seen`: mark of the names that the form was opened with. Raises NamesChanged when they are others by now.
    """
    lock(row)
    here = Names.of(row)
    if here.told != names.told:
        if seen and seen != here.mark:
            raise NamesChanged(now=_said(here))
        for name, value in names.told.items():
            setattr(row, name, value)
        audit.record("catalogue.renamed", type(row).__name__.lower(), row.id, by=by, at=at)
        revisions.touch("catalogue")


def _said(names: Names) -> str:
    trained = [*(names.competences or ()), *(names.unesco or ())]
    return " · ".join([names.title_vi, names.title_en, *([", ".join(trained)] * bool(trained))])


def _made_already(model: Any, code: str, names: Names) -> Any:
    """The row a form made when it was sent before: its code, and the same titles."""
    row = db.session.scalar(select(model).where(model.code == code, model.shipped == ""))
    same = row is not None and (row.title_vi, row.title_en) == (names.title_vi, names.title_en)
    return row if same else None


def create(model: Any, code: str, values: dict[str, Any], *, by: Any, at: datetime) -> Any:
    """A row that nothing shipped stands behind; `values` holds its place. Raises TryAgain."""
    slug = rules.slug(values["title_vi"], set(db.session.scalars(select(model.slug).order_by(model.slug))))
    defaults = {column: [] for column in ("competences", "unesco") if model is Module}
    made = insert_once_id(model, defaults | values | {"code": code, "slug": slug, "shipped": ""})
    if made is None:
        raise TryAgain()
    audit.record("catalogue.made", model.__name__.lower(), made, by=by, at=at)
    revisions.touch("catalogue")
    return db.session.get_one(model, made)
