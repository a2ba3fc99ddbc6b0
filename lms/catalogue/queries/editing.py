"""Questions of whoever writes lessons: all that is there, published or not, and what waits for somebody."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import exists, select

from lms.catalogue.models import Lesson, LessonDraft, LessonVersion, Module, Track
from lms.catalogue.rules import Kind, State
from lms.core.db import db
from lms.core.text import fold
from lms.people.models import Person


class Sheet(NamedTuple):
    """A lesson as its writers see it, without its text."""

    slug: str
    code: str
    title_vi: str
    title_en: str
    minutes: int
    state: str
    drafted_at: Any
    offered: bool
    reviewed_at: Any

    @property
    def waits(self) -> bool:
        """Whether somebody has written what readers do not see yet."""
        return self.drafted_at is not None


@dataclass
class ModuleSheet:
    """A module with all its lessons."""

    module: Module
    lessons: list[Sheet] = field(default_factory=list)


@dataclass
class TrackSheet:
    """A track with all its modules."""

    track: Track
    modules: list[ModuleSheet] = field(default_factory=list)

    @property
    def lessons(self) -> list[Sheet]:
        """The lessons of all its modules."""
        return [sheet for module in self.modules for sheet in module.lessons]


#: What the desk can be narrowed to: name -> whether a lesson belongs to it.
WAITING = {
    "draft": lambda sheet: sheet.state == State.DRAFT,
    "edited": lambda sheet: sheet.waits and sheet.state != State.DRAFT,
    "offered": lambda sheet: sheet.offered,
    "unreviewed": lambda sheet: sheet.state == State.PUBLISHED and sheet.reviewed_at is None,
    "archived": lambda sheet: sheet.state == State.ARCHIVED,
}


def desk(*, track_id: int | None = None, module_id: int | None = None) -> list[TrackSheet]:
    """Every track, module and lesson in order, or those of one track or one module. One SELECT."""
    offered = exists().where(LessonVersion.lesson_id == Lesson.id, LessonVersion.kind == Kind.SHIPPED.value)
    named = (Lesson.slug, Lesson.code, Lesson.title_vi, Lesson.title_en, Lesson.minutes, Lesson.state)
    asked = (
        select(Track, Module, *named, LessonDraft.at, offered, Lesson.reviewed_at)
        .outerjoin(Module, Module.track_id == Track.id)
        .outerjoin(Lesson, Lesson.module_id == Module.id)
        .outerjoin(LessonDraft, LessonDraft.lesson_id == Lesson.id)
        .order_by(Track.position, Track.id, Module.position, Module.id, Lesson.position, Lesson.id)
    )
    if track_id is not None:
        asked = asked.where(Track.id == track_id)
    if module_id is not None:
        asked = asked.where(Module.id == module_id)
    tracks: dict[int, TrackSheet] = {}
    modules: dict[int, ModuleSheet] = {}
    for track, module, *sheet in db.session.execute(asked):
        line = tracks.setdefault(track.id, TrackSheet(track))
        if module is not None and module.id not in modules:
            modules[module.id] = ModuleSheet(module)
            line.modules.append(modules[module.id])
        if sheet[0] is not None:
            modules[module.id].lessons.append(Sheet(*sheet))
    return list(tracks.values())


def counts(tracks: list[TrackSheet]) -> dict[str, int]:
    """How many lessons there are in all, and of each kind of `WAITING`."""
    sheets = [sheet for track in tracks for sheet in track.lessons]
    return {"": len(sheets)} | {name: sum(map(holds, sheets)) for name, holds in WAITING.items()}


def narrowed(tracks: list[TrackSheet], words: str, kind: str) -> list[TrackSheet]:
    """Those lessons whose titles or code hold all the words, of this kind of `WAITING`; what is left empty goes."""
    wanted, holds = fold(words).split(), WAITING.get(kind)
    if not wanted and holds is None:
        return tracks
    found = []
    for track in tracks:
        modules = []
        for module in track.modules:
            kept = [sheet for sheet in module.lessons if _says(sheet, wanted) and (holds is None or holds(sheet))]
            if kept:
                modules.append(ModuleSheet(module.module, kept))
        if modules:
            found.append(TrackSheet(track.track, modules))
    return found


def _says(sheet: Sheet, wanted: list[str]) -> bool:
    said = fold(f"{sheet.title_vi} {sheet.title_en} {sheet.code}")
    return all(word in said for word in wanted)


def lesson(lesson: str) -> Lesson | None:
    """The lesson at an address, whatever its state."""
    return db.session.scalar(select(Lesson).where(Lesson.slug == lesson))


def module(module: str) -> Module | None:
    """The module at an address."""
    return db.session.scalar(select(Module).where(Module.slug == module))


def track(track: str) -> Track | None:
    """The track at an address."""
    return db.session.scalar(select(Track).where(Track.slug == track))


def draft(lesson: Lesson) -> LessonDraft | None:
    """What is being written of a lesson."""
    return db.session.get(LessonDraft, lesson.id, populate_existing=True)


def drafted_by(draft: LessonDraft | None) -> Person | None:
    """Who saved a draft last."""
    return draft and db.session.get(Person, draft.by_id)


def signer(lesson: Lesson) -> Person | None:
    """Who signed what readers see."""
    return lesson.reviewed_by_id and db.session.get(Person, lesson.reviewed_by_id)


def begun_since(module: Module, moment: Any, person: Any) -> list[tuple[Lesson, dict[str, Any]]]:
    """(lesson, words of its draft) of the lessons of a module that a person has begun since a moment, oldest first."""
    found = db.session.execute(
        select(Lesson, LessonDraft.words)
        .join(LessonDraft, LessonDraft.lesson_id == Lesson.id)
        .where(Lesson.module_id == module.id, Lesson.state == State.DRAFT.value)
        .where(Lesson.changed_at > moment, LessonDraft.by_id == person.id)
        .order_by(Lesson.id)
    )
    return [(lesson, words) for lesson, words in found]


def module_of(lesson: Lesson) -> Module:
    """The module a lesson stands in."""
    return db.session.get_one(Module, lesson.module_id)


def module_choices() -> list[tuple[str, str]]:
    """(address, code and title) of every module, in order."""
    asked = select(Module).join(Track, Track.id == Module.track_id)
    rows = db.session.scalars(asked.order_by(Track.position, Track.id, Module.position, Module.id))
    return [(row.slug, f"{row.code} · {row.title_vi}") for row in rows]
