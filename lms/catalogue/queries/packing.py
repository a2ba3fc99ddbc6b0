"""What goes into the file of a track, and what is here already of a file that was brought."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import select

from lms.catalogue import package, rules
from lms.catalogue.models import Lesson, LessonDraft, Module, Track
from lms.catalogue.package import Package
from lms.catalogue.queries.texts import words_of
from lms.catalogue.rules import State
from lms.catalogue.rules.words import alike
from lms.core.db import db
from lms.files import store
from lms.people.models import Person
from lms.writing import queries as shown

#: Where a text names a picture.
NAMED = re.compile(r"/pictures/([a-z2-7]{13})")


def told(track: Track) -> dict[str, Any]:
    """A track in the words of its file; archived lessons stay behind. Two SELECTs."""
    modules = db.session.scalars(
        select(Module).where(Module.track_id == track.id).order_by(Module.position, Module.id)
    ).all()
    inside: dict[int, list[Any]] = {module.id: [] for module in modules}
    found = db.session.execute(
        select(Lesson, LessonDraft.words)
        .join(Module, Module.id == Lesson.module_id)
        .outerjoin(LessonDraft, LessonDraft.lesson_id == Lesson.id)
        .where(Module.track_id == track.id, Lesson.state != State.ARCHIVED.value)
        .order_by(Lesson.module_id, Lesson.position, Lesson.id)
    )
    for lesson, drafted in found:
        shown = {name: getattr(lesson, name) for name in rules.WORDS}
        words = drafted if lesson.state == State.DRAFT and drafted else shown
        head = {"code": lesson.code, "drafted_with_ai": lesson.drafted_with_ai}
        inside[lesson.module_id].append(head | {name: words[name] for name in rules.WORDS})
    return _named(track) | {"modules": [_module(module, inside[module.id]) for module in modules]}


def _named(row: Any) -> dict[str, Any]:
    return {"code": row.code, "title_vi": row.title_vi, "title_en": row.title_en}


def _module(module: Module, lessons: list[Any]) -> dict[str, Any]:
    trains = {"competences": list(module.competences), "unesco": list(module.unesco)}
    return _named(module) | trains | {"lessons": lessons}


def lessons_by_code(codes: list[str]) -> dict[str, tuple[Lesson, LessonDraft | None]]:
    """The lessons here with these codes, with their drafts."""
    found = db.session.execute(
        select(Lesson, LessonDraft)
        .outerjoin(LessonDraft, LessonDraft.lesson_id == Lesson.id)
        .where(Lesson.code.in_(codes))
        .order_by(Lesson.id)
    )
    return {lesson.code: (lesson, draft) for lesson, draft in found}


def track_by_code(code: str) -> Track | None:
    """The track with this code."""
    return db.session.scalar(select(Track).where(Track.code == code))


def person(number: int | None) -> Person:
    """Whoever asked for a piece of work."""
    return db.session.get_one(Person, number)


class Line(NamedTuple):
    """What would become of one lesson of a file: `deed` is "new", "draft" or "same"."""

    code: str
    title_vi: str
    title_en: str
    deed: str


def take_out(track: Track) -> bytes:
    """The file of a track: what readers see, the drafts of what they do not see yet, and the pictures."""
    said = told(track)
    return package.pack(said, {name: store.path_of(file).read_bytes() for name, file in _files(said).items()})


def named_in(words: dict[str, Any]) -> list[str]:
    """The public ids of the pictures that a lesson names, in order."""
    texts = NAMED.findall(words["body"]) + NAMED.findall(words["activity"])
    return texts + [video["poster"] for video in words["videos"] if video["poster"]]


def _lessons(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (lesson for module in said["modules"] for lesson in module["lessons"])


def _files(said: dict[str, Any]) -> dict[str, str]:
    """{public id of a picture: id of its largest file}, of those there are."""
    ids = {name for lesson in _lessons(said) for name in named_in(lesson)}
    ready = shown.ready(ids)
    files = {name: row.sizes[-1]["file"] for name, row in sorted(ready.items()) if row.sizes}
    return {name: file for name, file in files.items() if store.path_of(file).is_file()}


def look(brought: Package) -> tuple[Track | None, list[Line]]:
    """(the track here with the code of the file's, what would become of each lesson if the codes are followed)."""
    here = lessons_by_code([lesson["code"] for lesson in _lessons(brought.track)])
    lines = []
    for lesson in _lessons(brought.track):
        found, draft = here.get(lesson["code"], (None, None))
        words = {name: lesson[name] for name in rules.WORDS}
        now = draft.words if draft else found and words_of(found)
        deed = "new" if found is None else "same" if alike(now, words) else "draft"
        lines.append(Line(lesson["code"], lesson["title_vi"], lesson["title_en"], deed))
    return track_by_code(brought.track["code"]), lines
