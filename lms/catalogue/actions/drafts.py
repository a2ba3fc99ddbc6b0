"""Writing a lesson: one draft at a time, and nothing anybody wrote is lost."""

from datetime import datetime
from typing import Any

from lms.audit import actions as audit
from lms.catalogue import rules
from lms.catalogue.actions.texts import keep, keep_first
from lms.catalogue.models import Lesson, LessonDraft, LessonVersion
from lms.catalogue.queries import editing, history
from lms.catalogue.queries.texts import words_of
from lms.catalogue.rules import Kind
from lms.catalogue.rules.editing import NoSuchText, Overtaken, Seen, overtaken
from lms.catalogue.rules.words import alike
from lms.core.db import db, lock


def save(lesson: Lesson, words: dict[str, Any], seen: Seen, *, by: Any, at: datetime) -> LessonDraft | None:
    """Keep what was written; None when it is what readers see already. The same again is the same draft.

    Raises Overtaken when somebody else saved or published meanwhile: the form shows both, and knows the newest then.
    """
    lock(lesson)
    draft = editing.draft(lesson)
    if draft is not None and draft.by_id == by.id and alike(draft.words, words):
        return draft
    if draft is None and _shown_already(lesson, words):
        return None
    known = {"draft_revision": draft.revision if draft else 0, "shown": lesson.version}
    if overtaken(revision=seen.revision, version=seen.version, **known):
        raise Overtaken()
    return _put(lesson, draft, words, base=lesson.version if draft is None else draft.base, by=by, at=at)


def _shown_already(lesson: Lesson, words: dict[str, Any]) -> bool:
    return lesson.state != rules.State.DRAFT and alike(words, words_of(lesson))


def _put(
    lesson: Lesson, draft: LessonDraft | None, words: dict[str, Any], *, base: int, by: Any, at: datetime
) -> LessonDraft | None:
    if draft is not None and draft.by_id != by.id:
        put_aside(lesson, draft, words, at=at)
    if draft is None:
        if _shown_already(lesson, words):
            return None
        draft = LessonDraft(lesson_id=lesson.id, revision=0, base=base)
    draft.words, draft.by_id, draft.at = words, by.id, at
    draft.revision += 1
    db.session.add(draft)
    if lesson.state == rules.State.DRAFT:  # readers do not see it; the desk should name it as its writers do
        lesson.title_vi, lesson.title_en, lesson.minutes = words["title_vi"], words["title_en"], words["minutes"]
    db.session.flush()
    return draft


def put_aside(lesson: Lesson, draft: LessonDraft, instead: dict[str, Any] | None, *, at: datetime) -> None:
    """A draft that something else takes the place of stays in the history, unless it says nothing of its own."""
    shown = lesson.state != rules.State.DRAFT and words_of(lesson)
    if not any(other and alike(draft.words, other) for other in (shown, instead)):
        writer = editing.drafted_by(draft)
        keep_first(lesson, at=at)
        keep(lesson, Kind.ASIDE, draft.words, by=writer, at=draft.at)


def discard(lesson: Lesson, seen: Seen, *, by: Any, at: datetime) -> None:
    """Throw the draft away; it stays in the history. Nothing to throw away is no trouble. Raises Overtaken."""
    lock(lesson)
    draft = editing.draft(lesson)
    if draft is None:
        return
    if draft.revision != seen.revision:
        raise Overtaken()
    put_aside(lesson, draft, None, at=at)
    db.session.delete(draft)
    audit.record("catalogue.draft_discarded", "lesson", lesson.id, by=by, at=at)


def take_up(lesson: Lesson, number: int, *, by: Any, at: datetime) -> LessonDraft | None:
    """Begin a draft with a kept text; readers see nothing of it yet. What was being written goes into the history.

    Answers None when readers see this text already. Raises NoSuchText.
    """
    lock(lesson)
    version = history.version(lesson, number)
    if version is None:
        raise NoSuchText()
    _answer_offer(version, Kind.TAKEN)
    audit.record("catalogue.taken_up", "lesson", lesson.id, by=by, at=at, number=number)
    return replace(lesson, version.words, by=by, at=at)


def replace(lesson: Lesson, words: dict[str, Any], *, by: Any, at: datetime) -> LessonDraft | None:
    """Other words take the place of the draft, which goes into the history; a form that knows it is overtaken.

    Answers None when readers see these words already. The lesson's row is locked by whoever calls.
    """
    draft, revision = editing.draft(lesson), 0
    if draft is not None:
        if alike(draft.words, words):
            return draft
        put_aside(lesson, draft, words, at=at)
        revision = draft.revision
        db.session.delete(draft)
        db.session.flush()
    begun = _put(lesson, None, words, base=lesson.version, by=by, at=at)
    if begun is not None:
        begun.revision += revision
    return begun


def leave(lesson: Lesson, number: int, *, by: Any, at: datetime) -> None:
    """The programme's newer text is not wanted; it stays in the history. Raises NoSuchText."""
    lock(lesson)
    version = history.version(lesson, number)
    if version is None:
        raise NoSuchText()
    if _answer_offer(version, Kind.LEFT):
        audit.record("catalogue.offer_left", "lesson", lesson.id, by=by, at=at, number=number)


def _answer_offer(version: LessonVersion, answer: Kind) -> bool:
    if version.kind != Kind.SHIPPED:
        return False
    version.kind = answer.value
    return True
