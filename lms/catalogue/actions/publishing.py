"""What readers see: publishing, signing, archiving; and what they never saw, removed."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from lms.audit import actions as audit
from lms.catalogue.actions import drafts
from lms.catalogue.actions.texts import keep, keep_first, put_in_place
from lms.catalogue.models import Lesson, LessonDraft, LessonVersion
from lms.catalogue.queries import editing
from lms.catalogue.queries.texts import check
from lms.catalogue.rules import Kind, State
from lms.catalogue.rules.editing import InUse, IsArchived, NothingShown, Overtaken, Seen, ShownChanged, WasShown
from lms.catalogue.rules.words import NOTE
from lms.core import revisions
from lms.core.db import db, lock


def publish(lesson: Lesson, seen: Seen, note: str, *, by: Any, at: datetime) -> int:
    """Readers see the draft from now on; answers the number of the text they see. A second press changes nothing.

    Raises Overtaken, ShownChanged, IsArchived and NotReady.
    """
    lock(lesson)
    draft = editing.draft(lesson)
    if draft is None:
        return lesson.version
    if draft.revision != seen.revision:
        raise Overtaken()
    if lesson.version != seen.version:
        raise ShownChanged()
    if lesson.state == State.ARCHIVED:
        raise IsArchived()
    words = draft.words
    check(words)
    keep_first(lesson, at=at)
    lesson.version = keep(lesson, Kind.PUBLISHED, words, note[:NOTE], by=by, at=at).number
    put_in_place(lesson, words, at=at)
    lesson.state = State.PUBLISHED.value
    db.session.delete(draft)
    audit.record("catalogue.published", "lesson", lesson.id, by=by, at=at, number=lesson.version)
    revisions.touch("catalogue")
    return lesson.version


def write_and_publish(
    lesson: Lesson, words: dict[str, Any], seen: Seen, note: str, *, by: Any, at: datetime
) -> int | None:
    """Save what was written and show it at once. Raises as `drafts.save` and `publish` do."""
    check(words)
    draft = drafts.save(lesson, words, seen, by=by, at=at)
    return publish(lesson, Seen(draft.revision, seen.version), note, by=by, at=at) if draft else lesson.version


def sign(lesson: Lesson, version: int, *, by: Any, at: datetime) -> None:
    """`by` has reviewed the text that readers see. Raises ShownChanged when it is another than they read."""
    lock(lesson)
    if lesson.state == State.DRAFT:
        raise NothingShown()
    if lesson.version != version:
        raise ShownChanged()
    if lesson.reviewed_at is None:
        lesson.reviewed_by_id, lesson.reviewed_at = by.id, at
        audit.record("catalogue.signed", "lesson", lesson.id, by=by, at=at, number=version)
        revisions.touch("catalogue")


def take_signature_back(lesson: Lesson, *, by: Any, at: datetime) -> None:
    """The text waits for a reviewer again."""
    lock(lesson)
    if lesson.reviewed_at is not None:
        lesson.reviewed_by_id = lesson.reviewed_at = None
        audit.record("catalogue.signature_taken_back", "lesson", lesson.id, by=by, at=at, number=lesson.version)
        revisions.touch("catalogue")


def archive(lesson: Lesson, *, by: Any, at: datetime) -> None:
    """Nobody finds the lesson any more; who has its address reads it with a note."""
    lock(lesson)
    if lesson.state == State.DRAFT:
        raise NothingShown()
    if lesson.state != State.ARCHIVED:
        lesson.state = State.ARCHIVED.value
        audit.record("catalogue.archived", "lesson", lesson.id, by=by, at=at)
        revisions.touch("catalogue")


def bring_back(lesson: Lesson, *, by: Any, at: datetime) -> None:
    """The lesson stands in its place again."""
    lock(lesson)
    if lesson.state == State.ARCHIVED:
        lesson.state = State.PUBLISHED.value
        audit.record("catalogue.brought_back", "lesson", lesson.id, by=by, at=at)
        revisions.touch("catalogue")


def remove(lesson: Lesson, seen: Seen, *, by: Any, at: datetime) -> None:
    """Take a lesson away that readers never saw, with its draft. Raises WasShown, Overtaken and InUse."""
    lock(lesson)
    if lesson.state != State.DRAFT or lesson.version:
        raise WasShown()
    draft = editing.draft(lesson)
    if seen.revision != (draft.revision if draft else 0):
        raise Overtaken()
    number = lesson.id
    try:
        with db.session.begin_nested():
            for model in (LessonDraft, LessonVersion):
                db.session.execute(delete(model).where(model.lesson_id == number))
            db.session.delete(lesson)
    except IntegrityError as broken:
        raise InUse() from broken
    audit.record("catalogue.removed", "lesson", number, by=by, at=at)
    revisions.touch("catalogue")
