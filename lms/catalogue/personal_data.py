"""What the catalogue keeps of a person: lessons they have read, what they wrote beside them, texts of theirs."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.catalogue import queries
from lms.catalogue.models import Lesson, LessonDraft, LessonNote, LessonRead, LessonVersion
from lms.catalogue.rules.notes import PARTS
from lms.core.db import db
from lms.core.moving import give, give_keyed, ids


def export(person: Any) -> dict[str, Any]:
    """Lessons read, by code, with the instant; notes as they were written; which texts of lessons are of their hand."""
    return {
        "lessons_read": [{"lesson": code, "at": at.isoformat()} for code, at in queries.lessons_read(person)],
        "notes": [
            {"lesson": code, "part": part, "text": text, "changed": at.isoformat()}
            for code, part, text, at in queries.notes_written(person)
        ],
        "lesson_drafts": _lessons(LessonDraft.by_id == person.id, LessonDraft, LessonDraft.at),
        "lesson_texts": _lessons(LessonVersion.by_id == person.id, LessonVersion, LessonVersion.at),
        "lessons_signed": _lessons(Lesson.reviewed_by_id == person.id, None, Lesson.reviewed_at),
    }


def _lessons(theirs: Any, written: Any, moment: Any) -> list[dict[str, Any]]:
    """Code and instant of the lessons a person has a hand in; the words are the programme's, and stand in it."""
    found = select(Lesson.code, moment)
    found = found.join(written, written.lesson_id == Lesson.id) if written else found
    rows = db.session.execute(found.where(theirs).order_by(moment, Lesson.id))
    return [{"lesson": code, "at": at.isoformat()} for code, at in rows]


def erase(person: Any) -> None:
    """Nothing counts what was read, so the marks go, and the notes with them.

    Texts of lessons stay, for they are the programme's; the nameless row stays who wrote and signed them.
    """
    db.session.execute(delete(LessonNote).where(LessonNote.person_id == person.id))
    db.session.execute(delete(LessonRead).where(LessonRead.person_id == person.id))


def move(source: Any, target: Any) -> dict[str, Any]:
    """Give the marks and notes of `source` to `target`; answers what `move_back` needs.

    Both have read a lesson, or written beside the same part of it: what `target` has stays, that of `source` stays
    where it is.
    """
    theirs = select(LessonRead.lesson_id).where(LessonRead.person_id == target.id)
    mine = select(LessonRead.lesson_id).where(LessonRead.person_id == source.id, LessonRead.lesson_id.not_in(theirs))
    undo: dict[str, Any] = {"lessons_read": list(db.session.scalars(mine.order_by(LessonRead.lesson_id)))}
    give_keyed(LessonRead, "lesson_id", undo["lessons_read"], source, target)
    undo["notes"] = {part: _notes_to_give(part, source, target) for part in PARTS}
    _give_notes(undo["notes"], source, target)
    drafted = select(LessonDraft.lesson_id).where(LessonDraft.by_id == source.id).order_by(LessonDraft.lesson_id)
    undo["drafts"] = list(db.session.scalars(drafted))
    undo |= {"texts": ids(LessonVersion, source, "by_id"), "signed": ids(Lesson, source, "reviewed_by_id")}
    _give_texts(undo, source, target)
    return undo


def _give_texts(undo: dict[str, Any], giver: Any, taker: Any) -> None:
    """Drafts only while they are the giver's still: somebody else may have written on meanwhile."""
    table = LessonDraft.__table__
    some = (table.c.by_id == giver.id, table.c.lesson_id.in_(undo.get("drafts", [])))
    db.session.execute(update(table).where(*some).values(by_id=taker.id))
    give(LessonVersion, undo.get("texts", []), taker, "by_id")
    signed = (Lesson.reviewed_by_id == giver.id, Lesson.id.in_(undo.get("signed", [])))
    db.session.execute(update(Lesson).where(*signed).values(reviewed_by_id=taker.id))


def _notes_to_give(part: str, source: Any, target: Any) -> list[int]:
    theirs = select(LessonNote.lesson_id).where(LessonNote.person_id == target.id, LessonNote.part == part)
    mine = select(LessonNote.lesson_id).where(LessonNote.person_id == source.id, LessonNote.part == part)
    return list(db.session.scalars(mine.where(LessonNote.lesson_id.not_in(theirs)).order_by(LessonNote.lesson_id)))


def _give_notes(notes: dict[str, list[int]], giver: Any, taker: Any) -> None:
    table = LessonNote.__table__
    for part, lessons in notes.items():
        some = (table.c.person_id == giver.id, table.c.part == part, table.c.lesson_id.in_(lessons))
        db.session.execute(update(table).where(*some).values(person_id=taker.id))


def move_back(undo: dict[str, Any], source: Any, target: Any) -> None:
    """Undo `move`."""
    give_keyed(LessonRead, "lesson_id", undo["lessons_read"], target, source)
    _give_notes(undo.get("notes", {}), target, source)  # merged before there were notes: none
    _give_texts(undo, target, source)
