"""What goes into the file of a track, and what is here already of a file that was brought."""

from typing import Any

from sqlalchemy import select

from lms.catalogue import rules
from lms.catalogue.models import Lesson, LessonDraft, Module, Track
from lms.catalogue.rules import State
from lms.core.db import db
from lms.people.models import Person


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
