"""Questions about what is taught, as readers see it.

A page asks for its own text once and for the contents of its track once; both cost one SELECT. Readers see published
lessons; a track or a module is there once it has one. An archived lesson is at its address and in no list.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, distinct, func, literal, select

from lms.catalogue.models import Lesson, LessonRead, Module, Track
from lms.core.db import db, read


class TrackLine(NamedTuple):
    """A track with its size; `read` is what the viewer has read of its lessons."""

    track: Track
    modules: int
    lessons: int
    minutes: int
    read: int


@dataclass
class LessonLine:
    """A lesson in the contents of a track."""

    id: int
    slug: str
    title_vi: str
    title_en: str
    minutes: int
    read: bool


@dataclass
class ModuleLine:
    """A module in the contents of a track."""

    id: int
    slug: str
    title_vi: str
    title_en: str
    lessons: list[LessonLine] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """Planned reading time of all its lessons."""
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def read(self) -> int:
        """How many of its lessons the viewer has read."""
        return sum(lesson.read for lesson in self.lessons)


#: States of lessons that have an address.
SHOWN = ("published", "archived")


def has_content() -> bool:
    """Whether anything has been loaded."""
    return db.session.scalar(select(Track.id).limit(1)) is not None


def tracks(person: Any) -> list[TrackLine]:
    """Every track with a published lesson in order, as the viewer (or nobody) sees it."""
    found = db.session.execute(
        select(
            Track,
            func.count(distinct(Module.id)),
            func.count(Lesson.id),
            func.coalesce(func.sum(Lesson.minutes), 0),
            func.count(LessonRead.lesson_id),
        )
        .join(Module, Module.track_id == Track.id)
        .join(Lesson, and_(Lesson.module_id == Module.id, Lesson.state == "published"))
        .outerjoin(LessonRead, _read_by(person))
        .group_by(Track.id)
        .order_by(Track.position, Track.id)
    )
    return [TrackLine(*line) for line in found]


def _read_by(person: Any) -> ColumnElement[bool]:
    return and_(LessonRead.lesson_id == Lesson.id, LessonRead.person_id == (person.id if person else literal(None)))


def track(slug: str) -> Track | None:
    """The track at an address."""
    return db.session.scalar(select(Track).where(Track.slug == slug))


def module(slug: str) -> tuple[Module, Track] | None:
    """The module at an address, with its track."""
    found = db.session.execute(
        select(Module, Track).join(Track, Track.id == Module.track_id).where(Module.slug == slug)
    )
    return found.first()


def lesson(slug: str) -> tuple[Lesson, Module, Track] | None:
    """The lesson at an address, published or archived, with its module and its track."""
    return db.session.execute(_lesson(), {"slug": slug}).first()


@cache
def _lesson() -> Any:
    return (
        select(Lesson, Module, Track)
        .join(Module, Module.id == Lesson.module_id)
        .join(Track, Track.id == Module.track_id)
        .where(Lesson.slug == bindparam("slug"), Lesson.state.in_(SHOWN))
    )


def lesson_at(slug: str) -> Lesson | None:
    """The lesson at an address, published or archived, alone."""
    return db.session.scalar(select(Lesson).where(Lesson.slug == slug, Lesson.state.in_(SHOWN)))


def contents(person: Any, track_id: int) -> list[ModuleLine]:
    """The modules of a track with their published lessons, in order, as the viewer (or nobody) has read them."""
    found = read(_contents(), track_id=track_id, person_id=person and person.id)
    lines: dict[int, ModuleLine] = {}
    for row in found:
        line = lines.setdefault(row[0], ModuleLine(*row[:4]))
        line.lessons.append(LessonLine(*row[4:9], read=row[9] is not None))
    return list(lines.values())


@cache
def _contents() -> Any:
    module = (Module.id, Module.slug, Module.title_vi, Module.title_en)
    lesson = (Lesson.id, Lesson.slug, Lesson.title_vi, Lesson.title_en, Lesson.minutes)
    read = and_(LessonRead.lesson_id == Lesson.id, LessonRead.person_id == bindparam("person_id"))
    return (
        select(*module, *lesson, LessonRead.at)
        .join(Lesson, and_(Lesson.module_id == Module.id, Lesson.state == "published"))
        .outerjoin(LessonRead, read)
        .where(Module.track_id == bindparam("track_id"))
        .order_by(Module.position, Module.id, Lesson.position, Lesson.id)
    )


def next_lesson(modules: list[ModuleLine]) -> LessonLine | None:
    """The first lesson of these contents that is not read yet."""
    return next((line for module in modules for line in module.lessons if not line.read), None)


class Place(NamedTuple):
    """Where a lesson stands in its track: itself and its neighbours, across the bounds of modules."""

    before: LessonLine | None
    here: LessonLine
    after: LessonLine | None


def place(modules: list[ModuleLine], lesson_id: int) -> Place | None:
    """The place of a lesson in the contents of its track; None for one that is in no list any more."""
    line = [lesson for module in modules for lesson in module.lessons]
    at = next((number for number, lesson in enumerate(line) if lesson.id == lesson_id), None)
    if at is None:
        return None
    return Place(line[at - 1] if at else None, line[at], line[at + 1] if at + 1 < len(line) else None)


def track_of(module_id: int) -> Track | None:
    """The track a module belongs to."""
    return db.session.scalar(select(Track).join(Module, Module.track_id == Track.id).where(Module.id == module_id))
