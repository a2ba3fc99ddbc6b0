"""The bank of questions: loaded from the shipped curriculum, one quiz for each module."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from lms.catalogue.actions import CURRICULUM
from lms.catalogue.models import Lesson, Module
from lms.catalogue.rules import may_replace
from lms.core import revisions
from lms.core.db import db
from lms.core.text import nfc
from lms.quizzes import queries
from lms.quizzes.actions import questions as verbs
from lms.quizzes.models import Question, Quiz, QuizItem
from lms.quizzes.queries.editing import words_of
from lms.quizzes.rules.bank import key_from_curriculum

#: Name of the revision that says which curriculum file was loaded last.
LOADED = "quizzes-curriculum"
#: The lesson that teaches each shipped question, by their codes.
LESSONS = CURRICULUM.with_name("question_lessons.json")
#: The words of a question that are shipped, in the order of the fingerprint.
WORDS = ("kind", "text", "title_en", "options", "key", "explanation")


def load(path: Path = CURRICULUM, *, lessons: Path = LESSONS, at: datetime) -> int:
    """Bring the bank up to the shipped files, after the catalogue's `load`; answers how many questions changed.

    With the files of last time it costs two SELECTs. A question that somebody has edited is left alone, its newer
    text is offered in its history; attempts already begun keep what they hold.
    """
    source, taught = path.read_bytes(), lessons.read_bytes()
    digest = hashlib.sha256(source + taught).hexdigest()
    if revisions.revision(LOADED) == f"{LOADED}={digest}" and queries.has_bank():
        return 0
    new, changed = _load_questions(json.loads(nfc(source.decode()))["questions"], json.loads(taught), at)
    _place_in_quizzes(new)
    revisions.put(LOADED, digest)
    return len(new) + changed


class _Coming(NamedTuple):
    """A shipped question on its way in."""

    code: str
    words: dict[str, Any]
    place: dict[str, int]
    lesson_id: int | None


def _load_questions(shipped: list[dict[str, Any]], taught: dict[str, str], at: datetime) -> tuple[list[Question], int]:
    """(questions that are new, how many others changed)."""
    modules = {module.code: module.id for module in db.session.scalars(select(Module))}
    lessons = {code: lesson_id for code, lesson_id in db.session.execute(select(Lesson.code, Lesson.id))}
    rows = {row.code: row for row in db.session.scalars(select(Question))}
    positions: dict[str, int] = {}
    new, changed = [], 0
    for question in shipped:
        if question["module"] not in modules:
            continue
        kind, options, key = key_from_curriculum(question)
        position = positions[question["module"]] = positions.get(question["module"], 0) + 1
        words = {
            "kind": str(kind), "text": question["vi"], "title_en": question["en"], "options": options, "key": key,
            "explanation": question["explain"],
        }  # fmt: skip
        place = {"module_id": modules[question["module"]], "position": position}
        coming = _Coming(question["id"], words, place, lessons.get(taught.get(question["id"], "")))
        if coming.code in rows:
            changed += _bring_up(rows[coming.code], coming, at)
        else:
            new.append(_add(coming, at))
    db.session.flush()
    return new, changed


def _add(coming: _Coming, at: datetime) -> Question:
    row = Question(
        code=coming.code, shipped=_fingerprint(coming.words), changed_at=at, lesson_id=coming.lesson_id,
        **coming.words, **coming.place,
    )  # fmt: skip
    db.session.add(row)
    return row


def _bring_up(row: Question, coming: _Coming, at: datetime) -> bool:
    """Bring a question up to what is shipped now; whether its words changed. One we did not ship is left alone."""
    if not row.shipped:
        return False
    for name, value in coming.place.items():
        setattr(row, name, value)
    if row.version == 0 and coming.lesson_id is not None:
        row.lesson_id = coming.lesson_id
    print_now, print_coming = _fingerprint({name: getattr(row, name) for name in WORDS}), _fingerprint(coming.words)
    if may_replace(row.shipped, print_now, print_coming):
        before = words_of(row)
        verbs.write(row, before, before | coming.words, by_id=None, at=at)
        row.shipped = print_coming
        return True
    if print_coming not in (row.shipped, print_now):
        verbs.offer(row, words_of(row) | coming.words, at=at)
    return False


def _fingerprint(words: dict[str, Any]) -> str:
    said = json.dumps([words[name] for name in WORDS], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _place_in_quizzes(new: list[Question]) -> None:
    """New questions join the quiz of their module at the end; a module that never had one gets it.

    What a trainer took out of a quiz stays out, and a quiz that was archived is not made anew.
    """
    quizzes: dict[int, Quiz | None] = {}
    for quiz in db.session.scalars(select(Quiz).where(Quiz.purpose == "module").order_by(Quiz.id)):
        if quiz.state != "archived" or quiz.module_id not in quizzes:
            quizzes[quiz.module_id] = quiz if quiz.state != "archived" else None
    for question in sorted(new, key=lambda row: (row.module_id, row.position)):
        if question.module_id not in quizzes:
            quizzes[question.module_id] = quiz = Quiz(module_id=question.module_id)
            db.session.add(quiz)
            db.session.flush()
        quiz = quizzes[question.module_id]
        if quiz is not None:
            db.session.add(QuizItem(quiz_id=quiz.id, question_id=question.id, position=question.position))
    db.session.flush()
